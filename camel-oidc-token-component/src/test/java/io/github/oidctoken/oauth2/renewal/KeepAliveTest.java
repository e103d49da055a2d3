package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Nights in which nobody asks for a token. */
class KeepAliveTest {

    private static final Duration NIGHT = Duration.ofHours(8);

    private final FakeTime time = new FakeTime();
    private final IdlingServer server = new IdlingServer(time);
    private final TokenRepository shared = new MemoryTokenRepository();
    private final List<TokenEvent> events = new ArrayList<>();

    @Test
    void aSessionSurvivesTheNightRenewedOncePerTwentyMinutesByTwoNodesTogether() {
        TokenEngine one = engine(1);
        TokenEngine two = engine(2);
        one.keepAlive(client(), "default");
        two.keepAlive(client(), "default");

        time.advance(NIGHT);

        assertThat(server.presented).isBetween(22, 26);
        assertThat(now(one.tokens(client(), "default").request())).isNotNull();
        assertThat(now(two.tokens(client(), "default").request())).isNotNull();
        assertThat(server.killed).isFalse();
        assertThat(events).extracting(TokenEvent::type).doesNotContain(TokenEvent.Type.RENEWAL_FAILED);
    }

    @Test
    void withoutKeepAliveNobodyRenewsAndTheSessionIdlesOut() {
        TokenEngine engine = engine(1);
        ClientRegistration client = client(Map.of("keepAlive", "false"));
        engine.keepAlive(client, "default");
        assertThat(now(engine.tokens(client, "default").request())).isNotNull();

        time.advance(NIGHT);

        assertThat(server.presented).isEqualTo(1);
        assertThat(engine.tokens(client, "default").request().toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void aPrincipalThatWasUsedOnceIsKeptAliveFromThenOn() {
        TokenEngine engine = engine(1);
        assertThat(now(engine.tokens(client(), "tenant-7").request())).isNotNull();

        time.advance(NIGHT);

        assertThat(server.presented).isBetween(22, 26);
        assertThat(events)
                .filteredOn(event -> event.reason() == RenewalReason.KEEP_ALIVE)
                .extracting(TokenEvent::type)
                .containsOnly(TokenEvent.Type.RENEWED);
    }

    @Test
    void accessTokensThatOutliveTheRefreshTokenDoNotKeepANodeFromRenewing() {
        server.accessLife = Duration.ofHours(2);
        engine(1).keepAlive(client(), "default");
        engine(2).keepAlive(client(), "default");

        time.advance(NIGHT);

        assertThat(server.presented).isBetween(22, 26);
        assertThat(server.killed).isFalse();
    }

    @Test
    void aNodeThatStartsAtNightGoesOnWithTheSessionThatItFinds() {
        TokenEngine first = engine(1);
        first.keepAlive(client(), "default");
        time.advance(Duration.ofMinutes(15));
        first.close();
        engine(2).keepAlive(client(), "default");

        time.advance(NIGHT);

        assertThat(server.presented).isBetween(23, 27);
        assertThat(server.killed).isFalse();
    }

    @Test
    void traffickedSessionsAreNotRenewedOnTopOfTheirTraffic() {
        TokenEngine engine = engine(1);
        engine.keepAlive(client(), "default");
        for (int minute = 0; minute < 60; minute++) {
            assertThat(now(engine.tokens(client(), "default").request())).isNotNull();
            time.advance(Duration.ofMinutes(1));
        }

        assertThat(events)
                .filteredOn(event -> event.reason() == RenewalReason.KEEP_ALIVE)
                .as("the first presents the seed")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aServerThatDoesNotSayWhenTheRefreshTokenEndsIsAskedEveryTenMinutes() {
        server.saysRefreshLife = false;
        engine(1).keepAlive(client(), "default");

        time.advance(NIGHT);

        assertThat(server.presented).isBetween(46, 49);
    }

    @Test
    void aSessionWhoseEndNoLongerMovesIsToldOnceAndLeftAlone() {
        server.lastsUntil = time.nanoTime() + Duration.ofHours(2).toNanos();
        engine(1).keepAlive(client(), "default");
        engine(2).keepAlive(client(), "default");

        time.advance(Duration.ofMinutes(115));

        assertThat(expiring()).hasSize(1);
        assertThat(expiring().get(0).expiresAt())
                .isBetween(
                        time.now().plus(Duration.ofMinutes(5)).minusSeconds(2),
                        time.now().plus(Duration.ofMinutes(5)).plusSeconds(2));
        assertThat(server.presented).isBetween(6, 8);
        int before = server.presented;
        time.advance(NIGHT);
        assertThat(server.presented).isEqualTo(before);
        assertThat(expiring()).hasSize(1);
    }

    @Test
    void whoAsksIsToldWhenTheSessionIsLookedAtNextAndWhetherItCanBeExtended() {
        server.lastsUntil = time.nanoTime() + Duration.ofHours(2).toNanos();
        TokenEngine engine = engine(1);
        engine.keepAlive(client(), "default");
        time.advance(Duration.ofMinutes(30));
        assertThat(session(engine))
                .containsEntry("keptAlive", true)
                .containsEntry("refreshTokenExpiring", false)
                .hasEntrySatisfying(
                        "keepAliveLooksAt",
                        next -> assertThat(Instant.parse(next.toString()))
                                .isBetween(time.now(), time.now().plusSeconds(60)));

        time.advance(Duration.ofMinutes(85));

        assertThat(session(engine)).containsEntry("refreshTokenExpiring", true);
        assertThat(told(engine).get("explanation"))
                .asString()
                .contains("The session ends at 2026-03-01T09:59:59")
                .endsWith("renewing it does not put that off any more.");
    }

    @Test
    void whenTheEndMovesAgainSoDoesTheKeepAlive() {
        server.lastsUntil = time.nanoTime() + Duration.ofHours(1).toNanos();
        TokenEngine engine = engine(1);
        engine.keepAlive(client(), "default");
        time.advance(Duration.ofMinutes(55));
        assertThat(expiring()).hasSize(1);
        server.lastsUntil = Long.MAX_VALUE;
        AccessToken renewed = now(engine.tokens(client(), "default").renew(null));
        int before = server.presented;

        time.advance(NIGHT);

        assertThat(renewed).isNotNull();
        assertThat(server.presented - before).isBetween(22, 26);
    }

    @Test
    void aSessionThatHasEndedIsLookedAtButNotRenewed() {
        engine(1).keepAlive(client(), "default");
        time.advance(Duration.ofMinutes(5));
        server.killed = true;
        time.advance(Duration.ofHours(1));
        int before = server.presented;

        time.advance(NIGHT);

        assertThat(before).isEqualTo(2);
        assertThat(server.presented).isEqualTo(before);
        assertThat(events).extracting(TokenEvent::type).contains(TokenEvent.Type.REAUTHORIZATION_REQUIRED);
    }

    @Test
    void aSignInOnAnotherNodeBringsTheKeepAliveBack() {
        engine(1).keepAlive(client(), "default");
        time.advance(Duration.ofMinutes(5));
        server.killed = true;
        time.advance(Duration.ofHours(1));
        server.signIn("another-seed");
        TokenEngine two = engine(2);
        assertThat(now(two.tokens(client(Map.of("refreshToken", "another-seed", "keepAlive", "false")), "default")
                        .request()))
                .isNotNull();
        int before = server.presented;

        time.advance(NIGHT);

        assertThat(server.presented - before).isBetween(22, 26);
    }

    @Test
    void aServerThatIsDownForAWhileIsTriedAgain() {
        engine(1).keepAlive(client(), "default");
        time.advance(Duration.ofMinutes(19));
        server.down = true;
        time.advance(Duration.ofMinutes(5));
        server.down = false;

        time.advance(NIGHT);

        assertThat(server.presented).isBetween(22, 28);
        assertThat(server.killed).isFalse();
    }

    @Test
    void aRepositoryThatIsDownForAWhileIsTriedAgainQuietly() {
        FaultyTokenRepository faulty = new FaultyTokenRepository(shared, FaultPlan.none());
        TokenEngine engine = engine(1, faulty);
        engine.keepAlive(client(), "default");
        time.advance(Duration.ofMinutes(2));
        int told = events.size();
        faulty.goDown();
        time.advance(Duration.ofMinutes(10));
        assertThat(events).hasSize(told);
        faulty.comeBack();

        time.advance(NIGHT);

        assertThat(server.presented).isBetween(22, 26);
    }

    @Test
    void aSuspendedNodeComesBackInTime() {
        engine(1).keepAlive(client(), "default");
        for (int i = 0; i < 20; i++) {
            time.advance(Duration.ofMinutes(10));
            time.stepWallClock(Duration.ofMinutes(15));
            server.suspended += Duration.ofMinutes(15).toNanos();
        }

        assertThat(server.killed).isFalse();
    }

    @Test
    void aClosedEngineKeepsNothingAlive() {
        TokenEngine engine = engine(1);
        engine.keepAlive(client(), "default");
        time.advance(Duration.ofMinutes(1));
        engine.close();

        time.advance(NIGHT);

        assertThat(server.presented).isEqualTo(1);
        assertThat(time.scheduler().waiting()).isZero();
    }

    @Test
    void aClientThatNeedsNoPersonIsNotKeptAlive() {
        TokenEngine engine = engine(1);
        Map<String, Object> options = new HashMap<>(
                Map.of("grant", "password", "username", "alice", "password", "wonderland", "keepAlive", "true"));
        options.putAll(Map.of(
                "tokenEndpoint", "https://id.example.com/token", "clientId", "camel", "clientSecret", "s3cret-s3cret"));
        engine.keepAlive(ClientRegistration.of(ClientOptions.of("ifs", options)), "default");

        time.advance(NIGHT);

        assertThat(server.presented).isZero();
    }

    private static Map<String, Object> told(TokenEngine engine) {
        return engine.explain(client(), "default").toCompletableFuture().join();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> session(TokenEngine engine) {
        return (Map<String, Object>) Objects.requireNonNull(told(engine).get("session"));
    }

    private List<TokenEvent> expiring() {
        return events.stream()
                .filter(event -> event.type() == TokenEvent.Type.REFRESH_TOKEN_EXPIRING)
                .toList();
    }

    private TokenEngine engine(long seed) {
        return engine(seed, shared);
    }

    private TokenEngine engine(long seed, TokenRepository repository) {
        return TokenEngine.builder(server, Runnable::run, time.scheduler())
                .repository(repository)
                .time(time)
                .random(new Random(seed))
                .nodeId("node-" + seed)
                .listener(events::add)
                .build();
    }

    private static AccessToken now(CompletionStage<AccessToken> stage) {
        try {
            return stage.toCompletableFuture().getNow(null);
        } catch (OidcTokenException e) {
            throw new AssertionError(e);
        }
    }

    private static ClientRegistration client() {
        return client(Map.of());
    }

    private static ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret",
                "grant", "refresh_token",
                "refreshToken", "seed",
                "keepAlive", "true"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }
}
