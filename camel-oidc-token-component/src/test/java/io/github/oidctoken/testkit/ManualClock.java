package io.github.oidctoken.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Always in UTC. Thread-safe. */
public final class ManualClock extends Clock {

    private Instant now;

    /** A clock that shows the given instant. */
    public ManualClock(Instant start) {
        this.now = start;
    }

    /** Moves the clock, backwards too when the duration is negative. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Not supported: this clock has no other zone than UTC. */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("ManualClock is always in UTC");
    }
}
