package io.github.oidctoken.benchmark;

import io.github.oidctoken.oauth2.token.ClientTokens;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The price of a fresh token's header value, beside the two floors that nothing can go below: a volatile read of a ready text with one look at the clock,
 * and the same behind a map lookup. Only the ratio to the floor of the same run says something.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderValueBenchmark {

    private static final int PRINCIPALS = 100_000;
    private static final Duration LIFETIME = Duration.ofHours(10);

    @Benchmark
    public String oneKeyFloor(OneKey key) {
        return key.ready.text();
    }

    @Benchmark
    public String oneKey(OneKey key) {
        return key.source.get().headerValue();
    }

    @Benchmark
    public String manyKeysFloor(ManyKeys keys, Caller caller) {
        ReadyText present = keys.ready.get(keys.atHand[caller.next()]);
        return present == null ? "" : present.text();
    }

    @Benchmark
    public String manyKeys(ManyKeys keys, Caller caller) {
        return keys.tokens.of(keys.atHand[caller.next()]).get().headerValue();
    }

    static String principal(int number) {
        return "principal " + number;
    }

    /** A client without principals. */
    @State(Scope.Benchmark)
    public static class OneKey {

        private final BenchmarkEngine engine = new BenchmarkEngine(new CannedTokenEndpoint(Duration.ZERO, LIFETIME));
        private final TokenSource source = engine.tokens().of("default");
        private final ReadyText ready = new ReadyText("Bearer abc", LIFETIME);

        @Setup
        public void obtain() {
            source.get();
        }

        @TearDown
        public void stop() {
            engine.close();
        }
    }

    /** A client with many principals, each of which has its token. */
    @State(Scope.Benchmark)
    public static class ManyKeys {

        private final BenchmarkEngine engine = new BenchmarkEngine(new CannedTokenEndpoint(Duration.ZERO, LIFETIME));
        private final ClientTokens tokens = engine.tokens();
        private final ConcurrentMap<String, ReadyText> ready = new ConcurrentHashMap<>();

        /** In an order without pattern, and in texts of their own as exchanges have them. */
        private final String[] atHand = new Random()
                .ints(0, PRINCIPALS)
                .distinct()
                .limit(PRINCIPALS)
                .mapToObj(HeaderValueBenchmark::principal)
                .toArray(String[]::new);

        @Setup
        public void obtain() {
            for (int i = 0; i < PRINCIPALS; i++) {
                ready.put(principal(i), new ReadyText("Bearer " + CannedTokenEndpoint.accessToken(i), LIFETIME));
            }
            List<CompletableFuture<?>> obtained = new ArrayList<>();
            for (int i = 0; i < PRINCIPALS; i++) {
                obtained.add(tokens.of(principal(i)).request().toCompletableFuture());
            }
            obtained.forEach(CompletableFuture::join);
        }

        @TearDown
        public void stop() {
            engine.close();
        }
    }

    /** A thread's place among the principals at hand. */
    @State(Scope.Thread)
    public static class Caller {

        private int place = new Random().nextInt(PRINCIPALS);

        int next() {
            place = place + 1 < PRINCIPALS ? place + 1 : 0;
            return place;
        }
    }
}
