package io.github.oidctoken.benchmark;

import io.github.oidctoken.oauth2.token.ClientTokens;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.time.Duration;

/**
 * The heap that one key takes beyond its header value: what is used after garbage collections, with and without 100,000 keys in the engine, less what as
 * many header values take alone.
 */
final class HeapPerKey {

    private static final int KEYS = 100_000;
    private static final int MOST = 700;
    private static final int COLLECTIONS = 5;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final Bounds bounds;

    HeapPerKey(Bounds bounds) {
        this.bounds = bounds;
    }

    void measure() {
        long values = headerValues();
        try (BenchmarkEngine engine =
                new BenchmarkEngine(new CannedTokenEndpoint(Duration.ZERO, Duration.ofHours(10)))) {
            ClientTokens tokens = engine.tokens();
            tokens.of("default").get();
            long before = used();
            for (int i = 0; i < KEYS; i++) {
                tokens.of(HeaderValueBenchmark.principal(i)).get();
            }
            long perKey = (used() - before) / KEYS - values;
            bounds.check(
                    perKey <= MOST,
                    "heap: %d bytes per key beyond its header value of %d bytes (at most %d)",
                    perKey,
                    values,
                    MOST);
            Reference.reachabilityFence(tokens);
        }
    }

    private long headerValues() {
        String[] values = new String[KEYS];
        long before = used();
        for (int i = 0; i < KEYS; i++) {
            values[i] = "Bearer " + CannedTokenEndpoint.accessToken(i);
        }
        long perValue = (used() - before) / KEYS;
        Reference.reachabilityFence(values);
        return perValue;
    }

    private long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
