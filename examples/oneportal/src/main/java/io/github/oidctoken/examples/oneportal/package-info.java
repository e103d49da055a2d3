/** A service whose users log in with their onePortal accounts. */
@NullMarked
package io.github.oidctoken.examples.oneportal;

import org.jspecify.annotations.NullMarked;
