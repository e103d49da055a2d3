/** Who we are and where we ask: client registrations, grants, provider metadata and presets. */
@NullMarked
package io.github.oidctoken.oauth2.client;

import org.jspecify.annotations.NullMarked;
