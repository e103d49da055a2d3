package io.github.oidctoken.oauth2.renewal.simulation;

import io.github.oidctoken.oauth2.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The computer that one node runs on: its two clocks, and whether it runs, stands still or has lost its memory. */
public final class Machine extends TimeSource {

    static final Instant EPOCH = Instant.parse("2026-03-01T08:00:00Z");

    /** Within that a suspend and a clock that is set back look like less, or like nothing. */
    private static final long ONE_LOOK = Duration.ofSeconds(2).toNanos();

    private final VirtualTime world;
    private final int number;
    private Duration wallOffset;
    private long suspendedNanos;
    private long frozenFrom = Long.MIN_VALUE;
    private long frozenUntil = Long.MIN_VALUE;
    private long suspendedUntil = -ONE_LOOK;
    private long setBackAt = -ONE_LOOK;
    private long blindFrom = Long.MAX_VALUE;
    private long blindUntil = Long.MIN_VALUE;
    private int life;

    public Machine(VirtualTime world, int number, Duration wallOffset) {
        this.world = world;
        this.number = number;
        this.wallOffset = wallOffset;
    }

    public int number() {
        return number;
    }

    @Override
    public Instant now() {
        return EPOCH.plus(wallOffset).plusNanos(world.nanos());
    }

    @Override
    public long nanoTime() {
        return number * 1_000_000_000_000L + world.nanos() - suspendedNanos;
    }

    public void stepWallClock(Duration step) {
        wallOffset = wallOffset.plus(step);
        if (step.isNegative()) {
            setBackAt = world.nanos();
            if (setBackAt - suspendedUntil < ONE_LOOK) {
                blindUntil(Math.max(suspendedUntil, setBackAt));
            }
        }
    }

    public boolean standsStill() {
        return world.nanos() < frozenUntil;
    }

    /** Stands still for a while, as during a long garbage collection: both clocks go on. */
    public void pause(Duration duration) {
        frozenFrom = world.nanos();
        frozenUntil = frozenFrom + duration.toNanos();
    }

    /** Stands still for a while, as a laptop with a closed lid: only the wall clock goes on. */
    public void suspend(Duration duration) {
        pause(duration);
        suspendedNanos += duration.toNanos();
        suspendedUntil = frozenUntil;
        if (frozenFrom - setBackAt < ONE_LOOK) {
            blindUntil(frozenUntil);
        }
    }

    /** The same, and the wall clock is set back by as much: neither clock knows of it. */
    public void suspendBlindly(Duration duration) {
        suspend(duration);
        stepWallClock(duration.negated());
    }

    private void blindUntil(long nanos) {
        blindFrom = Math.min(blindFrom, world.nanos());
        blindUntil = Math.max(blindUntil, nanos);
    }

    /** Whether it has ever stood still without either clock telling. */
    public boolean wasBlind() {
        return blindFrom <= world.nanos();
    }

    /** Whether it has stood still since that moment of true time without either clock telling. */
    public boolean wasBlindSince(long nanos) {
        return blindUntil > nanos;
    }

    /** Whether it has stood still at some time since that moment of true time. */
    public boolean stoodStillSince(long nanos) {
        return frozenUntil > nanos;
    }

    /** Forgets everything that was going on. */
    public void crash() {
        life++;
        frozenUntil = Long.MIN_VALUE;
    }

    /** Which of its lives this is. */
    public int life() {
        return life;
    }

    /** What is to happen on this machine later, unless it crashes before. */
    public void after(Duration delay, Runnable what) {
        world.after(delay, inThisLife(what));
    }

    /** The same, for whoever calls from outside: while the machine stands still it waits, after a crash it is forgotten. */
    public Runnable inThisLife(Runnable what) {
        int born = life;
        return () -> arrive(born, what);
    }

    private void arrive(int born, Runnable what) {
        if (born != life) {
            return;
        }
        if (standsStill()) {
            world.at(frozenUntil, () -> arrive(born, what));
        } else {
            what.run();
        }
    }
}
