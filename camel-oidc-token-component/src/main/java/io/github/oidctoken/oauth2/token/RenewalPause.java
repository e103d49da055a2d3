package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the next renewal may start.
 *
 * @param backoff the failures in a row so far
 * @param failure what callers are told meanwhile; absent after a success
 * @param nextStartNanos on the monotonic clock
 */
record RenewalPause(Backoff backoff, @Nullable OidcTokenException failure, long nextStartNanos) {

    static final RenewalPause NONE = new RenewalPause(Backoff.NONE, null, 0);

    boolean holds(long nanoTime) {
        return !equals(NONE) && nanoTime - nextStartNanos < 0;
    }

    Duration remaining(long nanoTime) {
        return holds(nanoTime) ? Duration.ofNanos(nextStartNanos - nanoTime) : Duration.ZERO;
    }
}
