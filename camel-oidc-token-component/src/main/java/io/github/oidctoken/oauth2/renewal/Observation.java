package io.github.oidctoken.oauth2.renewal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long we have ourselves seen another node's intent unchanged, on our own monotonic clock: leases need no common clock. A failed read, or a gap
 * between reads, starts it again. Not thread-safe.
 */
final class Observation {

    private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

    private @Nullable String attemptId;
    private long firstSeen;
    private long lastSeen;

    /** Notes a successful read; true once the intent has outlived its lease by a quarter. */
    boolean outlived(Intent intent, long nanoTime) {
        boolean unbroken = intent.attemptId().equals(attemptId) && nanoTime - lastSeen <= LONGEST_GAP.toNanos();
        if (!unbroken) {
            attemptId = intent.attemptId();
            firstSeen = nanoTime;
        }
        lastSeen = nanoTime;
        return nanoTime - firstSeen >= intent.lease().toNanos() / 4 * 5;
    }

    void broken() {
        attemptId = null;
    }
}
