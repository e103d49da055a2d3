package io.github.oidctoken.benchmark;

import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.Freshness;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Two hundred calls a second over several lifetimes of a token: nobody waits after the first one. The floor is called by the same threads at the same
 * moments, now before and now after, so that whatever stops the machine stops both.
 *
 * <p>A single longest call says more of the machine than of what is called. So the time is cut into windows of one lifetime, each of which sees a renewal, and
 * the longest calls of all windows are compared in their middle. The longest of all is shown besides.
 */
final class SteadyLoad {

    private static final int THREADS = 10;
    private static final int CALLS_PER_SECOND = 200;
    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final Duration ENDPOINT = Duration.ofMillis(300);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final int COMPILED_AFTER = 300_000;
    private static final int WINDOWS = 9;
    private static final Duration LONG_ENOUGH = LIFETIME.multipliedBy(WINDOWS);

    private final Bounds bounds;

    SteadyLoad(Bounds bounds) {
        this.bounds = bounds;
    }

    void measure() throws InterruptedException, ExecutionException {
        load(WARM_UP);
        Load load = load(LONG_ENOUGH);
        bounds.check(
                load.waited.get() == 0 && load.endpoint.requests() > 2,
                "steady load, %d calls a second for %d s, %d token requests: %d callers waited after the first token",
                CALLS_PER_SECOND,
                LONG_ENOUGH.toSeconds(),
                load.endpoint.requests(),
                load.waited.get());
        double subject = longestInTheMiddle(load.subject);
        double floor = longestInTheMiddle(load.floor);
        bounds.check(
                subject <= 2 * floor,
                "steady load: longest call of %d windows in the middle %.1f us beside %.1f us of the floor, %.2fx (at most"
                        + " 2.0x)",
                WINDOWS,
                subject / 1e3,
                floor / 1e3,
                subject / floor);
        Latencies subjects = Latencies.of(load.subject);
        Latencies floors = Latencies.of(load.floor);
        bounds.note(
                "steady load: longest call of all %.1f us beside %.1f us; 99 %%: %.1f us beside %.1f us; %d calls",
                subjects.longest() / 1e3,
                floors.longest() / 1e3,
                subjects.share(0.99) / 1e3,
                floors.share(0.99) / 1e3,
                subjects.count());
    }

    private static double longestInTheMiddle(List<Latencies> windows) {
        return windows.stream()
                .mapToDouble(Latencies::longest)
                .sorted()
                .skip(WINDOWS / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Load load(Duration duration) throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        CannedTokenEndpoint endpoint = new CannedTokenEndpoint(ENDPOINT, LIFETIME);
        try (BenchmarkEngine engine = new BenchmarkEngine(endpoint)) {
            Load load = new Load(engine.tokens().of("default"), endpoint);
            load.compile();
            long interval = Duration.ofSeconds(1).toNanos() * THREADS / CALLS_PER_SECOND;
            long begin = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                long first = begin + interval * i / THREADS;
                all.add(callers.submit(() -> load.run(first, interval, duration.toNanos() / interval)));
            }
            for (Future<?> one : all) {
                one.get();
            }
            return load;
        } finally {
            callers.shutdown();
        }
    }

    /** One load and what it showed. */
    private static final class Load {

        private final TokenSource source;
        private final CannedTokenEndpoint endpoint;
        private final ReadyText ready = new ReadyText("Bearer abc", Duration.ofHours(1));
        private final List<Latencies> subject = windows();
        private final List<Latencies> floor = windows();
        private final AtomicInteger waited = new AtomicInteger();
        private volatile AccessToken seen;

        Load(TokenSource source, CannedTokenEndpoint endpoint) {
            this.source = source;
            this.endpoint = endpoint;
            this.seen = source.get();
        }

        /** An application that has run for a while runs compiled code: so should this. */
        void compile() {
            for (int i = 0; i < COMPILED_AFTER; i++) {
                subject();
                floor();
            }
        }

        void run(long first, long interval, long calls) {
            for (long call = 0; call < calls; call++) {
                long due = first + call * interval;
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                int window = (int) (call * WINDOWS / calls);
                if (call % 2 == 0) {
                    subject.get(window).add(subject());
                    floor.get(window).add(floor());
                } else {
                    floor.get(window).add(floor());
                    subject.get(window).add(subject());
                }
            }
        }

        private static List<Latencies> windows() {
            return Stream.generate(Latencies::new).limit(WINDOWS).toList();
        }

        private long subject() {
            boolean ended = seen.freshness(System.nanoTime()) == Freshness.EXPIRED;
            long begin = System.nanoTime();
            AccessToken token = source.get();
            long took = System.nanoTime() - begin;
            if (ended) {
                waited.incrementAndGet();
            }
            seen = token;
            return took;
        }

        private long floor() {
            long begin = System.nanoTime();
            String text = ready.text();
            long took = System.nanoTime() - begin;
            ready.replace(text);
            return took;
        }
    }
}
