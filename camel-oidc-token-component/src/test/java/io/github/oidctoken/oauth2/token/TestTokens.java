package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Access tokens for tests outside the engine. */
public final class TestTokens {

    private TestTokens() {}

    /** A bearer token of that value, got just now and valid for an hour. */
    public static AccessToken bearer(String value) {
        TokenSet tokens = new TokenSet(
                Secret.of(value),
                "Bearer",
                null,
                Instant.now(),
                System.nanoTime(),
                Duration.ofHours(1),
                TokenSet.Origin.GRANT,
                Map.of());
        return new AccessToken(tokens, Deadlines.of(tokens, Duration.ofMinutes(1)));
    }
}
