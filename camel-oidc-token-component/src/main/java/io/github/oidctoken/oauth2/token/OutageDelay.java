package io.github.oidctoken.oauth2.token;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to leave a failing server in peace: decorrelated jitter from 0.2 s, capped at 1 s during the first minute of an outage and at 10 s later. A
 * {@code Retry-After} is obeyed up to 60 s.
 */
public final class OutageDelay {

    private static final Duration BASE = Duration.ofMillis(200);
    private static final Duration EARLY = Duration.ofSeconds(60);
    private static final Duration EARLY_CAP = Duration.ofSeconds(1);
    private static final Duration LATE_CAP = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

    private OutageDelay() {}

    /**
     * The delay after one more failure.
     *
     * @param previous the delay before this failure; zero for the first
     * @param outage since the first failure
     * @param retryAfter what the server asked for; absent when it did not
     */
    public static Duration next(
            Duration previous, Duration outage, @Nullable Duration retryAfter, RandomGenerator random) {
        Duration cap = outage.compareTo(EARLY) < 0 ? EARLY_CAP : LATE_CAP;
        long most = Math.max(BASE.toNanos() + 1, least(LATE_CAP, previous).toNanos() * 3);
        Duration jittered = least(cap, Duration.ofNanos(random.nextLong(BASE.toNanos(), most)));
        Duration asked = retryAfter == null ? Duration.ZERO : least(LONGEST_RETRY_AFTER, retryAfter);
        return asked.compareTo(jittered) > 0 ? asked : jittered;
    }

    static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
