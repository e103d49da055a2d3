/** What goes over the wire to an authorization server, and what its answers mean. */
@NullMarked
package io.github.oidctoken.oauth2.protocol;

import org.jspecify.annotations.NullMarked;
