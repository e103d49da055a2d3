package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import java.time.Instant;
import java.util.Optional;

/** The {@code exp} that a JWT claims (RFC 7519 section 4.1.4), without trust: good to give up a token early, never to accept one. */
public final class UnverifiedExpiry {

    private static final long LATEST = 253_402_300_799L;

    private UnverifiedExpiry() {}

    /** When the token ends by its own words; empty for a token that is no signed JWT or does not say. */
    public static Optional<Instant> of(Secret token) {
        return UnverifiedClaims.of(token)
                .map(claims -> claims.get("exp"))
                .filter(Number.class::isInstance)
                .map(exp -> ((Number) exp).longValue())
                .filter(exp -> exp > 0 && exp <= LATEST)
                .map(Instant::ofEpochSecond);
    }
}
