package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.MalformedTokenResponseException;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to leave a server in peace after a failed renewal: an {@link OutageDelay}, but for a refresh token whose fate is unknown, which is presented again
 * after 1, 2, 4 ... 30 s. A request that was held back has failed nowhere: it does not count, and is repeated as soon as its turn has come. Immutable: every
 * failure gives the next one.
 *
 * @param failures in a row
 * @param firstFailureNanos when the row began
 * @param delay from the last failure to the next attempt
 */
record Backoff(int failures, long firstFailureNanos, Duration delay) {

    private static final Duration LONGEST_UNKNOWN = Duration.ofSeconds(30);
    private static final Duration QUARANTINE_READ = Duration.ofSeconds(5);

    static final Backoff NONE = new Backoff(0, 0, Duration.ZERO);

    /**
     * The state after one more failure at that moment.
     *
     * @param ofSession whether it was a session's renewal, which may have used up a refresh token
     */
    Backoff after(OidcTokenException failure, boolean ofSession, long nanoTime, RandomGenerator random) {
        long first = failures == 0 ? nanoTime : firstFailureNanos;
        Optional<Duration> heldBack =
                failure instanceof TokenRequestNotSentException notSent ? notSent.heldBackFor() : Optional.empty();
        if (heldBack.isPresent()) {
            return new Backoff(failures, first, heldBack.get());
        }
        return new Backoff(failures + 1, first, delay(failure, ofSession, Duration.ofNanos(nanoTime - first), random));
    }

    private Duration delay(OidcTokenException failure, boolean ofSession, Duration outage, RandomGenerator random) {
        if (failure instanceof ReauthorizationRequiredException) {
            return QUARANTINE_READ;
        }
        boolean unknown =
                failure instanceof TokenOutcomeUnknownException || failure instanceof MalformedTokenResponseException;
        if (unknown && ofSession) {
            return OutageDelay.least(LONGEST_UNKNOWN, Duration.ofSeconds(1L << Math.min(failures, 5)));
        }
        Duration retryAfter = failure instanceof TokenRefusedException refused
                ? refused.retryAfter().orElse(null)
                : null;
        return OutageDelay.next(delay, outage, retryAfter, random);
    }
}
