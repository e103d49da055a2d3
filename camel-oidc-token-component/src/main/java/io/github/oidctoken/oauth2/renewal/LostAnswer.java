package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answers in a row that were lost when one refresh token was presented. It is presented again after 1, 2, 4 ... 30 s, whichever access token is wanted:
 * the server may still be busy with the last request.
 *
 * @param fingerprint the refresh token's
 * @param failure the last one
 * @param notBeforeNanos when it may be presented again, on the monotonic clock
 */
record LostAnswer(String fingerprint, @Nullable OidcTokenException failure, int times, long notBeforeNanos) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;

    static final LostAnswer NONE = new LostAnswer("", null, 0, 0);

    LostAnswer andAnother(String lost, OidcTokenException why, long nanoTime) {
        int before = lost.equals(fingerprint) ? times : 0;
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        Duration pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return new LostAnswer(lost, why, before + 1, nanoTime + pause.toNanos());
    }

    boolean holds(String presented, long nanoTime) {
        return presented.equals(fingerprint) && nanoTime - notBeforeNanos < 0;
    }
}
