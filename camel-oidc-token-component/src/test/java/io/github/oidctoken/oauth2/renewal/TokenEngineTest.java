package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.JdkTransport;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole engine against a strict authorization server over real HTTP. */
class TokenEngineTest {

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .client("camel", "s3cret")
            .user("alice", "wonderland")
            .accessTokenLifetime(Duration.ofSeconds(4))
            .refreshTokenLifetime(Duration.ofMinutes(5))
            .build());
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<TokenEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        executor.shutdownNow();
        scheduler.shutdownNow();
        server.close();
    }

    @Test
    void twoHundredThreadsAtAColdCacheMakeOneTokenRequest() throws Exception {
        TokenSource tokens = engine(new MemoryTokenRepository()).tokens(service(), "default");
        server.delayNext(Duration.ofMillis(100));
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(200);
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(callers.submit(() -> {
                start.await();
                return tokens.get().headerValue();
            }));
        }
        start.countDown();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        for (Future<String> call : calls) {
            seen.add(call.get());
        }
        callers.shutdownNow();

        assertThat(seen).hasSize(1);
        assertThat(server.statistics().requests()).isEqualTo(1);
    }

    @Test
    void aRotatingSessionIsRenewedOncePerLifetimeAcrossSeveralLifetimes() {
        TokenSource tokens = engine(new MemoryTokenRepository()).tokens(password(), "default");
        Set<String> seen = ConcurrentHashMap.newKeySet();

        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    AccessToken token = tokens.get();
                    assertThat(server.accessTokenVerifier().verify(token.value()))
                            .contains("alice");
                    seen.add(token.fingerprint());
                    return seen.size() == 4;
                });

        assertThat(server.statistics().requests("password")).isEqualTo(1);
        assertThat(server.statistics().requests("refresh_token")).isEqualTo(3);
        assertThat(server.statistics().reuses()).isZero();
    }

    @Test
    void twoNodesThatShareARepositoryNeverPresentARefreshTokenTwice() {
        TokenRepository shared = new MemoryTokenRepository();
        TokenSource one = engine(shared).tokens(password(), "default");
        TokenSource two = engine(shared).tokens(password(), "default");
        Set<String> seen = ConcurrentHashMap.newKeySet();

        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    for (TokenSource node : List.of(one, two)) {
                        AccessToken token = node.get();
                        assertThat(server.accessTokenVerifier().verify(token.value()))
                                .contains("alice");
                        seen.add(token.fingerprint());
                    }
                    return seen.size() >= 4;
                });

        assertThat(server.statistics().reuses()).isZero();
        assertThat(server.statistics().sessionsKilled()).isZero();
        await().untilAsserted(
                        () -> assertThat(events).extracting(TokenEvent::type).contains(TokenEvent.Type.ADOPTED));
    }

    @Test
    void aRepositoryThatThrowsAnythingLosesNoTokenThatTheServerHasIssued() {
        BreakableRepository repository = new BreakableRepository();
        TokenSource tokens = engine(repository).tokens(password(), "default");
        AccessToken first = tokens.get();
        repository.breakWrites(2);

        AccessToken second = tokens.renew(first).toCompletableFuture().join();
        AccessToken third = tokens.renew(second).toCompletableFuture().join();
        assertThat(server.accessTokenVerifier().verify(third.value())).contains("alice");
        assertThat(server.statistics().reuses()).isZero();
        assertThat(server.statistics().requests("password")).isEqualTo(1);
    }

    @Test
    void aTokenThatAResourceRefusedIsReplaced() {
        TokenSource tokens = engine(new MemoryTokenRepository()).tokens(password(), "default");
        AccessToken first = tokens.get();
        server.invalidateAccessTokens();

        AccessToken second = tokens.renew(first).toCompletableFuture().join();
        assertThat(server.accessTokenVerifier().verify(second.value())).contains("alice");
        assertThat(server.statistics().requests("refresh_token")).isEqualTo(1);
    }

    @Test
    void aSessionThatTheServerEndedIsStartedAnewByTheClientsOwnGrant() {
        TokenSource tokens = engine(new MemoryTokenRepository()).tokens(password(), "default");
        AccessToken first = tokens.get();
        server.endSessions();

        AccessToken second = tokens.renew(first).toCompletableFuture().join();
        assertThat(server.accessTokenVerifier().verify(second.value())).contains("alice");
        assertThat(server.statistics().requests("password")).isEqualTo(2);
    }

    @Test
    void aWrongSecretNamesTheClientTheServersWordsAndTheOption() {
        TokenSource tokens =
                engine(new MemoryTokenRepository()).tokens(client(Map.of("clientSecret", "wrong-secret")), "default");

        assertThatThrownBy(tokens::get)
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("Client 'ifs'")
                .hasMessageContaining(server.tokenEndpoint().toString())
                .hasMessageContaining("401 unauthorized_client")
                .hasMessageContaining("clients[ifs].client-secret")
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void aServerThatIsDownCountsAsNotSent() {
        TokenSource tokens = engine(new MemoryTokenRepository()).tokens(service(), "default");
        server.stop();

        assertThatThrownBy(tokens::get)
                .isInstanceOf(TokenRequestNotSentException.class)
                .hasMessageContaining("connection refused");
    }

    @Test
    void aLostAnswerIsUnknownAndTheStrictServerThenDemandsANewSession() {
        TokenSource tokens = engine(new MemoryTokenRepository()).tokens(password(), "default");
        AccessToken first = tokens.get();
        server.loseNextAnswer();

        assertThat(failure(tokens, first)).isInstanceOf(TokenOutcomeUnknownException.class);
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptionsInstanceOf(OidcTokenException.class)
                .until(() -> server.accessTokenVerifier()
                        .verify(tokens.get().value())
                        .isPresent());
        assertThat(server.statistics().requests("password")).isEqualTo(2);
    }

    @Test
    void aConfiguredRefreshTokenStartsASessionThatRotatesOn() {
        String seed = server.signIn("camel", "alice");
        TokenSource tokens = engine(new MemoryTokenRepository())
                .tokens(client(Map.of("grant", "refresh_token", "refreshToken", seed)), "default");

        AccessToken first = tokens.get();
        AccessToken second = tokens.renew(first).toCompletableFuture().join();
        assertThat(server.accessTokenVerifier().verify(second.value())).contains("alice");
        assertThat(server.statistics().reuses()).isZero();
    }

    @Test
    void aDeadConfiguredRefreshTokenAsksForANewOne() {
        TokenSource tokens = engine(new MemoryTokenRepository())
                .tokens(client(Map.of("grant", "refresh_token", "refreshToken", "no-such-token")), "default");

        assertThatThrownBy(tokens::get)
                .isInstanceOf(ReauthorizationRequiredException.class)
                .hasMessageContaining("Invalid refresh token")
                .hasMessageContaining("clients[ifs].refresh-token")
                .hasMessageNotContaining("no-such-token");
        await().untilAsserted(() ->
                assertThat(events).extracting(TokenEvent::type).contains(TokenEvent.Type.REAUTHORIZATION_REQUIRED));
    }

    @Test
    void theTokenEndpointIsDiscoveredAtTheIssuer() {
        Map<String, Object> options = new HashMap<>(
                Map.of("issuer", server.issuer().toString(), "clientId", "camel", "clientSecret", "s3cret"));
        ClientRegistration client = ClientRegistration.of(ClientOptions.of("ifs", options));

        assertThat(engine(new MemoryTokenRepository())
                        .tokens(client, "default")
                        .get()
                        .tokenType())
                .isEqualTo("Bearer");
    }

    private static Throwable failure(TokenSource tokens, AccessToken rejected) {
        return tokens.renew(rejected)
                .toCompletableFuture()
                .handle((token, problem) ->
                        problem instanceof java.util.concurrent.CompletionException ? problem.getCause() : problem)
                .join();
    }

    private TokenEngine engine(TokenRepository repository) {
        return TokenEngine.builder(new JdkTransport(), executor, scheduler)
                .repository(repository)
                .listener(events::add)
                .build();
    }

    private ClientRegistration service() {
        return client(Map.of());
    }

    private ClientRegistration password() {
        return client(Map.of("grant", "password", "username", "alice", "password", "wonderland"));
    }

    private ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", server.tokenEndpoint().toString(),
                "clientId", "camel",
                "clientSecret", "s3cret"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }

    /** A repository of somebody's whose writes break now and then, in a way that nobody foresaw. */
    private static final class BreakableRepository implements TokenRepository {

        private final TokenRepository memory = new MemoryTokenRepository();
        private final AtomicInteger broken = new AtomicInteger();

        void breakWrites(int writes) {
            broken.set(writes);
        }

        @Override
        public Optional<TokenDocument> find(String key) {
            return memory.find(key);
        }

        @Override
        public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
            boolean stored = memory.compareAndSet(key, expected, document);
            if (broken.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("connection pool exhausted");
            }
            return stored;
        }

        @Override
        public List<String> keys(String prefix) {
            return memory.keys(prefix);
        }

        @Override
        public int purge(Instant before) {
            return memory.purge(before);
        }
    }
}
