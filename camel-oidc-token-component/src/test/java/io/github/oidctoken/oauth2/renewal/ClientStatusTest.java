package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.ClientTokens;
import io.github.oidctoken.oauth2.token.Freshness;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.oauth2.token.TokenMeasurement;
import io.github.oidctoken.oauth2.token.TokenMeasurement.Asked;
import io.github.oidctoken.oauth2.token.TokenMeasurement.Rejected;
import io.github.oidctoken.oauth2.token.TokenMeasurement.ReuseDetected;
import io.github.oidctoken.oauth2.token.TokenMeasurement.Waited;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import io.github.oidctoken.testkit.repository.RepositoryFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the engine tells those who watch it: its status when they look, its measurements as they come. */
class ClientStatusTest {

    private static final FaultPlan WRITES_FAIL = call ->
            call == FaultPlan.Call.COMPARE_AND_SET ? RepositoryFault.FAILS_BEFORE_THE_EFFECT : RepositoryFault.NONE;

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport server = new ScriptedTransport();
    private final FaultyTokenRepository repository =
            new FaultyTokenRepository(new MemoryTokenRepository(), FaultPlan.none());
    private final List<TokenMeasurement> measured = new ArrayList<>();
    private final TokenEngine engine = TokenEngine.builder(server, Runnable::run, time.scheduler())
            .repository(repository)
            .time(time)
            .random(new Random(3))
            .nodeId("node-a")
            .listener(new TokenEventListener() {
                @Override
                public void on(TokenEvent event) {}

                @Override
                public void measured(TokenMeasurement measurement) {
                    measured.add(measurement);
                }
            })
            .build();
    private final ClientRegistration service = client(Map.of());
    private final ClientRegistration person =
            client(Map.of("grant", "password", "username", "alice", "password", "wonderland"));
    private final ClientRegistration seeded = client(Map.of("grant", "refresh_token", "refreshToken", "r0"));

    /** The engine forgets tokens that nobody holds. */
    private final List<ClientTokens> held =
            List.of(engine.tokens(service), engine.tokens(person), engine.tokens(seeded));

    @Test
    void beforeAnybodyAsksNothingIsHeldAndNothingWasAsked() {
        ClientStatus status = engine.status(service);

        assertThat(status.tokens()).isEmpty();
        assertThat(status.node()).isEqualTo("node-a");
        assertThat(status.serverProblem()).isNull();
        assertThat(server.requests()).isEmpty();
        assertThat(held).hasSize(3);
    }

    @Test
    void aTokenThatOnlyAnEndpointWithAnotherScopeAsksForBelongsToTheClientToo() {
        ClientRegistration scoped = client(Map.of("scope", "orders"));
        ClientTokens tokens = engine.tokens(scoped);
        server.thenJson(200, "{\"access_token\":\"a1\",\"expires_in\":180}");
        tokens.of("default").request();

        assertThat(engine.status(service).tokens())
                .singleElement()
                .satisfies(token -> assertThat(token.token().freshness()).isEqualTo(Freshness.FRESH));
        assertThat(tokens).isNotNull();
    }

    @Test
    void aSessionIsShownWithTheNodeThatRenewedItAndTheEndOfItsRefreshToken() {
        server.thenJson(200, tokens(1));
        tokens(person).request();

        assertThat(engine.status(person).tokens()).singleElement().satisfies(token -> {
            assertThat(token.renewedBy()).isEqualTo("node-a");
            assertThat(token.renewedAt()).isEqualTo("2026-03-01T08:00:00Z");
            assertThat(token.refreshExpiresAt()).isEqualTo("2026-03-01T08:30:00Z");
            assertThat(token.unsavedRotation()).isFalse();
        });
    }

    @Test
    void anUnsavedRotationIsShownUntilTheRepositoryHasIt() {
        server.thenJson(200, tokens(1));
        tokens(person).request();
        time.advance(Duration.ofSeconds(20));
        server.then(request -> {
            repository.follow(WRITES_FAIL);
            return ScriptedTransport.json(200, tokens(2));
        });
        tokens(person).renew(null);
        time.advance(Duration.ofSeconds(20));
        assertThat(engine.status(person).tokens().get(0).unsavedRotation()).isTrue();

        repository.follow(FaultPlan.none());
        time.advance(Duration.ofSeconds(5));
        assertThat(engine.status(person).tokens().get(0).unsavedRotation()).isFalse();
    }

    @Test
    void aSessionThatHasEndedIsToldApartFromOtherFailures() {
        server.thenJson(400, "{\"error\":\"invalid_grant\"}");
        tokens(seeded).request();

        assertThat(engine.status(seeded).tokens()).singleElement().satisfies(token -> {
            assertThat(token.token().reauthorizationRequired()).isTrue();
            assertThat(token.token().lastFailure()).contains("invalid_grant");
        });
    }

    @Test
    void aServerThatFailsTwoAskersIsShownAsSparedUntilItWorks() {
        server.thenFails(TransportException.Delivery.NOT_SENT, "no route to host")
                .thenFails(TransportException.Delivery.NOT_SENT, "no route to host");
        tokens(service).request();
        tokens(person).request();
        assertThat(engine.status(service).serverProblem()).contains("no route to host");

        time.advance(Duration.ofSeconds(5));
        server.thenJson(200, tokens(1));
        engine.retry(service);

        assertThat(engine.status(service).serverProblem()).isNull();
        assertThat(tokens(service).usable()).isNotNull();
    }

    @Test
    void retryAsksForNothingThatHasNotFailed() {
        server.thenJson(200, tokens(1));
        tokens(service).request();
        time.advance(Duration.ofHours(1));

        engine.retry(service);

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void retryRespectsThePauseAfterAFailure() {
        server.thenFails(TransportException.Delivery.NOT_SENT, "no route to host");
        tokens(service).request();

        engine.retry(service);

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRequestAndACallersWaitAreMeasuredAndAFreshTokenIsNot() {
        server.then(request -> {
            time.advance(Duration.ofMillis(300));
            return ScriptedTransport.json(200, tokens(1));
        });
        TokenSource tokens = tokens(service);
        tokens.request();
        measured.removeIf(
                Waited.class::isInstance); // the transport of this test answers before the caller begins to wait
        assertThat(measured)
                .containsExactly(new Asked("ifs", TokenMeasurement.AskOutcome.GRANTED, Duration.ofMillis(300)));

        tokens.request();
        tokens.usable();
        tokens.get();
        assertThat(measured).hasSize(1);
    }

    @Test
    void aRefusedTokenCountsByWhatCouldBeDoneAboutIt() {
        server.thenJson(200, tokens(1)).thenJson(200, tokens(2));
        TokenSource tokens = tokens(service);
        tokens.request();
        AccessToken first = Objects.requireNonNull(tokens.usable());
        time.advance(Duration.ofSeconds(2));
        measured.clear();

        tokens.renew(first);
        tokens.renew(first);
        AccessToken second = Objects.requireNonNull(tokens.usable());
        tokens.stillRefused(second);
        tokens.invalidate(second);

        assertThat(measured)
                .filteredOn(Rejected.class::isInstance)
                .containsExactly(
                        new Rejected("ifs", TokenMeasurement.RejectionOutcome.RENEWED),
                        new Rejected("ifs", TokenMeasurement.RejectionOutcome.RENEWED),
                        new Rejected("ifs", TokenMeasurement.RejectionOutcome.STILL_REFUSED),
                        new Rejected("ifs", TokenMeasurement.RejectionOutcome.NOT_REPEATED));
    }

    @Test
    void aRefusedTokenThatCannotBeReplacedCountsAsThat() {
        server.thenJson(200, tokens(1)).thenJson(400, "{\"error\":\"unauthorized_client\"}");
        TokenSource tokens = tokens(service);
        tokens.request();
        AccessToken first = Objects.requireNonNull(tokens.usable());
        time.advance(Duration.ofSeconds(2));

        tokens.renew(first);

        assertThat(measured).contains(new Rejected("ifs", TokenMeasurement.RejectionOutcome.FAILED));
    }

    @Test
    void aRefreshTokenThatTheServerCallsReusedIsReported() {
        server.thenJson(
                400,
                "{\"error\":\"invalid_grant\",\"error_description\":\"Maximum allowed refresh token reuse exceeded\"}");
        tokens(seeded).request();

        assertThat(measured).contains(new ReuseDetected("ifs"));
    }

    @Test
    void aRefreshTokenThatIsRefusedAfterALostAnswerIsReportedAsReused() {
        server.thenFails(TransportException.Delivery.UNKNOWN, "connection reset")
                .thenJson(400, "{\"error\":\"invalid_grant\",\"error_description\":\"no\"}");
        tokens(seeded).request();
        assertThat(measured).doesNotContain(new ReuseDetected("ifs"));
        time.advance(Duration.ofSeconds(5));
        tokens(seeded).request();

        assertThat(measured).contains(new ReuseDetected("ifs"));
    }

    @Test
    void aRefreshTokenThatHasJustEndedIsNotReportedAsReused() {
        server.thenJson(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Token is not active\"}");
        tokens(seeded).request();

        assertThat(measured).noneMatch(ReuseDetected.class::isInstance).anyMatch(Asked.class::isInstance);
    }

    private TokenSource tokens(ClientRegistration client) {
        return engine.tokens(client).of("default");
    }

    private static String tokens(int number) {
        return "{\"access_token\":\"a" + number + "\",\"expires_in\":180,\"refresh_token\":\"r" + number
                + "\",\"refresh_expires_in\":1800}";
    }

    private static ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(
                Map.of("tokenEndpoint", "https://id.example.com/token", "clientId", "camel", "clientSecret", "s3cret"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }
}
