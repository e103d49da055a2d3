package io.github.oidctoken.benchmark;

import java.util.ArrayList;
import java.util.List;

/** How long calls took, in nanoseconds. Thread-safe. */
final class Latencies {

    private final List<Long> nanos = new ArrayList<>();

    synchronized void add(long one) {
        nanos.add(one);
    }

    /** All of them together. */
    static Latencies of(List<Latencies> parts) {
        Latencies all = new Latencies();
        parts.forEach(part -> part.nanos.forEach(all::add));
        return all;
    }

    synchronized int count() {
        return nanos.size();
    }

    /** How long that share of the calls took at most. */
    synchronized double share(double share) {
        return nanos.stream().sorted().toList().get((int) (share * (nanos.size() - 1)));
    }

    double longest() {
        return share(1);
    }
}
