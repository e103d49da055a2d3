package io.github.oidctoken.oauth2.renewal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that is stored.
 *
 * @param client its name
 * @param subject who has signed in, by {@code sub}; absent when the client asks for no ID token
 * @param expiresAt until when the access token may be sent, by the clock of this node
 */
public record SignedIn(
        String client, String principal, @Nullable String subject, Instant expiresAt) {}
