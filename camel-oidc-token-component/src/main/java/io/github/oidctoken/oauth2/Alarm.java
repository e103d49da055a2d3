package io.github.oidctoken.oauth2;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of the time that an answer may take. Thread-safe.
 *
 * <p>An alarm that comes over 250 ms too late says that the whole JVM stood still. The answer may have come meanwhile, and nobody could read it: it gets half a
 * second more, once, because an answer that is thrown away can cost a session.
 */
public final class Alarm {

    private static final Duration LATE = Duration.ofMillis(250);
    private static final Duration LONGEST_GRACE = Duration.ofMillis(500);

    /** Other nodes leave a session alone for a quarter more than the lease, which is longer than any time allowed: this part of that time is within the quarter. */
    private static final int GRACE_SHARE = 5;

    private final Duration allowed;
    private final Runnable over;
    private final ScheduledExecutorService scheduler;
    private final TimeSource time;
    private final long dueNanos;
    private boolean graceGiven;
    private boolean stopped;
    private @Nullable Future<?> next;

    private Alarm(Duration allowed, Runnable over, ScheduledExecutorService scheduler, TimeSource time) {
        this.allowed = allowed;
        this.over = over;
        this.scheduler = scheduler;
        this.time = time;
        this.dueNanos = time.nanoTime() + allowed.toNanos();
    }

    /**
     * Sets an alarm.
     *
     * @param over called at most once, by the scheduler
     * @param time that the scheduler goes by
     * @throws RejectedExecutionException when the scheduler is shut down
     */
    public static Alarm set(Duration allowed, Runnable over, ScheduledExecutorService scheduler, TimeSource time) {
        Alarm alarm = new Alarm(allowed, over, scheduler, time);
        alarm.ringIn(allowed);
        return alarm;
    }

    /** The answer is there. An alarm that rings at the same moment may still be heard. */
    public synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    private synchronized void ringIn(Duration delay) {
        next = scheduler.schedule(this::ring, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void ring() {
        if (!isPutOff()) {
            over.run();
        }
    }

    private synchronized boolean isPutOff() {
        if (stopped) {
            return true;
        }
        boolean late = time.nanoTime() - dueNanos > LATE.toNanos();
        if (!late || graceGiven) {
            return false;
        }
        graceGiven = true;
        try {
            ringIn(grace());
            return true;
        } catch (RejectedExecutionException shutDown) {
            // nobody would ring later
            return false;
        }
    }

    private Duration grace() {
        Duration share = allowed.dividedBy(GRACE_SHARE);
        return share.compareTo(LONGEST_GRACE) < 0 ? share : LONGEST_GRACE;
    }
}
