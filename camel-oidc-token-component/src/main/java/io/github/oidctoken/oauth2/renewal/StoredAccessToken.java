package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An access token in a session's document, for other nodes to adopt. */
record StoredAccessToken(
        Secret token,
        String tokenType,
        @Nullable List<String> scopes,
        Instant obtainedAt,
        Duration lifetime,
        Map<String, Object> members) {

    Instant expiresAt() {
        return obtainedAt.plus(lifetime);
    }

    /** Members may hold anything: only their names are shown. */
    @Override
    public String toString() {
        return "StoredAccessToken[" + token.shortFingerprint() + ", expiresAt=" + expiresAt() + "]";
    }
}
