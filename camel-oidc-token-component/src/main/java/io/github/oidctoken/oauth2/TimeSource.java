package io.github.oidctoken.oauth2;

import java.time.Instant;

/**
 * The two clocks of a node: the wall clock, which may step, and the monotonic one, which may not.
 *
 * <p>Everything in the engine asks this and nothing else for the time, so that tests and simulations own it. Thread-safe.
 */
public interface TimeSource {

    /** The wall clock. */
    Instant now();

    /** The monotonic clock in nanoseconds, with the meaning of {@link System#nanoTime()}: only differences count. */
    long nanoTime();

    /** The clocks of this JVM. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
