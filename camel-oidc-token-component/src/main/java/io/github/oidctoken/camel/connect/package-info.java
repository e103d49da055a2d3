/** The page where an operator sees the clients that persons sign in for, connects and disconnects them. */
@NullMarked
package io.github.oidctoken.camel.connect;

import org.jspecify.annotations.NullMarked;
