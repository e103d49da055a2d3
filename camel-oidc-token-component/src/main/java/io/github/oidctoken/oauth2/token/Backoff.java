package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.MalformedTokenResponseException;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave a server in peace after a failed renewal.
 *
 * <p>Decorrelated jitter from 0.2 s, capped at 1 s during the first minute of an outage and at 10 s later; {@code Retry-After} is obeyed up to 60 s; a
 * refresh token whose fate is unknown is presented again after 1, 2, 4 ... 30 s. Immutable: every failure gives the next one.
 *
 * @param failures in a row
 * @param firstFailureNanos when the row began
 * @param delay from the last failure to the next attempt
 */
record Backoff(int failures, long firstFailureNanos, Duration delay) {

    private static final Duration BASE = Duration.ofMillis(200);
    private static final Duration EARLY_CAP = Duration.ofSeconds(1);
    private static final Duration LATE_CAP = Duration.ofSeconds(10);
    private static final Duration EARLY = Duration.ofSeconds(60);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);
    private static final Duration LONGEST_UNKNOWN = Duration.ofSeconds(30);
    private static final Duration QUARANTINE_READ = Duration.ofSeconds(5);

    static final Backoff NONE = new Backoff(0, 0, Duration.ZERO);

    /** The state after one more failure at that moment. */
    Backoff after(OidcTokenException failure, long nanoTime, RandomGenerator random) {
        long first = failures == 0 ? nanoTime : firstFailureNanos;
        return new Backoff(failures + 1, first, delay(failure, Duration.ofNanos(nanoTime - first), random));
    }

    private Duration delay(OidcTokenException failure, Duration outage, RandomGenerator random) {
        if (failure instanceof ReauthorizationRequiredException) {
            return QUARANTINE_READ;
        }
        if (failure instanceof TokenOutcomeUnknownException || failure instanceof MalformedTokenResponseException) {
            return least(LONGEST_UNKNOWN, Duration.ofSeconds(1L << Math.min(failures, 5)));
        }
        Duration cap = outage.compareTo(EARLY) < 0 ? EARLY_CAP : LATE_CAP;
        long most = Math.max(BASE.toNanos() + 1, delay.multipliedBy(3).toNanos());
        Duration jittered = least(cap, Duration.ofNanos(random.nextLong(BASE.toNanos(), most)));
        if (failure instanceof TokenRefusedException refused
                && refused.retryAfter().isPresent()) {
            return most(
                    jittered, least(LONGEST_RETRY_AFTER, refused.retryAfter().get()));
        }
        return jittered;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration most(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
