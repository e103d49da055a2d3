/** What every token repository must keep to, as tests to extend, and a repository that fails on order. */
@NullMarked
package io.github.oidctoken.testkit.repository;

import org.jspecify.annotations.NullMarked;
