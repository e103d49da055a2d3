package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.token.TokenLife;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An access token in a session's document, for other nodes to adopt.
 *
 * @param obtainedAt when the request for it was sent, in server time
 */
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

    Instant usableUntil() {
        return obtainedAt.plus(new TokenLife(lifetime).usable());
    }

    /**
     * The token for publication on a node that has read it.
     *
     * @param serverTime now
     * @param time of the node
     */
    TokenSet adopted(Instant serverTime, TimeSource time) {
        Duration age = Duration.between(obtainedAt, serverTime);
        // a node whose clock is behind must not take a token for younger than new
        Duration counted = age.isNegative() ? Duration.ZERO : age;
        return new TokenSet(
                token,
                tokenType,
                scopes,
                time.now().minus(counted),
                time.nanoTime() - counted.toNanos(),
                lifetime,
                TokenSet.Origin.ADOPTED,
                members);
    }

    /** Members may hold anything: only their names are shown. */
    @Override
    public String toString() {
        return "StoredAccessToken[" + token.shortFingerprint() + ", expiresAt=" + expiresAt() + "]";
    }
}
