/** How a new access token is obtained without ever presenting a rotating refresh token twice by our own fault. */
@NullMarked
package io.github.oidctoken.oauth2.renewal;

import org.jspecify.annotations.NullMarked;
