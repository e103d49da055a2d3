package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import io.github.oidctoken.testkit.repository.RepositoryFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of renewals when the application stops: those that have sent something end properly, the others at once. */
class EngineStopTest {

    private final FakeTime time = new FakeTime();
    private final TokenRepository store = new MemoryTokenRepository();
    private final FaultyTokenRepository repository = new FaultyTokenRepository(store, FaultPlan.none());
    private final ScriptedTransport server = new ScriptedTransport();
    private final TokenEngine engine = engine(server, repository, 1);
    private final ClientRegistration person = client(Map.of(
            "grant", "password",
            "username", "alice",
            "password", "wonderland"));
    private final TokenSource tokens = engine.tokens(person, "default");

    @Test
    void nothingUnderWayStopsAtOnceAndNothingStartsAfterwards() {
        assertThat(engine.stop()).isCompleted();

        assertThat(failure(tokens.request()))
                .isInstanceOf(TokenRequestNotSentException.class)
                .hasMessage("Client 'ifs': the application is stopping; no token is fetched any more.");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anAnswerThatTheRepositoryDoesNotTakeIsStoredWhenItComesBack() {
        signedIn();
        rotateWhileTheRepositoryIsDown();

        CompletionStage<Void> stop = engine.stop();
        assertThat(stop.toCompletableFuture()).isNotDone();
        time.advance(Duration.ofSeconds(20));
        assertThat(stop.toCompletableFuture()).isNotDone();
        repository.comeBack();
        time.advance(Duration.ofSeconds(4));

        assertThat(stop).isCompleted();
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r2"));
        assertThat(session().intent()).isNull();
    }

    @Test
    void anOutageOfTheRepositoryHoldsTheStopUpForReadLimitAndStoreBudgetAndThenTheLogSaysWhatMayBeLost() {
        signedIn();
        rotateWhileTheRepositoryIsDown();
        try (CapturedLog log = CapturedLog.open()) {
            CompletionStage<Void> stop = engine.stop();
            time.advance(Duration.ofSeconds(34));
            assertThat(stop.toCompletableFuture()).isNotDone();
            assertThat(log.text()).doesNotContain("WARN io.github.oidctoken");
            time.advance(Duration.ofSeconds(1));

            assertThat(stop).isCompleted();
            assertThat(log.text())
                    .contains("WARN io.github.oidctoken.renewals Client 'ifs': stopped although the repository has not"
                            + " taken the new refresh token for 35 s: ")
                    .contains("failed before its effect, as planned")
                    .contains("the next renewal then runs the password grant anew")
                    .doesNotContain("wonderland")
                    .doesNotContain("s3cret-s3cret")
                    .doesNotContain("r2")
                    .doesNotContain("a2");
        }
    }

    @Test
    void aRenewalThatWaitsForAnotherNodeEndsAtOnce() {
        signedIn();
        time.advance(Duration.ofSeconds(200));
        ScriptedTransport unheard = new ScriptedTransport();
        unheard.thenJson(200, "{}");
        TokenEngine waiting = engine(unheard, store, 2);
        CompletableFuture<AccessToken> caller = new CompletableFuture<>();
        server.then(request -> {
            waiting.tokens(person, "default").request().whenComplete((token, problem) -> {
                caller.completeExceptionally(problem);
            });
            assertThat(caller).isNotDone();
            assertThat(waiting.stop()).isCompleted();
            return ScriptedTransport.json(200, answer("a2", "r2"));
        });
        tokens.get();

        assertThat(failure(caller)).hasMessageContaining("the application is stopping");
        assertThat(unheard.requests())
                .as("it asks for the time only")
                .allSatisfy(request -> assertThat(request.form()).isNull());
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r2"));
    }

    @Test
    void anAnnouncementThatHasSentNothingIsTakenBack() {
        signedIn();
        time.advance(Duration.ofSeconds(200));
        repository.follow(
                FaultPlan.script(FaultPlan.Call.FIND, RepositoryFault.NONE, RepositoryFault.FAILS_BEFORE_THE_EFFECT));
        CompletionStage<AccessToken> caller = tokens.request();
        assertThat(session().intent()).isNotNull();

        assertThat(engine.stop()).isCompleted();
        assertThat(session().intent()).isNull();
        assertThat(failure(caller)).hasMessageContaining("the application is stopping");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void theIntentOfARequestWhoseAnswerWasLostStays() {
        signedIn();
        time.advance(Duration.ofSeconds(200));
        server.thenFails(Delivery.UNKNOWN, "the connection broke");
        failure(tokens.request());

        assertThat(engine.stop()).isCompleted();
        assertThat(session().intent()).isNotNull();
    }

    @Test
    void aSecondRenewalOfASessionDoesNotStartAfterTheOneThatEnds() {
        signedIn();
        rotateWhileTheRepositoryIsDown();
        CompletionStage<AccessToken> behind = engine.tokens(
                        client(Map.of(
                                "grant", "password", "username", "alice", "password", "wonderland", "scope", "b")),
                        "default")
                .request();

        engine.stop();
        assertThat(failure(behind)).hasMessageContaining("the application is stopping");
        repository.comeBack();
        time.advance(Duration.ofSeconds(4));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void closingLetsThoseGoWhoWaitForARequestThatNobodyAnswers() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> never = new CompletableFuture<>();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        TokenEngine real = TokenEngine.builder(
                        request -> {
                            asked.complete(null);
                            never.join();
                            return ScriptedTransport.json(200, answer("a1", "r1"));
                        },
                        thread,
                        time.scheduler())
                .time(time)
                .build();
        CompletionStage<AccessToken> caller =
                real.tokens(client(Map.of()), "default").request();
        asked.get(10, TimeUnit.SECONDS);

        int alarms = time.scheduler().waiting();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(real::close);
        try {
            await().until(() -> time.scheduler().waiting() > alarms);
            time.advance(Duration.ofSeconds(10));
            closed.get(10, TimeUnit.SECONDS);
            assertThat(caller.toCompletableFuture()).isCompletedExceptionally();
        } finally {
            never.complete(null);
            thread.shutdownNow();
        }
    }

    /** Leaves a renewal between the server's answer and the repository. */
    private void rotateWhileTheRepositoryIsDown() {
        time.advance(Duration.ofSeconds(200));
        server.then(request -> {
            repository.goDown();
            return ScriptedTransport.json(200, answer("a2", "r2"));
        });
        assertThat(tokens.request().toCompletableFuture()).isNotDone();
    }

    private void signedIn() {
        server.thenJson(200, answer("a1", "r1"));
        assertThat(tokens.get().value()).isEqualTo("a1");
    }

    private SessionDocument session() {
        TokenDocument row =
                store.find(SessionKey.of(person, "default").documentKey()).orElseThrow();
        return new SessionDocumentCodec().read(row.payload());
    }

    private TokenEngine engine(ScriptedTransport transport, TokenRepository documents, long seed) {
        return TokenEngine.builder(transport, Runnable::run, time.scheduler())
                .repository(documents)
                .time(time)
                .random(new Random(seed))
                .build();
    }

    private static String answer(String accessToken, String refreshToken) {
        return "{\"access_token\":\"" + accessToken + "\",\"refresh_token\":\"" + refreshToken
                + "\",\"token_type\":\"Bearer\",\"expires_in\":180}";
    }

    private static Throwable failure(CompletionStage<AccessToken> caller) {
        assertThat(caller.toCompletableFuture()).isCompletedExceptionally();
        return caller.toCompletableFuture()
                .handle((token, problem) -> problem instanceof CompletionException ? problem.getCause() : problem)
                .join();
    }

    private static ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }
}
