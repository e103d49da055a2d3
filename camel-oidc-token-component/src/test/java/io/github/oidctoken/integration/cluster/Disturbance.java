package io.github.oidctoken.integration.cluster;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that was done to the cluster.
 *
 * @param target the node's name, or the database's
 * @param from just before it began
 * @param until when it was over; the far future as long as it is not
 */
record Disturbance(Kind kind, String target, Instant from, Instant until) {

    /** As long as it is not over. Instants that are further away cannot be added to. */
    static final Instant OPEN = Instant.ofEpochSecond(1L << 40);

    /** The target that is no node. */
    static final String DATABASE = "database";

    /** What is done. */
    enum Kind {
        /** A JVM ended by SIGKILL and started again. */
        KILLED,
        /** A JVM stopped by SIGSTOP for longer than the lease. */
        STOPPED,
        /** PostgreSQL stopped and started again. */
        RESTARTED
    }

    /** Whether it lasted, or its after-effects of that length did, at some moment of that time. */
    boolean touched(Instant begin, Instant end, Duration afterEffects) {
        return !from.isAfter(end) && !until.isBefore(begin.minus(afterEffects));
    }
}
