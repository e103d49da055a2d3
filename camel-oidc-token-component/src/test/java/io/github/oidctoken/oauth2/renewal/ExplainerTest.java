package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import io.github.oidctoken.testkit.repository.RepositoryFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ExplainerTest {

    private static final String SECRET = "canary client+secret/=";
    private static final String PASSWORD = "canary pass&word%";

    private static final FaultPlan WRITES_FAIL = call ->
            call == FaultPlan.Call.COMPARE_AND_SET ? RepositoryFault.FAILS_BEFORE_THE_EFFECT : RepositoryFault.NONE;

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport server = new ScriptedTransport();
    private final FaultyTokenRepository repository =
            new FaultyTokenRepository(new MemoryTokenRepository(), FaultPlan.none());
    private final TokenEngine engine = engine("node-a", repository, Runnable::run);
    private final Canaries canaries = new Canaries()
            .plant("the client secret", SECRET)
            .plantBasic("camel", SECRET)
            .plant("the password", PASSWORD)
            .plant("an access token", "canary-access-1")
            .plant("a refresh token", "canary-refresh-1")
            .plant("another access token", "canary-access-2")
            .plant("another refresh token", "canary-refresh-2");

    @Test
    void withoutATokenItSaysThatNobodyHasAskedAndAsksNobodyItself() {
        assertThat(explained(service()))
                .containsEntry("client", "ifs")
                .containsEntry("principal", "default")
                .containsEntry("grant", "client_credentials")
                .containsEntry("state", "none")
                .containsEntry("explanation", "There is no token: nobody has asked for one yet.")
                .doesNotContainKeys("fingerprint", "session");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aFreshTokenIsToldByItsFingerprintWithItsWholeLife() {
        obtain(service(), 1);
        time.advance(Duration.ofSeconds(12));

        assertThat(explained(service()))
                .containsEntry("state", "fresh")
                .containsEntry("origin", "client_credentials")
                .containsEntry("obtainedAt", "2026-03-01T08:00:00Z")
                .containsEntry("expiresAt", "2026-03-01T08:02:58Z")
                .containsEntry("renewalInFlight", false)
                .containsEntry("failuresInARow", 0)
                .hasEntrySatisfying(
                        "fingerprint", value -> assertThat(value.toString()).matches("[0-9a-f]{8}"))
                .hasEntrySatisfying(
                        "staleAt",
                        value -> assertThat(value.toString()).isBetween("2026-03-01T08:02:15Z", "2026-03-01T08:02:24Z"))
                .hasEntrySatisfying(
                        "explanation",
                        value -> assertThat(value.toString())
                                .matches("Token [0-9a-f]{8} is fresh: got by client_credentials 12 s ago, valid until"
                                        + " 2026-03-01T08:02:58Z\\."));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aSessionIsToldFromTheRepositoryAndNothingIsWrittenThere() {
        obtain(person(), 1);
        time.advance(Duration.ofSeconds(30));
        TokenEngine other = engine("node-b", repository, Runnable::run);
        repository.follow(WRITES_FAIL);

        Map<String, Object> told = explain(other, person());

        assertThat(told).containsEntry("state", "none").containsEntry("node", "node-b");
        assertThat(session(told))
                .containsEntry("status", "active")
                .containsEntry("renewedBy", "node-a")
                .containsEntry("generation", 1L)
                .containsEntry("renewedAt", "2026-03-01T08:00:00Z")
                .containsEntry("refreshExpiresAt", "2026-03-01T08:30:00Z")
                .containsEntry("presentationsWithUnknownOutcome", 0)
                .containsEntry("unsavedRotation", false)
                .containsEntry("keptAlive", false);
        assertThat(told.get("explanation"))
                .isEqualTo(
                        "There is no token: nobody has asked for one yet. Node node-a renewed the session 30 s ago.");
        assertThat(repository.faults()).as("writes").isZero();
    }

    @Test
    void anAdoptedTokenIsToldAsSuch() {
        obtain(person(), 1);
        TokenEngine other = engine("node-b", repository, Runnable::run);
        server.thenJson(405, "{}");
        other.tokens(person(), "default").request();

        assertThat(explain(other, person())).containsEntry("origin", "adoption from the repository");
    }

    @Test
    void failuresAreToldWithTheirNumberTheLastMessageAndTheNextAttempt() {
        for (int i = 0; i < 2; i++) {
            server.thenFails(TransportException.Delivery.NOT_SENT, "connection refused");
            engine.tokens(service(), "default").request();
            time.advance(Duration.ofSeconds(i == 0 ? 1 : 0));
        }

        assertThat(explained(service()))
                .containsEntry("failuresInARow", 2)
                .containsKey("nextAttemptAt")
                .hasEntrySatisfying(
                        "lastError", value -> assertThat(value.toString()).contains("connection refused"))
                .hasEntrySatisfying(
                        "explanation",
                        value -> assertThat(value.toString())
                                .startsWith(
                                        "There is no token, and the last 2 attempts to get one failed: Client 'ifs'"));
    }

    @Test
    void aTokenThatHasEndedIsToldSo() {
        obtain(service(), 1);
        time.advance(Duration.ofMinutes(5));

        assertThat(explained(service()))
                .containsEntry("state", "expired")
                .hasEntrySatisfying(
                        "explanation",
                        value -> assertThat(value.toString())
                                .endsWith(" ended 2 min ago; its next use fetches another."));
    }

    @Test
    void anEndedSessionIsToldWithItsReason() {
        server.thenJson(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Token is not active\"}");
        engine.tokens(seeded(), "default").request();

        assertThat(session(explain(engine, seeded())))
                .containsEntry("status", "reauthorization_required")
                .hasEntrySatisfying(
                        "reason", value -> assertThat(value.toString()).contains("Token is not active"));
        assertThat(sentences(explain(engine, seeded())))
                .contains("The session has ended")
                .endsWith("must start another.");
    }

    @Test
    void aRotationThatIsNotStoredYetIsTold() {
        obtain(person(), 1);
        server.then(request -> {
            repository.follow(WRITES_FAIL);
            return ScriptedTransport.json(200, tokens(2));
        });
        engine.tokens(person(), "default").renew(null);
        time.advance(Duration.ofSeconds(20));

        Map<String, Object> told = explain(engine, person());
        assertThat(told).containsEntry("origin", "refresh_token");
        assertThat(session(told)).containsEntry("unsavedRotation", true).containsEntry("renewalAnnouncedBy", "node-a");
        assertThat(sentences(told)).contains("not stored the newest refresh token yet");

        repository.follow(FaultPlan.none());
        time.advance(Duration.ofSeconds(5));
        assertThat(session(explain(engine, person()))).containsEntry("unsavedRotation", false);
    }

    @Test
    void aRepositoryThatFailsIsToldInTheAnswer() {
        obtain(person(), 1);
        repository.goDown();

        assertThat(explained(person()))
                .containsEntry("state", "fresh")
                .containsKey("repositoryProblem")
                .doesNotContainKey("session")
                .hasEntrySatisfying(
                        "explanation",
                        value -> assertThat(value.toString()).contains("The repository cannot be read: "));
    }

    @Test
    void aRepositoryThatHangsIsNotWaitedForLongerThanTheStoreBudget() {
        TokenEngine hanging = engine("node-c", repository, task -> {});
        var answer = hanging.explain(person(), "default").toCompletableFuture();
        assertThat(answer).isNotDone();

        time.advance(Duration.ofSeconds(5));

        assertThat(answer.join()).containsEntry("repositoryProblem", "it has not answered within 5 s");
    }

    @Test
    void anEngineThatStopsStillAnswers() {
        TokenEngine stopping = engine("node-d", repository, task -> {
            throw new RejectedExecutionException();
        });

        assertThat(explain(stopping, person())).containsEntry("repositoryProblem", "the application is stopping");
    }

    @Test
    void noSecretIsInIt() {
        obtain(person(), 1);
        assertThat(canaries.in(explain(engine, person()).toString())).isEmpty();
        time.advance(Duration.ofSeconds(170));
        server.thenJson(
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"you sent " + SECRET + " canary-refresh-1\"}");
        TokenSource tokens = engine.tokens(person(), "default");
        tokens.usable();

        String told = explain(engine, person()).toString();
        assertThat(told).contains("you sent");
        assertThat(canaries.in(told)).isEmpty();
    }

    private void obtain(ClientRegistration client, int number) {
        server.thenJson(200, tokens(number));
        engine.tokens(client, "default").request();
        assertThat(engine.tokens(client, "default").usable()).isNotNull();
    }

    private static String tokens(int number) {
        return "{\"access_token\":\"canary-access-" + number
                + "\",\"expires_in\":180,\"refresh_token\":\"canary-refresh-" + number
                + "\",\"refresh_expires_in\":1800}";
    }

    private Map<String, Object> explained(ClientRegistration client) {
        return explain(engine, client);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> session(Map<String, Object> told) {
        return (Map<String, Object>) Objects.requireNonNull(told.get("session"));
    }

    private static String sentences(Map<String, Object> told) {
        return String.valueOf(told.get("explanation"));
    }

    private static Map<String, Object> explain(TokenEngine engine, ClientRegistration client) {
        return engine.explain(client, "default").toCompletableFuture().join();
    }

    private TokenEngine engine(String node, TokenRepository repository, Executor executor) {
        return TokenEngine.builder(server, executor, time.scheduler())
                .repository(repository)
                .time(time)
                .random(new Random(3))
                .nodeId(node)
                .build();
    }

    private static ClientRegistration service() {
        return client(Map.of());
    }

    private static ClientRegistration person() {
        return client(Map.of("grant", "password", "username", "alice", "password", PASSWORD));
    }

    private static ClientRegistration seeded() {
        return client(Map.of("grant", "refresh_token", "refreshToken", "canary-refresh-1"));
    }

    private static ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(
                Map.of("tokenEndpoint", "https://id.example.com/token", "clientId", "camel", "clientSecret", SECRET));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }
}
