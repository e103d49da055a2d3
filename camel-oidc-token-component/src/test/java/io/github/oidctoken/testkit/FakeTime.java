package io.github.oidctoken.testkit;

import io.github.oidctoken.oauth2.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Both clocks of a node and its scheduler in the hands of a test: nothing happens until {@link #advance}. */
public final class FakeTime extends TimeSource {

    private final FakeScheduler scheduler = new FakeScheduler(this);
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private long nanos = 1_000_000_000_000L;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    /** A scheduler whose tasks run on the thread that advances the time. */
    public FakeScheduler scheduler() {
        return scheduler;
    }

    /** Lets time pass on both clocks; tasks that come due run in order, each at its own moment. */
    public void advance(Duration duration) {
        long end = nanoTime() + duration.toNanos();
        while (scheduler.runNextDue(end)) {
            // each task may schedule another
        }
        moveTo(end);
    }

    /** Lets time pass on both clocks while nothing runs, as when the machine stands still: tasks that come due wait for the next {@link #advance}. */
    public void standStill(Duration duration) {
        moveTo(nanoTime() + duration.toNanos());
    }

    /** Steps the wall clock only, as an administrator or NTP does. */
    public synchronized void stepWallClock(Duration step) {
        now = now.plus(step);
    }

    synchronized void moveTo(long nanoTime) {
        if (nanoTime > nanos) {
            now = now.plusNanos(nanoTime - nanos);
            nanos = nanoTime;
        }
    }
}
