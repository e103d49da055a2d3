package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the next renewal may start. Immutable.
 *
 * @param backoff the failures in a row so far
 * @param failure what callers are told meanwhile; absent after a success
 * @param nextStartNanos on the monotonic clock
 * @param nextLookNanos when somebody may look whether another node has put a token into the repository meanwhile
 */
record RenewalPause(Backoff backoff, @Nullable OidcTokenException failure, long nextStartNanos, long nextLookNanos) {

    static final RenewalPause NONE = new RenewalPause(Backoff.NONE, null, 0, 0);

    private static final long FROM_LOOK_TO_LOOK = Duration.ofSeconds(1).toNanos();

    static RenewalPause afterSuccess(long nanoTime, Duration interval) {
        long next = nanoTime + interval.toNanos();
        return new RenewalPause(Backoff.NONE, null, next, next);
    }

    static RenewalPause afterFailure(Backoff backoff, OidcTokenException failure, long nanoTime) {
        return new RenewalPause(backoff, failure, nanoTime + backoff.delay().toNanos(), nanoTime + FROM_LOOK_TO_LOOK);
    }

    /** The same pause after a look that found nothing. */
    RenewalPause looked(long nanoTime) {
        return new RenewalPause(backoff, failure, nextStartNanos, nanoTime + FROM_LOOK_TO_LOOK);
    }

    boolean holds(long nanoTime) {
        return !equals(NONE) && nanoTime - nextStartNanos < 0;
    }

    /** Why the server must not be asked; absent when it may be. */
    @Nullable
    OidcTokenException heldBack(long nanoTime) {
        return failure != null && holds(nanoTime) ? failure : null;
    }

    boolean allowsLook(long nanoTime) {
        return nanoTime - nextLookNanos >= 0;
    }

    Duration remaining(long nanoTime) {
        return holds(nanoTime) ? Duration.ofNanos(nextStartNanos - nanoTime) : Duration.ZERO;
    }
}
