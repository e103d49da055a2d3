package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The price of a fresh token's header value, beside the two floors that nothing can go below: a volatile read of a ready text with one look at the clock,
 * and the same behind a map lookup. Read the results as ratios to the floor of the same run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HeaderValueBenchmark {

    private static final int PRINCIPALS = 100_000;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ClientRegistration client = ClientRegistration.of(ClientOptions.of(
            "ifs",
            Map.of(
                    "tokenEndpoint", "https://id.example.com/token",
                    "clientId", "camel",
                    "clientSecret", "s3cret-s3cret",
                    "maxPrincipals", Integer.toString(PRINCIPALS))));
    private final TokenManager manager = new TokenManager(
            request -> CompletableFuture.completedFuture(
                    tokens(request.key().session().principal())),
            TimeSource.system(),
            scheduler,
            new Random(1),
            event -> {});
    private final TokenSource one = manager.tokens(client, "default");
    private final ConcurrentMap<String, Ready> readyByPrincipal = new ConcurrentHashMap<>();
    private final String principal = "principal 4711";
    private volatile Ready ready = new Ready("Bearer abc", Long.MAX_VALUE);

    @Setup
    public void obtain() {
        one.get();
        for (int i = 0; i < PRINCIPALS; i++) {
            String name = "principal " + i;
            manager.tokens(client, name).get();
            readyByPrincipal.put(name, new Ready("Bearer " + name, Long.MAX_VALUE));
        }
        ready = new Ready("Bearer abc", System.nanoTime() + Duration.ofHours(1).toNanos());
    }

    @TearDown
    public void stop() {
        scheduler.shutdownNow();
    }

    @Benchmark
    public String floorOfOneKey() {
        Ready present = ready;
        return System.nanoTime() - present.until < 0 ? present.text : "";
    }

    @Benchmark
    public String oneKey() {
        return one.get().headerValue();
    }

    @Benchmark
    public String floorOfManyKeys() {
        Ready present = readyByPrincipal.get(principal);
        return present != null && System.nanoTime() - present.until < 0 ? present.text : "";
    }

    @Benchmark
    public String manyKeys() {
        return manager.tokens(client, principal).get().headerValue();
    }

    private static TokenSet tokens(String principal) {
        return new TokenSet(
                Secret.of(principal),
                "Bearer",
                null,
                TimeSource.system().now(),
                System.nanoTime(),
                Duration.ofHours(10),
                TokenSet.Origin.GRANT,
                Map.of());
    }

    private record Ready(String text, long until) {}
}
