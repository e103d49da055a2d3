package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.DurationText;
import io.github.oidctoken.oauth2.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the wall clock with the monotonic one, every second and whenever a token arrives. Thread-safe.
 *
 * <p>A wall clock that went ahead means a suspended machine, whose monotonic clock stood still, or a step forward; nobody can tell which, so tokens count as
 * that much older. One that went back means nothing for tokens: their ends are counted by the monotonic clock.
 */
final class ClockWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final long TOLERANCE_NANOS = Duration.ofSeconds(2).toNanos();

    /** Both clocks must be read at one moment: a thread that stood still in between has seen nothing. */
    private static final long ONE_MOMENT_NANOS = Duration.ofMillis(100).toNanos();

    private final TimeSource time;
    private final ScheduledExecutorService scheduler;
    private final Consumer<Duration> wentAhead;
    private final Runnable eachSecond;
    private Instant wall;
    private long nanos;
    private @Nullable ScheduledFuture<?> next;
    private boolean closed;

    /**
     * @param wentAhead is told by how much; it must be quick
     * @param eachSecond is done besides; it must be quick
     */
    ClockWatch(TimeSource time, ScheduledExecutorService scheduler, Consumer<Duration> wentAhead, Runnable eachSecond) {
        this.time = time;
        this.scheduler = scheduler;
        this.wentAhead = wentAhead;
        this.eachSecond = eachSecond;
        this.nanos = time.nanoTime();
        this.wall = time.now();
    }

    /** Looks every second from now on. */
    synchronized void start() {
        if (closed) {
            return;
        }
        try {
            next = scheduler.schedule(this::tick, PERIOD.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    private void tick() {
        look();
        eachSecond.run();
        start();
    }

    /** Compares the clocks now. */
    synchronized void look() {
        long before = time.nanoTime();
        Instant nowByWall = time.now();
        long now = time.nanoTime();
        if (now - before > ONE_MOMENT_NANOS) {
            return;
        }
        long apart = apart(wall, nanos, nowByWall, now);
        if (Math.abs(apart) <= TOLERANCE_NANOS) {
            return;
        }
        wall = nowByWall;
        nanos = now;
        Duration by = Duration.ofNanos(Math.abs(apart));
        if (apart > 0) {
            LOG.info(
                    "The wall clock went {} ahead of the monotonic clock: this machine was suspended, or its clock was set."
                            + " Access tokens count as that much older.",
                    DurationText.of(by));
            wentAhead.accept(by);
        } else {
            LOG.info(
                    "The wall clock was set back by {}. Access tokens are not affected: this node counts their lives by the"
                            + " monotonic clock.",
                    DurationText.of(by));
        }
    }

    /** By how much more the wall clock has moved since a moment than the monotonic one; zero while that means nothing. */
    Duration wentAheadSince(Instant wallThen, long nanosThen) {
        long apart = apart(wallThen, nanosThen, time.now(), time.nanoTime());
        return apart > TOLERANCE_NANOS ? Duration.ofNanos(apart) : Duration.ZERO;
    }

    private static long apart(Instant wallThen, long nanosThen, Instant wallNow, long nanosNow) {
        Duration byWall = Duration.between(wallThen, wallNow);
        boolean countable = byWall.abs().compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) < 0;
        long counted = countable ? byWall.toNanos() : Long.signum(byWall.getSeconds()) * (Long.MAX_VALUE / 2);
        return counted - (nanosNow - nanosThen);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
