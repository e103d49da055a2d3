package io.github.oidctoken.testkit;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server remembers of an access token; without a session when the client got it for itself. */
record AccessToken(
        String clientId,
        String subject,
        Set<String> scope,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable Session session) {

    boolean isValidAt(Instant now) {
        return now.isBefore(expiresAt) && (session == null || session.isAlive());
    }
}
