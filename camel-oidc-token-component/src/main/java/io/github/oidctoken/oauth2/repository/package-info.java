/** Where session documents are kept and shared between nodes. */
@NullMarked
package io.github.oidctoken.oauth2.repository;

import org.jspecify.annotations.NullMarked;
