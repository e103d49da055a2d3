package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The authorization server is away for a while: what callers notice, how often it is asked meanwhile, and how soon all have tokens again. */
class OutageTest {

    private static final Duration LIFETIME = Duration.ofSeconds(180);
    private static final Duration TICK = Duration.ofMillis(100);

    private final FakeTime time = new FakeTime();
    private final Server server = new Server();
    private final CountingRepository repository = new CountingRepository();
    private final TokenEngine engine = TokenEngine.builder(server, Runnable::run, time.scheduler())
            .repository(repository)
            .time(time)
            .random(new Random(4711))
            .build();
    private List<TokenSource> keys = List.of();
    private int good;
    private int failed;

    @ParameterizedTest
    @CsvSource({
        "1, NOT_SENT, client_credentials",
        "1000, NOT_SENT, client_credentials",
        "1, UNKNOWN, client_credentials",
        "1000, UNKNOWN, client_credentials",
        "1, NOT_SENT, password",
        "1000, NOT_SENT, password"
    })
    void tenSecondsWithoutTheServer(int count, Delivery delivery, String grant) {
        keys = keys(count, grant);
        callFor(TICK);
        assertThat(good).isEqualTo(count);
        time.advance(LIFETIME.minusSeconds(5).minus(TICK));

        server.goDown(delivery);
        callFor(Duration.ofMillis(2900));
        assertThat(failed).as("failed calls while tokens are valid").isZero();
        callFor(Duration.ofMillis(7100));
        assertThat(failed).as("failed calls after their end").isPositive();
        assertThat(server.requests).as("token requests in the outage").isLessThanOrEqualTo(20);

        server.comeBack();
        good = 0;
        Duration first = callUntilGood(1);
        assertThat(first).as("first good call").isLessThanOrEqualTo(Duration.ofMillis(1200));
        failed = 0;
        callFor(Duration.ofMillis(1200));
        failed = 0;
        callFor(TICK);
        assertThat(failed).as("keys without a token 1.2 s after the first").isZero();
        assertThat(server.requests).as("token requests after the outage").isEqualTo(count);
    }

    @Test
    void anOutageMeansOneRequestPerBackOffAndNoAnnouncementOfSessions() {
        keys = keys(100, "password");
        callFor(TICK);
        time.advance(LIFETIME);
        server.goDown(Delivery.NOT_SENT);
        int writes = repository.writes;

        callFor(Duration.ofMinutes(2));
        assertThat(server.requests).isBetween(40, 120);
        assertThat(repository.writes - writes)
                .as("an announcement and its withdrawal each")
                .isEqualTo(2 * server.requests);
    }

    @Test
    void theMessageSaysHowLongTheRequestIsHeldBackAndWhyTheServerCountsAsFailing() {
        keys = keys(3, "client_credentials");
        server.goDown(Delivery.NOT_SENT);

        assertThat(failure(keys.get(0))).contains("could not be sent: connection refused");
        assertThat(failure(keys.get(1))).contains("could not be sent: connection refused");
        assertThat(failure(keys.get(2)))
                .contains("Client 'ifs': the client_credentials request to https://id.example.com/token could not be"
                        + " sent: it is held back for 0.2 s, since the server has failed 2 times in a row, at last"
                        + " because: connection refused.")
                .contains("clients[ifs].token-endpoint");
    }

    @Test
    void oneClientThatAlwaysFailsDoesNotStandInTheWayOfOthers() {
        keys = keys(2, "client_credentials");
        server.failsFor = "scope=s0";
        for (int i = 0; i < 50; i++) {
            failure(keys.get(0));
            time.advance(Duration.ofSeconds(1));
        }

        call(keys.get(1));
        assertThat(good).isEqualTo(1);
    }

    @Test
    void aRefusalOfOneClientSaysThatTheServerWorks() {
        keys = keys(3, "client_credentials");
        server.goDown(Delivery.NOT_SENT);
        failure(keys.get(0));
        failure(keys.get(1));
        time.advance(Duration.ofMillis(200));
        server.answer(request -> ScriptedTransport.json(400, "{\"error\":\"invalid_scope\"}"));
        assertThat(failure(keys.get(2))).contains("invalid_scope");

        server.comeBack();
        call(keys.get(0));
        assertThat(good).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "Sun, 01 Mar 2026 08:00:20 GMT"})
    void aServerThatAsksForPatienceIsLeftInPeaceByAllKeys(String retryAfter) {
        keys = keys(100, "client_credentials");
        server.answer(request -> new TransportResponse(
                429,
                Map.of(
                        "Content-Type", List.of("application/json"),
                        "Retry-After", List.of(retryAfter),
                        "Date", List.of("Sun, 01 Mar 2026 08:00:00 GMT")),
                new byte[0]));

        callFor(Duration.ofSeconds(19));
        assertThat(server.requests).isEqualTo(2);
        callFor(Duration.ofSeconds(2));
        assertThat(server.requests).isBetween(3, 4);
    }

    @Test
    void aStaleTokenIsServedHoweverOftenItsRenewalIsHeldBackAndRenewedOnceTheServerIsBack() {
        keys = keys(3, "client_credentials");
        callFor(TICK);
        time.advance(Duration.ofSeconds(169));
        server.goDown(Delivery.NOT_SENT);
        callFor(Duration.ofSeconds(8));
        server.comeBack();
        callFor(Duration.ofSeconds(30));

        assertThat(failed).isZero();
        assertThat(server.requests).isEqualTo(3);
    }

    @Test
    void whileTheServerCannotBeAskedWhatAnotherNodeHasRenewedIsAdopted() {
        keys = keys(3, "password");
        callFor(TICK);
        time.advance(LIFETIME);
        server.goDown(Delivery.NOT_SENT);
        failure(keys.get(0));
        failure(keys.get(1));
        otherNode().tokens(client("password", 2), "default").get();
        int asked = server.requests;

        call(keys.get(2));
        assertThat(good).isEqualTo(4);
        assertThat(server.requests).isEqualTo(asked);
    }

    @Test
    void whatAnotherNodeRenewsWhileThisOneLeavesTheServerInPeaceIsAdoptedWithinASecond() {
        keys = keys(1, "password");
        callFor(TICK);
        time.advance(LIFETIME);
        server.answer(request -> new TransportResponse(429, Map.of("Retry-After", List.of("60")), new byte[0]));
        failure(keys.get(0));
        otherNode().tokens(client("password", 0), "default").get();

        time.advance(Duration.ofSeconds(1));
        call(keys.get(0));
        assertThat(good).isEqualTo(2);
        assertThat(server.requests).isEqualTo(1);
    }

    /** A node that reaches a server and shares the repository. */
    private TokenEngine otherNode() {
        Server reachable = new Server();
        reachable.issued = 100_000;
        return TokenEngine.builder(reachable, Runnable::run, time.scheduler())
                .repository(repository)
                .time(time)
                .random(new Random(1))
                .build();
    }

    // --- callers

    private void callFor(Duration duration) {
        long end = time.nanoTime() + duration.toNanos();
        while (time.nanoTime() < end) {
            keys.forEach(this::call);
            time.advance(TICK);
        }
    }

    private Duration callUntilGood(int count) {
        long start = time.nanoTime();
        for (int i = 0; i < 10_000 && good < count; i++) {
            time.advance(TICK);
            keys.forEach(this::call);
        }
        return Duration.ofNanos(time.nanoTime() - start);
    }

    private void call(TokenSource key) {
        if (key.usable() != null) {
            good++;
            return;
        }
        key.request().whenComplete((token, problem) -> {
            good += token == null ? 0 : 1;
            failed += problem == null ? 0 : 1;
        });
    }

    private static String failure(TokenSource key) {
        return key.request()
                .toCompletableFuture()
                .handle((token, problem) -> String.valueOf(problem.getMessage()))
                .join();
    }

    private List<TokenSource> keys(int count, String grant) {
        return IntStream.range(0, count)
                .mapToObj(number -> engine.tokens(client(grant, number), "default"))
                .toList();
    }

    private static ClientRegistration client(String grant, int number) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret",
                "grant", grant,
                "scope", "s" + number));
        if (grant.equals("password")) {
            options.putAll(Map.of("username", "u" + number, "password", "wonderland"));
        }
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }

    /** A server that can be away; {@code requests} counts from the last change on. */
    private static final class Server implements Transport {

        private final ScriptedTransport.Answer granting = this::granted;
        private ScriptedTransport.Answer answer = granting;
        private String failsFor = "nobody";
        private int issued;
        private int requests;

        void goDown(Delivery delivery) {
            answer(request -> {
                throw new TransportException(delivery, "connection refused", null);
            });
        }

        void comeBack() {
            answer(granting);
        }

        void answer(ScriptedTransport.Answer next) {
            answer = next;
            requests = 0;
        }

        @Override
        public TransportResponse send(TransportRequest request) throws TransportException {
            requests++;
            if (String.valueOf(request.form()).contains(failsFor)) {
                throw new TransportException(Delivery.UNKNOWN, "the connection broke", null);
            }
            return answer.to(request);
        }

        private TransportResponse granted(TransportRequest request) {
            issued++;
            String refresh = String.valueOf(request.form()).contains("client_credentials")
                    ? ""
                    : ",\"refresh_token\":\"r" + issued + "\"";
            return ScriptedTransport.json(
                    200,
                    "{\"access_token\":\"a" + issued + "\",\"expires_in\":" + LIFETIME.toSeconds() + refresh + "}");
        }
    }

    private static final class CountingRepository implements TokenRepository {

        private final TokenRepository documents = new MemoryTokenRepository();
        private int writes;

        @Override
        public Optional<TokenDocument> find(String key) {
            return documents.find(key);
        }

        @Override
        public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
            writes++;
            return documents.compareAndSet(key, expected, document);
        }

        @Override
        public List<String> keys(String prefix) {
            return documents.keys(prefix);
        }

        @Override
        public int purge(Instant before) {
            return documents.purge(before);
        }
    }
}
