package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TimeSource;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clock of an authorization server, as the {@code Date} of its answers shows it. All nodes count the tokens that they share by it, since their own
 * clocks may differ. Thread-safe.
 *
 * <p>What is learned is tied to this node's monotonic clock and forgotten once the wall clock has moved against that: after a suspend or a step nothing is
 * known any more. A wall clock that fits what was learned is taken at its word, since {@code Date} knows whole seconds only.
 */
final class ServerClock {

    private static final long SECOND = 1_000_000_000L;
    private static final long LARGEST_DRIFT = 2 * SECOND;

    /** A wall clock may fit what a slow answer tells although it is far from right. */
    private static final long WIDEST_SAMPLE = 3 * SECOND;

    private final TimeSource time;
    private volatile @Nullable Sample sample;

    ServerClock(TimeSource time) {
        this.time = time;
    }

    /**
     * Takes note of an answer that has just arrived; of none during which this machine was suspended, since nobody knows how old it is.
     *
     * @param date its {@code Date}, which was cut to whole seconds when the answer was made
     * @param askedAt the wall clock just before the request was sent
     * @param askedAtNanos the monotonic clock at the same moment
     */
    synchronized void learn(Instant date, Instant askedAt, long askedAtNanos) {
        long told = nanos(date);
        long now = time.nanoTime();
        long wall = nanos(time.now()) - now;
        long gained = wall - (nanos(askedAt) - askedAtNanos);
        if (Math.abs(gained) > LARGEST_DRIFT) {
            return;
        }
        // what the wall clock has gained may be a short suspend, which the monotonic clock has not counted
        Sample fresh = new Sample(told - now, told + SECOND - askedAtNanos + Math.max(0, gained), wall);
        Sample known = valid();
        sample = known == null ? fresh : known.narrowedBy(fresh);
    }

    /** The server's time now; absent when it is not known. Rather too late than too early, by a second at most. */
    Optional<Instant> now() {
        Sample known = valid();
        return known == null ? Optional.empty() : Optional.of(instant(time.nanoTime() + known.latest()));
    }

    /**
     * The server's time when it answered a request, rather too early than too late; this node's own when the server's is not known.
     *
     * @param askedAtNanos the monotonic clock just before the request was sent
     * @param date the answer's {@code Date}; absent when the server did not say
     */
    Instant answered(long askedAtNanos, @Nullable Instant date) {
        Sample known = valid();
        if (known == null) {
            return date != null ? date : time.now().minusNanos(time.nanoTime() - askedAtNanos);
        }
        Instant asked = instant(askedAtNanos + known.earliest());
        return date != null && date.isAfter(asked) ? date : asked;
    }

    private @Nullable Sample valid() {
        Sample known = sample;
        if (known == null) {
            return null;
        }
        long wall = nanos(time.now()) - time.nanoTime();
        return Math.abs(wall - known.wall) > LARGEST_DRIFT ? null : known;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * SECOND + instant.getNano();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    /**
     * How far clocks are ahead of the monotonic one, in nanoseconds.
     *
     * @param least by which the server's is ahead
     * @param most by which the server's is ahead
     * @param wall by which this node's wall clock was ahead when that was learned
     */
    private record Sample(long least, long most, long wall) {

        /** Both are true, or the clocks have drifted apart since the first. */
        Sample narrowedBy(Sample later) {
            long low = Math.max(least, later.least);
            long high = Math.min(most, later.most);
            return low <= high ? new Sample(low, high, later.wall) : later;
        }

        long earliest() {
            return fitsWallClock() ? wall : least;
        }

        long latest() {
            return fitsWallClock() ? wall : most;
        }

        private boolean fitsWallClock() {
            return most - least <= WIDEST_SAMPLE && least <= wall && wall <= most;
        }
    }
}
