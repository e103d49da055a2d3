package io.github.oidctoken.testkit;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** The latest 10,000 things that happened to a server, oldest first, numbered from 1. Thread-safe. */
final class Recording<T> {

    private static final int CAPACITY = 10_000;

    private final Map<Long, T> entries = new BoundedMap<>(CAPACITY);
    private long count;

    /** Records what the function makes of the new entry's number, and returns it. */
    synchronized T add(LongFunction<T> entry) {
        count++;
        T added = entry.apply(count);
        entries.put(count, added);
        return added;
    }

    /** Changes an entry, if it is still there. */
    synchronized void change(long number, UnaryOperator<T> change) {
        entries.computeIfPresent(number, (same, entry) -> change.apply(entry));
    }

    synchronized List<T> all() {
        return List.copyOf(entries.values());
    }
}
