/** What the engine costs its callers, measured beside what nothing can cost less than, in the same run. */
@NullMarked
package io.github.oidctoken.benchmark;

import org.jspecify.annotations.NullMarked;
