package io.github.oidctoken.oauth2;

import java.time.Instant;

/**
 * The two clocks of a node: the wall clock, which may step, and the monotonic one, which may not.
 *
 * <p>Everything in the engine asks this and nothing else for the time, so that tests and simulations own it. Thread-safe.
 *
 * <p>A class, not an interface: where it has one subclass, as in an application, the compiler asks the clock without looking at this object first.
 */
public abstract class TimeSource {

    /** The wall clock. */
    public abstract Instant now();

    /** The monotonic clock in nanoseconds, with the meaning of {@link System#nanoTime()}: only differences count. */
    public abstract long nanoTime();

    /** The clocks of this JVM. */
    public static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
