package io.github.oidctoken.oauth2.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** To a fake time a suspended machine and a clock that was set forward are the same step of the wall clock, as they are to a real one. */
class ClockWatchTest {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final FakeTime time = new FakeTime();
    private final ClientRegistration client = ClientRegistration.of(ClientOptions.of(
            "ifs",
            Map.of(
                    "tokenEndpoint", "https://id.example.com/token",
                    "clientId", "camel",
                    "clientSecret", "s3cret-s3cret")));
    private final List<Runnable> answers = new ArrayList<>();
    private final TokenManager manager =
            new TokenManager(this::renew, time, time.scheduler(), new Random(7), event -> {});
    private final TokenSource slot = manager.tokens(client, "default");

    @Test
    void aTokenThatEndedWhileTheMachineWasSuspendedIsNotHandedOut() {
        obtain();
        time.stepWallClock(Duration.ofMinutes(11));
        time.advance(TICK);

        assertThat(slot.usable()).isNull();
    }

    @Test
    void aTokenThatTurnedStaleMeanwhileIsStillUsedAndRenewed() {
        AccessToken old = obtain();
        time.advance(Duration.ofSeconds(7));
        time.stepWallClock(LIFETIME.minusSeconds(37));
        time.advance(TICK);

        assertThat(slot.usable()).isSameAs(old);
        time.advance(Duration.ZERO);
        assertThat(answers).as("one renewal has started").hasSize(1);
    }

    @Test
    void tokensOfAllPrincipalsAreJudgedAnew() {
        TokenSource other = manager.tokens(client, "tenant-7");
        obtain();
        other.request();
        answer();
        time.stepWallClock(Duration.ofHours(8));
        time.advance(TICK);

        assertThat(slot.usable()).isNull();
        assertThat(other.usable()).isNull();
    }

    @Test
    void severalSuspendsAddUp() {
        obtain();
        for (int i = 0; i < 3; i++) {
            time.stepWallClock(Duration.ofMinutes(3));
            time.advance(TICK);
            assertThat(slot.usable()).isNotNull();
        }
        time.stepWallClock(Duration.ofMinutes(3));
        time.advance(TICK);

        assertThat(slot.usable()).isNull();
    }

    @Test
    void aClockThatRunsSlightlyFastCostsNoTokenMoreThanTheTimeItGained() {
        obtain();
        for (int i = 0; i < 60; i++) {
            time.stepWallClock(Duration.ofMillis(100));
            time.advance(TICK);
        }

        assertThat(slot.usable()).isNotNull();
        time.advance(LIFETIME.minusSeconds(60).minusSeconds(7));
        assertThat(slot.usable()).isNotNull();
        time.advance(Duration.ofSeconds(7));
        assertThat(slot.usable()).isNull();
    }

    @Test
    void aClockThatWasSetBackChangesNothing() {
        AccessToken token = obtain();
        time.stepWallClock(Duration.ofHours(-1));
        time.advance(LIFETIME.minusSeconds(3));
        assertThat(slot.usable()).isSameAs(token);
        time.advance(Duration.ofSeconds(1));
        assertThat(slot.usable()).isNull();
    }

    @Test
    void aSuspendAfterTheClockWasSetBackIsNoticedAllTheSame() {
        obtain();
        time.stepWallClock(Duration.ofHours(-1));
        time.advance(TICK);
        time.stepWallClock(Duration.ofMinutes(11));
        time.advance(TICK);

        assertThat(slot.usable()).isNull();
    }

    @Test
    void aTokenThatCameAfterTheSuspendIsAsYoungAsItIs() {
        AccessToken old = obtain();
        time.advance(Duration.ofMillis(7500));
        time.stepWallClock(Duration.ofHours(1));
        slot.invalidate(old);
        AccessToken fresh = obtain();
        time.advance(TICK);

        assertThat(slot.usable()).isSameAs(fresh);
        assertThat(answers).isEmpty();
    }

    @Test
    void aTokenWhoseRequestWasUnderWayDuringTheSuspendIsNoYoungerThanTheRequest() {
        CompletionStage<AccessToken> waiting = slot.request();
        time.stepWallClock(Duration.ofMinutes(9));
        answer();
        AccessToken late = waiting.toCompletableFuture().join();

        assertThat(late.remaining(time.nanoTime())).isEqualTo(Duration.ofSeconds(58));
        time.advance(Duration.ofSeconds(58));
        assertThat(slot.usable()).isNull();
    }

    @Test
    void evenAnAbsurdClockLeavesTheArithmeticAlone() {
        obtain();
        time.stepWallClock(Duration.ofDays(400_000));
        time.advance(TICK);
        assertThat(slot.usable()).isNull();
        time.stepWallClock(Duration.ofDays(-400_000));
        time.advance(Duration.ofSeconds(7));
        assertThat(obtain()).isSameAs(slot.usable());
    }

    @Test
    void oneLineOfTheLogTellsOfIt() {
        obtain();
        try (CapturedLog log = CapturedLog.open()) {
            time.stepWallClock(Duration.ofMinutes(11));
            time.advance(Duration.ofSeconds(10));

            assertThat(log.text()).containsOnlyOnce("660 s ahead of the monotonic clock");
        }
    }

    @Test
    void aClosedManagerLooksNoMore() {
        manager.close();

        assertThat(time.scheduler().waiting()).isZero();
        time.advance(Duration.ofSeconds(5));
        assertThat(time.scheduler().waiting()).isZero();
    }

    private AccessToken obtain() {
        CompletionStage<AccessToken> waiting = slot.request();
        answer();
        return waiting.toCompletableFuture().join();
    }

    private void answer() {
        answers.remove(0).run();
    }

    private CompletionStage<TokenSet> renew(RenewalRequest request) {
        CompletableFuture<TokenSet> answer = new CompletableFuture<>();
        Instant sentAt = time.now();
        long sentAtNanos = time.nanoTime();
        String value = "t" + sentAtNanos;
        answers.add(() -> answer.complete(new TokenSet(
                Secret.of(value), "Bearer", null, sentAt, sentAtNanos, LIFETIME, TokenSet.Origin.GRANT, Map.of())));
        return answer;
    }
}
