package io.github.oidctoken.benchmark;

import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Two hundred callers at once who find no token, and later an ended one: one of them asks the server, and all have its answer. */
final class Herd {

    private static final int CALLERS = 200;
    private static final Duration ENDPOINT = Duration.ofMillis(300);

    /** Long enough for the token to count as idle before it turns stale: one in use would be renewed without anybody's call. */
    private static final Duration LIFETIME = Duration.ofSeconds(6);

    private final Bounds bounds;

    Herd(Bounds bounds) {
        this.bounds = bounds;
    }

    void measure() throws InterruptedException, ExecutionException {
        CannedTokenEndpoint endpoint = new CannedTokenEndpoint(ENDPOINT, LIFETIME);
        try (BenchmarkEngine engine = new BenchmarkEngine(endpoint)) {
            TokenSource source = engine.tokens().of("default");
            call("herd at a cold cache", source, endpoint);
            long end = System.nanoTime()
                    + source.get().remaining(System.nanoTime()).toNanos();
            while (end - System.nanoTime() > 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            call("herd at the token's end", source, endpoint);
        }
    }

    private void call(String name, TokenSource source, CannedTokenEndpoint endpoint)
            throws InterruptedException, ExecutionException {
        int before = endpoint.requests();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        CountDownLatch ready = new CountDownLatch(CALLERS);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Long>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(callers.submit(() -> {
                ready.countDown();
                start.await();
                long begin = System.nanoTime();
                source.get();
                return System.nanoTime() - begin;
            }));
        }
        ready.await();
        start.countDown();
        Latencies latencies = new Latencies();
        for (Future<Long> call : calls) {
            latencies.add(call.get());
        }
        callers.shutdown();
        int requests = endpoint.requests() - before;
        double answer = endpoint.lastAnswer().toNanos();
        bounds.check(
                requests == 1,
                "%s, %d threads: %d token request; the server took %.1f ms, callers %.2fx of it in the middle, %.2fx for"
                        + " 99 %%, %.2fx at most",
                name,
                CALLERS,
                requests,
                answer / 1e6,
                latencies.share(0.5) / answer,
                latencies.share(0.99) / answer,
                latencies.longest() / answer);
    }
}
