package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The {@code exp} that a JWT claims (RFC 7519 section 4.1.4), without trust: good to give up a token early, never to accept one. */
public final class UnverifiedExpiry {

    private static final int PARTS_OF_A_SIGNED_JWT = 3;
    private static final long LATEST = 253_402_300_799L;

    private UnverifiedExpiry() {}

    /** When the token ends by its own words; empty for a token that is no signed JWT or does not say. */
    public static Optional<Instant> of(Secret token) {
        String[] parts = token.value().split("\\.", -1);
        if (parts.length != PARTS_OF_A_SIGNED_JWT) {
            return Optional.empty();
        }
        try {
            return JsonMembers.parse(Base64.getUrlDecoder().decode(parts[1]))
                    .map(claims -> claims.all().get("exp"))
                    .filter(Number.class::isInstance)
                    .map(exp -> ((Number) exp).longValue())
                    .filter(exp -> exp > 0 && exp <= LATEST)
                    .map(Instant::ofEpochSecond);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
