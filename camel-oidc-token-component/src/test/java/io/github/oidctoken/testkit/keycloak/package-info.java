/** A real Keycloak for tests and examples, started from its own distribution, and a realm like IFS Cloud's. */
@NullMarked
package io.github.oidctoken.testkit.keycloak;

import org.jspecify.annotations.NullMarked;
