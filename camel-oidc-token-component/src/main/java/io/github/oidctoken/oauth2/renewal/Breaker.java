package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.token.OutageDelay;
import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Spares one endpoint that fails, whoever asks it. Every request goes out until two different askers have failed in a row: one alone is slowed down by its
 * own back-off, and may have itself to blame. Then none goes out until an {@link OutageDelay} is over; after it one at a time tries whether the endpoint
 * works again, and an answer opens the way for all. Thread-safe.
 *
 * <p>Each state is a round. A request belongs to the round in which it went out, so that a thousand that fail together count as one failure.
 */
final class Breaker {

    private static final Duration LONGEST_WAIT_FOR_A_PROBE = Duration.ofSeconds(1);

    private final TimeSource time;
    private final RandomGenerator random;
    private long round;
    private int failures;
    private long firstFailureNanos;
    private @Nullable Object firstToFail;
    private boolean open;
    private boolean probing;
    private Duration delay = Duration.ZERO;
    private long nextNanos;
    private String lastReason = "";

    Breaker(TimeSource time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** Why no request may go out now; absent if one may. */
    synchronized TokenOutcome.@Nullable NotSent refusal() {
        long left = nextNanos - time.nanoTime();
        if (!open || (left <= 0 && !probing)) {
            return null;
        }
        Duration forProbe = delay.compareTo(LONGEST_WAIT_FOR_A_PROBE) < 0 ? delay : LONGEST_WAIT_FOR_A_PROBE;
        String until = left > 0
                ? String.format(Locale.ROOT, "for %.1f s", left / 1e9)
                : "while another one tries whether it works again";
        return new TokenOutcome.NotSent(
                "it is held back " + until + ", since the server has failed " + failures
                        + " times in a row, at last because: " + lastReason,
                null,
                left > 0 ? Duration.ofNanos(left) : forProbe);
    }

    /** Why the endpoint is spared; absent when it is not. */
    synchronized @Nullable String problem() {
        return open ? lastReason : null;
    }

    /** Lets a request out, or says why not. */
    synchronized Entry enter() {
        TokenOutcome.NotSent refused = refusal();
        if (refused == null && open) {
            probing = true;
            round++;
        }
        return new Entry(round, refused);
    }

    /**
     * Takes note of what came of a request that was let out. An answer counts whenever the request went out.
     *
     * @param who asked
     */
    synchronized void saw(Entry entry, Object who, Availability seen) {
        if (seen.problem() == null) {
            works();
        } else if (entry.round() == round) {
            fails(who, seen.problem(), seen.retryAfter());
        }
    }

    private void works() {
        if (open) {
            round++;
        }
        failures = 0;
        firstToFail = null;
        open = false;
        probing = false;
        delay = Duration.ZERO;
    }

    private void fails(Object who, String reason, @Nullable Duration retryAfter) {
        long now = time.nanoTime();
        if (failures++ == 0) {
            firstFailureNanos = now;
            firstToFail = who;
        }
        lastReason = reason;
        open = open || !who.equals(firstToFail);
        if (open) {
            delay = OutageDelay.next(delay, Duration.ofNanos(now - firstFailureNanos), retryAfter, random);
            nextNanos = now + delay.toNanos();
            probing = false;
            round++;
        }
    }

    /**
     * A request's way through.
     *
     * @param round in which it goes out
     * @param refused why it does not; absent when it does
     */
    record Entry(long round, TokenOutcome.@Nullable NotSent refused) {}
}
