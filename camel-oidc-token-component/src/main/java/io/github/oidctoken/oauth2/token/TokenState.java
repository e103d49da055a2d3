package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.TimeSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the token of one {@link AccessKey} on this node, without the token. Times are by this node's wall clock.
 *
 * @param freshness absent when no token is held
 * @param fingerprint the token's; absent when none is held
 * @param origin how it was come by; absent when none is held
 * @param obtainedAt when the request for it was sent; absent when none is held
 * @param staleAt when it is due for renewal; absent when none is held
 * @param expiresAt when it ends; absent when none is held
 * @param renewing whether a renewal is in flight
 * @param failures in a row, up to now
 * @param reauthorizationRequired whether the last attempt has shown that a person must sign in
 * @param lastFailure the message of the last of them; absent when there are none
 * @param nextAttemptAt before this moment nothing is tried again; absent when nothing stands in the way
 */
public record TokenState(
        @Nullable Freshness freshness,
        @Nullable String fingerprint,
        TokenSet.@Nullable Origin origin,
        @Nullable Instant obtainedAt,
        @Nullable Instant staleAt,
        @Nullable Instant expiresAt,
        boolean renewing,
        int failures,
        boolean reauthorizationRequired,
        @Nullable String lastFailure,
        @Nullable Instant nextAttemptAt) {

    /** Nobody has asked for the token. */
    static final TokenState NONE = new TokenState(null, null, null, null, null, null, false, 0, false, null, null);

    static TokenState of(@Nullable AccessToken token, boolean renewing, RenewalPause pause, TimeSource time) {
        long nanos = time.nanoTime();
        Instant now = time.now();
        OidcTokenException failure = pause.failure();
        return new TokenState(
                token == null ? null : token.freshness(nanos),
                token == null ? null : token.fingerprint(),
                token == null ? null : token.origin(),
                token == null ? null : token.obtainedAt(),
                token == null ? null : now.plusNanos(token.staleAtNanos() - nanos),
                token == null ? null : now.plusNanos(token.expiresAtNanos() - nanos),
                renewing,
                pause.backoff().failures(),
                failure instanceof ReauthorizationRequiredException,
                failure == null ? null : failure.getMessage(),
                failure != null && pause.holds(nanos) ? now.plus(pause.remaining(nanos)) : null);
    }
}
