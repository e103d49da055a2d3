package io.github.oidctoken.oauth2.renewal.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The true time of a simulated world and everything that is going to happen in it, in order. */
public final class VirtualTime {

    private final PriorityQueue<Happening> happenings =
            new PriorityQueue<>(Comparator.comparingLong(Happening::due).thenComparingLong(Happening::order));
    private long nanos;
    private long order;

    public long nanos() {
        return nanos;
    }

    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    public void after(Duration delay, Runnable what) {
        at(nanos + delay.toNanos(), what);
    }

    void at(long due, Runnable what) {
        happenings.add(new Happening(Math.max(due, nanos), order++, what));
    }

    /** Lets everything happen until that moment. */
    public void runUntil(Duration end) {
        while (true) {
            Happening next = happenings.peek();
            if (next == null || next.due > end.toNanos()) {
                return;
            }
            happenings.remove();
            nanos = next.due;
            next.what.run();
        }
    }

    private record Happening(long due, long order, Runnable what) {}
}
