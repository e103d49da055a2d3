package io.github.oidctoken.oauth2.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.FakeTime;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ClientTokensTest {

    private static final int MOST = 32;

    private final FakeTime time = new FakeTime();
    private final Map<String, CompletableFuture<TokenSet>> flights = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, WeakReference<TokenSource>> sources = new HashMap<>();
    private final TokenManager manager =
            new TokenManager(this::renew, time, time.scheduler(), new Random(7), event -> {});
    private final ClientTokens tokens = manager.tokens(client("ifs", Map.of()));

    @Test
    void aPrincipalHasOneSource() {
        assertThat(tokens.of("alice")).isSameAs(tokens.of("alice")).isNotSameAs(tokens.of("bob"));
    }

    @Test
    void aRememberedPrincipalKeepsItsToken() {
        AccessToken token = obtain("alice");
        System.gc();

        assertThat(tokens.of("alice").get()).isSameAs(token);
        assertThat(requests).containsExactly("alice");
    }

    @Test
    void equalRegistrationsShareOneObject() {
        assertThat(manager.tokens(client("ifs", Map.of()))).isSameAs(tokens);
    }

    @Test
    void differentClientsShareASourceWhereTheirKeysAreEqual() {
        ClientTokens same = manager.tokens(client("other", Map.of("refreshMargin", "10s")));
        ClientTokens scoped = manager.tokens(client("scoped", Map.of("scope", "orders")));

        assertThat(same.of("alice")).isSameAs(tokens.of("alice"));
        assertThat(scoped.of("alice")).isNotSameAs(tokens.of("alice"));
    }

    @Test
    void noMoreThanMaxPrincipalsAreRemembered() {
        for (int i = 0; i < 10 * MOST; i++) {
            obtain("principal " + i);
        }

        await().untilAsserted(() -> assertThat(remembered()).hasSizeBetween(MOST - MOST / 16, MOST));
        Reference.reachabilityFence(tokens);
    }

    @Test
    void thoseThatWereUsedLeastRecentlyGoFirstAndAFewAtATime() {
        fill();
        tokens.of("principal 1").get();
        obtain("newcomer");

        await().untilAsserted(() -> assertThat(remembered())
                .contains("newcomer", "principal 1", "principal 4")
                .doesNotContain("principal 0", "principal 2", "principal 3")
                .hasSize(MOST - 2));
        Reference.reachabilityFence(tokens);
    }

    @Test
    void aCallThatNeedsNoTokenRequestCountsAsUseToo() {
        fill();
        for (int i = 0; i < MOST / 2; i++) {
            tokens.of("principal " + i).usable();
        }
        time.advance(Duration.ofSeconds(2));
        for (int i = 0; i < MOST / 2; i++) {
            obtain("newcomer " + i);
        }

        await().untilAsserted(() -> assertThat(remembered())
                .filteredOn(principal -> principal.startsWith("principal"))
                .hasSizeBetween(MOST / 2 - MOST / 16, MOST / 2)
                .doesNotContain("principal 16"));
        Reference.reachabilityFence(tokens);
    }

    @Test
    void aPrincipalThatHadToMakeRoomDuringItsRenewalComesBackWithIt() {
        CompletionStage<AccessToken> waiting = tokens.of("alice").request();
        time.advance(Duration.ofSeconds(10));
        fill();
        fill();
        System.gc();

        CompletionStage<AccessToken> again = tokens.of("alice").request();
        answer("alice");
        assertThat(requests).filteredOn("alice"::equals).hasSize(1);
        assertThat(again.toCompletableFuture().join())
                .isSameAs(waiting.toCompletableFuture().join());
    }

    @Test
    void whoWaitsForARenewalThatHadToMakeRoomIsLetGoWhenTheApplicationStops() {
        CompletionStage<AccessToken> waiting = tokens.of("alice").request();
        time.advance(Duration.ofSeconds(10));
        fill();
        fill();
        manager.close();

        assertThat(waiting.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aCallForAReadyTokenAllocatesNothing() {
        obtain("alice");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long measuring = allocated(threads, 0);

        assertThat(allocated(threads, 10_000)).isLessThan(measuring + 10_000);
    }

    private long allocated(ThreadMXBean threads, int calls) {
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < calls; i++) {
            if (!tokens.of("alice").get().headerValue().equals("Bearer alice")) {
                throw new AssertionError("another token");
            }
        }
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    /** As many principals as are remembered, each used two seconds after the one before. */
    private void fill() {
        for (int i = 0; i < MOST; i++) {
            obtain("principal " + i);
            time.advance(Duration.ofSeconds(2));
        }
    }

    /** Those whose source is held by somebody, after a garbage collection. */
    private List<String> remembered() {
        System.gc();
        return sources.entrySet().stream()
                .filter(source -> source.getValue().get() != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private AccessToken obtain(String principal) {
        TokenSource source = tokens.of(principal);
        sources.put(principal, new WeakReference<>(source));
        CompletionStage<AccessToken> token = source.request();
        if (flights.containsKey(principal)) {
            answer(principal);
        }
        return token.toCompletableFuture().join();
    }

    private void answer(String principal) {
        flights.remove(principal)
                .complete(new TokenSet(
                        Secret.of(principal),
                        "Bearer",
                        List.of("orders"),
                        time.now(),
                        time.nanoTime(),
                        Duration.ofHours(10),
                        TokenSet.Origin.GRANT,
                        Map.of()));
    }

    private CompletionStage<TokenSet> renew(RenewalRequest request) {
        String principal = request.key().session().principal().substring("principal:".length());
        requests.add(principal);
        CompletableFuture<TokenSet> flight = new CompletableFuture<>();
        flights.put(principal, flight);
        return flight;
    }

    private static ClientRegistration client(String name, Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret",
                "maxWait", "10m",
                "maxPrincipals", MOST));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of(name, options));
    }
}
