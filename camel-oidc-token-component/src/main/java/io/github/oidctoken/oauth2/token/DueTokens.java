package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.TimeSource;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tokens by the second in which they turn stale: those in use are renewed a moment before that, so that none of their callers has to start the renewal, which
 * would cost it a hundred times the usual call. Thread-safe.
 *
 * <p>A timer for each of a hundred thousand tokens would be too many: once a second, whoever watches the clocks sets the alarms of the seconds to come.
 */
final class DueTokens {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Longer than from one look to the next. */
    private static final long SOON_NANOS = Duration.ofSeconds(2).toNanos();

    /** Long enough for a busy machine to start it before the first caller sees a stale token. */
    static final long AHEAD_NANOS = Duration.ofMillis(100).toNanos();

    private final TimeSource time;
    private final ScheduledExecutorService scheduler;
    private final long originNanos;

    /** Held weakly, since a slot that nobody holds any more is to be forgotten. */
    private final NavigableMap<Long, Queue<WeakReference<TokenSlot>>> seconds = new ConcurrentSkipListMap<>();

    DueTokens(TimeSource time, ScheduledExecutorService scheduler) {
        this.time = time;
        this.scheduler = scheduler;
        this.originNanos = time.nanoTime();
    }

    /** Notes when a slot's token turns stale. */
    void add(TokenSlot slot, long staleAtNanos) {
        seconds.computeIfAbsent(second(staleAtNanos), second -> new ConcurrentLinkedQueue<>())
                .add(new WeakReference<>(slot));
    }

    /** Sets the alarms of the seconds to come. */
    void arm() {
        long now = time.nanoTime();
        Map<Long, Queue<WeakReference<TokenSlot>>> next = seconds.headMap(second(now + SOON_NANOS), true);
        next.forEach((second, slots) -> {
            seconds.remove(second);
            slots.forEach(slot -> arm(slot.get(), now));
        });
    }

    private void arm(@Nullable TokenSlot slot, long now) {
        if (slot == null || !slot.isInUse(now)) {
            return;
        }
        try {
            var unused =
                    scheduler.schedule(slot::renewAhead, slot.staleAfterNanos(now) - AHEAD_NANOS, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            seconds.clear(); // the application stops
        }
    }

    private long second(long nanoTime) {
        return Math.floorDiv(nanoTime - originNanos, SECOND);
    }
}
