package io.github.oidctoken.oauth2.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many callers at once, and callers all the time. */
class HerdTest {

    private static final int CALLERS = 200;
    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final Duration ENDPOINT = Duration.ofMillis(300);

    private final FakeTime time = new FakeTime();
    private final List<RenewalRequest> requests = new CopyOnWriteArrayList<>();
    private final TokenManager manager =
            new TokenManager(this::renew, time, time.scheduler(), new Random(7), event -> {});
    private final TokenSource source = manager.tokens(
            ClientRegistration.of(ClientOptions.of(
                    "ifs",
                    Map.of(
                            "tokenEndpoint", "https://id.example.com/token",
                            "clientId", "camel",
                            "clientSecret", "s3cret-s3cret"))),
            "default");
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    @Test
    void twoHundredThreadsAtAColdCacheMakeOneTokenRequest() throws Exception {
        assertThat(callAtOnce()).hasSize(CALLERS).containsOnly("Bearer t1");
        assertThat(reasons()).containsExactly(RenewalReason.FIRST_USE);
    }

    @Test
    void twoHundredThreadsAtTheTokensEndMakeOneTokenRequest() throws Exception {
        callAtOnce();
        time.advance(LIFETIME);

        assertThat(callAtOnce()).hasSize(CALLERS).containsOnly("Bearer t2");
        assertThat(reasons()).containsExactly(RenewalReason.FIRST_USE, RenewalReason.EXPIRED);
    }

    @Test
    void underSteadyLoadNobodyWaitsAfterTheFirstToken() {
        CompletionStage<AccessToken> first = source.request();
        time.advance(ENDPOINT);
        assertThat(first.toCompletableFuture()).isCompleted();
        int waited = 0;
        Duration interval = Duration.ofMillis(5);
        for (int call = 0; call < 8 * LIFETIME.dividedBy(interval); call++) {
            waited += source.usable() == null ? 1 : 0;
            time.advance(interval);
        }

        assertThat(waited).isZero();
        assertThat(requests).hasSizeBetween(12, 17);
        assertThat(reasons().subList(1, requests.size())).containsOnly(RenewalReason.STALE);
    }

    /** All callers' header values; the server answers when each of them has asked. */
    private List<String> callAtOnce() throws Exception {
        CountDownLatch ready = new CountDownLatch(CALLERS);
        CountDownLatch asked = new CountDownLatch(CALLERS);
        List<Future<CompletionStage<AccessToken>>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(callers.submit(() -> {
                ready.countDown();
                ready.await();
                CompletionStage<AccessToken> token = source.request();
                asked.countDown();
                return token;
            }));
        }
        assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
        time.advance(ENDPOINT);
        List<String> values = new ArrayList<>();
        for (Future<CompletionStage<AccessToken>> call : calls) {
            values.add(call.get().toCompletableFuture().get(1, TimeUnit.MINUTES).headerValue());
        }
        return values;
    }

    private List<RenewalReason> reasons() {
        return requests.stream().map(RenewalRequest::reason).toList();
    }

    /** Answers after {@link #ENDPOINT} of the fake time. */
    private CompletionStage<TokenSet> renew(RenewalRequest request) {
        requests.add(request);
        CompletableFuture<TokenSet> answer = new CompletableFuture<>();
        TokenSet tokens = new TokenSet(
                Secret.of("t" + requests.size()),
                "Bearer",
                null,
                time.now(),
                time.nanoTime(),
                LIFETIME,
                TokenSet.Origin.GRANT,
                Map.of());
        var unused = time.scheduler().schedule(() -> answer.complete(tokens), ENDPOINT.toNanos(), TimeUnit.NANOSECONDS);
        return answer;
    }
}
