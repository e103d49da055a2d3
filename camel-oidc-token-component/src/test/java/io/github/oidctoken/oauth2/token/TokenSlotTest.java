package io.github.oidctoken.oauth2.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.TokenWaitTimeoutException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.FakeTime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSlotTest {

    private static final Duration LIFETIME = Duration.ofSeconds(180);

    private final FakeTime time = new FakeTime();
    private final ScriptedRenewer renewer = new ScriptedRenewer();
    private final List<TokenEvent> events = new ArrayList<>();
    private final ClientRegistration client = ClientRegistration.of(ClientOptions.of(
            "ifs",
            Map.of(
                    "tokenEndpoint", "https://id.example.com/token",
                    "clientId", "camel",
                    "clientSecret", "s3cret-s3cret")));
    private final TokenManager manager = new TokenManager(renewer, time, time.scheduler(), new Random(7), events::add);
    private final TokenSource slot = manager.tokens(client, "default");

    @Test
    void firstCallerWaitsForTheOneRenewalAndLaterOnesDoNot() {
        CompletionStage<AccessToken> first = slot.request();
        CompletionStage<AccessToken> second = slot.request();
        renewer.answer("t1");

        assertThat(now(first).headerValue()).isEqualTo("Bearer t1");
        assertThat(now(second)).isSameAs(now(first));
        assertThat(slot.get()).isSameAs(now(first));
        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void aFreshTokenIsUsedWithoutRenewal() {
        obtain("t1");
        time.advance(Duration.ofSeconds(130));

        assertThat(slot.usable()).isNotNull();
        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void aStaleTokenIsUsedAtOnceAndRenewedOnceInTheBackground() {
        AccessToken old = obtain("t1");
        time.advance(Duration.ofSeconds(170));

        assertThat(slot.usable()).isSameAs(old);
        assertThat(slot.get()).isSameAs(old);
        assertThat(renewer.reasons()).containsExactly(RenewalReason.FIRST_USE, RenewalReason.STALE);

        renewer.answer("t2");
        assertThat(slot.get().headerValue()).isEqualTo("Bearer t2");
    }

    @Test
    void anIdleTokenIsNotRenewed() {
        obtain("t1");
        time.advance(Duration.ofHours(8));

        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void anExpiredTokenIsNeverHandedOut() {
        obtain("t1");
        time.advance(LIFETIME);

        assertThat(slot.usable()).isNull();
        CompletionStage<AccessToken> next = slot.request();
        assertThat(next.toCompletableFuture()).isNotDone();
        assertThat(renewer.reasons()).containsExactly(RenewalReason.FIRST_USE, RenewalReason.EXPIRED);
    }

    @Test
    void whoWaitsLongerThanMaxWaitIsToldSoAndTheRenewalGoesOn() {
        CompletionStage<AccessToken> waiting = slot.request();
        time.advance(client.renewal().maxWait());

        assertThat(failure(waiting))
                .isInstanceOf(TokenWaitTimeoutException.class)
                .hasMessageContaining("Client 'ifs'")
                .hasMessageContaining("clients[ifs].max-wait");
        renewer.answer("late");
        assertThat(slot.get().headerValue()).isEqualTo("Bearer late");
        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void aSlowServerLetsItsWaitersGoWhileItsLateAnswerStillCounts() {
        CompletionStage<AccessToken> early = slot.request();
        answerIsLate();
        CompletionStage<AccessToken> later = slot.request();

        assertThat(failure(early))
                .hasMessageContaining("has not answered within 10 s;")
                .hasMessageContaining("clients[ifs].request-timeout");
        renewer.answer("t1");
        assertThat(now(later).headerValue()).isEqualTo("Bearer t1");
        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void whoJoinsARenewalThatIsLateWaitsTheRequestTimeoutFromThenOn() {
        CompletionStage<AccessToken> early = slot.request();
        time.advance(client.renewal().requestTimeout().minusMillis(13));
        CompletionStage<AccessToken> newcomer = slot.request();
        time.advance(Duration.ofMillis(13));
        renewer.requests.get(0).onSlow().run();

        assertThat(early.toCompletableFuture()).isCompletedExceptionally();
        time.advance(client.renewal().requestTimeout().minusMillis(14));
        assertThat(newcomer.toCompletableFuture()).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(failure(newcomer)).hasMessageContaining("clients[ifs].request-timeout");
    }

    @Test
    void whoWaitsForItsTurnAndNotForTheServerWaitsLongerThanTheRequestTimeout() {
        CompletionStage<AccessToken> waiting = slot.request();
        time.advance(client.renewal().maxWait().minusMillis(1));

        assertThat(waiting.toCompletableFuture()).isNotDone();
    }

    @Test
    void afterTheMachineStoodStillWaitersSeeWhatHasComeMeanwhileBeforeTheyGo() {
        CompletionStage<AccessToken> waiting = slot.request();
        time.standStill(Duration.ofMinutes(2));
        time.advance(Duration.ZERO);
        assertThat(waiting.toCompletableFuture()).isNotDone();

        renewer.answer("t1");
        assertThat(now(waiting).headerValue()).isEqualTo("Bearer t1");
    }

    @Test
    void afterTheMachineStoodStillWaitersGoASecondLaterIfNothingHasCome() {
        CompletionStage<AccessToken> waiting = slot.request();
        time.standStill(Duration.ofMinutes(2));
        time.advance(Duration.ofSeconds(1));

        assertThat(failure(waiting)).hasMessageContaining("clients[ifs].max-wait");
    }

    @Test
    void whileASessionIsLeftInPeaceTheRepositoryIsLookedAtOnceASecondAndNoServerAsked() {
        AccessToken adopted = lookDuringAPause(sessionOf("alice"));

        assertThat(adopted.headerValue()).isEqualTo("Bearer other");
        assertThat(events)
                .extracting(TokenEvent::type)
                .containsExactly(TokenEvent.Type.RENEWAL_FAILED, TokenEvent.Type.ADOPTED);
    }

    @Test
    void aGrantWithoutSessionFailsAtOnceDuringItsPause() {
        CompletionStage<AccessToken> first = slot.request();
        renewer.fail(new TokenRefusedException("ifs", "busy", 429, null, null, Duration.ofSeconds(30)));
        assertThat(failure(first)).hasMessage("busy");
        time.advance(Duration.ofSeconds(5));

        assertThat(failure(slot.request())).hasMessage("busy");
        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void aTokenInUseIsRenewedJustBeforeItTurnsStaleWithoutAnyCallersHelp() {
        obtain("t1");
        time.advance(Duration.ofSeconds(133));
        for (int call = 0; call < 400 && renewer.requests.size() == 1; call++) {
            assertThat(slot.usable()).isNotNull();
            time.advance(Duration.ofMillis(50));
        }

        assertThat(renewer.reasons()).containsExactly(RenewalReason.FIRST_USE, RenewalReason.STALE);
        assertThat(manager.state(AccessKey.of(client, "default")).freshness()).isEqualTo(Freshness.FRESH);
    }

    @Test
    void aTokenThatWasUsedButNotInItsLastSecondsIsNotRenewed() {
        obtain("t1");
        time.advance(Duration.ofSeconds(130));
        assertThat(slot.usable()).isNotNull();
        time.advance(Duration.ofHours(8));

        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void aFailureIsSharedByAllWhoWaitedAndNotRepeatedAtOnce() {
        CompletionStage<AccessToken> first = slot.request();
        CompletionStage<AccessToken> second = slot.request();
        OidcTokenException refused = new TokenRefusedException("ifs", "no", 400, "invalid_scope", null, null);
        renewer.fail(refused);

        assertThat(failure(first)).isSameAs(refused);
        assertThat(failure(second)).isSameAs(refused);
        assertThatThrownBy(slot::get).isSameAs(refused);
        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void afterTheBackOffTheNextCallerTriesAgain() {
        CompletionStage<AccessToken> first = slot.request();
        renewer.fail(new TokenRequestNotSentException("ifs", "connection refused", null));
        assertThat(failure(first)).isNotNull();
        time.advance(Duration.ofSeconds(1));

        CompletionStage<AccessToken> next = slot.request();
        renewer.answer("t1");
        assertThat(now(next).headerValue()).isEqualTo("Bearer t1");
    }

    @Test
    void retryAfterIsObeyedUpToAMinute() {
        CompletionStage<AccessToken> first = slot.request();
        renewer.fail(new TokenRefusedException("ifs", "busy", 429, null, null, Duration.ofHours(1)));
        assertThat(failure(first)).isNotNull();

        time.advance(Duration.ofSeconds(59));
        assertThat(failure(slot.request())).hasMessage("busy");
        assertThat(renewer.requests).hasSize(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(slot.request().toCompletableFuture()).isNotDone();
        assertThat(renewer.requests).hasSize(2);
    }

    @Test
    void aFailedBackgroundRenewalNeitherHurtsCallersNorStopsTheNext() {
        AccessToken old = obtain("t1");
        time.advance(Duration.ofSeconds(170));
        assertThat(slot.usable()).isSameAs(old);
        renewer.fail(new TokenRequestNotSentException("ifs", "connection refused", null));

        assertThat(slot.get()).isSameAs(old);
        time.advance(Duration.ofSeconds(1));
        assertThat(slot.get()).isSameAs(old);
        renewer.answer("t2");
        assertThat(slot.get().headerValue()).isEqualTo("Bearer t2");
    }

    @Test
    void aThousandRefusalsOfOneTokenMakeOneRenewal() {
        AccessToken dead = obtain("t1");
        time.advance(Duration.ofSeconds(20));
        List<CompletionStage<AccessToken>> healed = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            healed.add(slot.renew(dead));
        }
        renewer.answer("t2");

        assertThat(healed)
                .allSatisfy(stage -> assertThat(now(stage).headerValue()).isEqualTo("Bearer t2"));
        assertThat(renewer.requests).hasSize(2);
        assertThat(renewer.requests.get(1).held()).isSameAs(dead);
    }

    @Test
    void aRefusalOfAnOldTokenGetsThePresentOneWithoutRenewal() {
        AccessToken dead = obtain("t1");
        time.advance(Duration.ofSeconds(20));
        CompletionStage<AccessToken> first = slot.renew(dead);
        renewer.answer("t2");

        assertThat(now(slot.renew(dead))).isSameAs(now(first));
        assertThat(renewer.requests).hasSize(2);
    }

    @Test
    void aTokenThatLivesShorterThanTheOneItReplacedIsNotHandedOutAfterItsEnd() {
        obtain("t1");
        time.advance(Duration.ofSeconds(20));
        slot.renew(null);
        renewer.answer("t2", Duration.ofSeconds(8));
        time.advance(Duration.ofMillis(6_100));

        assertThat(slot.usable())
                .isNotNull()
                .extracting(AccessToken::headerValue)
                .isEqualTo("Bearer t2");

        time.advance(Duration.ofMillis(100));

        assertThat(slot.usable()).isNull();
    }

    @Test
    void aStaleTokenWhoseRenewalIsUnderWayIsNotHandedOutAfterItsEnd() {
        obtain("t1");
        time.advance(Duration.ofSeconds(170));

        assertThat(slot.usable()).isNotNull();

        time.advance(Duration.ofMillis(7_900));

        assertThat(slot.usable()).isNotNull();

        time.advance(Duration.ofMillis(100));

        assertThat(slot.usable()).isNull();
        assertThat(renewer.requests).hasSize(2);
    }

    @Test
    void aRefusedTokenIsNotHandedOutWhileItsRenewalIsUnderWay() {
        AccessToken dead = obtain("t1");
        time.advance(Duration.ofSeconds(20));
        CompletionStage<AccessToken> renewal = slot.renew(dead);

        assertThat(renewal.toCompletableFuture()).isNotDone();
        assertThat(slot.usable()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"10, 1000", "180, 1800", "600, 6000", "86400, 10000"})
    void renewalsOfOneTokenKeepASecondOrAHundredthOfItsLifeApartButNeverMoreThanTenSeconds(long seconds, long millis) {
        CompletionStage<AccessToken> first = slot.request();
        renewer.answer("t1", Duration.ofSeconds(seconds));
        slot.renew(now(first));

        time.advance(Duration.ofMillis(millis - 1));
        assertThat(renewer.requests).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(renewer.requests).hasSize(2);
    }

    @Test
    void eventsTellWhatHappenedByFingerprintsOnly() {
        obtain("t1");
        time.advance(Duration.ofSeconds(170));
        assertThat(slot.usable()).isNotNull();
        renewer.answer("t2");

        assertThat(events)
                .extracting(TokenEvent::type)
                .containsExactly(TokenEvent.Type.OBTAINED, TokenEvent.Type.RENEWED);
        assertThat(events.get(1).previousFingerprint()).isEqualTo("628b49d9");
        assertThat(events.get(1).reason()).isEqualTo(RenewalReason.STALE);
        assertThat(events.toString()).doesNotContain("t1").doesNotContain("t2");
    }

    @Test
    void aFailingListenerHarmsNothing() {
        TokenManager noisy = new TokenManager(renewer, time, time.scheduler(), new Random(7), event -> {
            throw new IllegalStateException("listener");
        });
        CompletionStage<AccessToken> token = noisy.tokens(client, "default").request();
        renewer.answer("t1");

        assertThat(now(token).headerValue()).isEqualTo("Bearer t1");
    }

    @Test
    void aFaultOfTheRenewerFailsTheCallersInsteadOfLeavingThemWaiting() {
        CompletionStage<AccessToken> token = slot.request();
        renewer.answers.remove(0).completeExceptionally(new IllegalStateException("bug"));

        assertThat(failure(token)).isInstanceOf(OidcTokenException.class).hasMessageContaining("Client 'ifs'");
    }

    @Test
    void aTokenThatEndedWhileTheMachineStoodStillIsRenewedAtOnce() {
        CompletionStage<AccessToken> waiting = slot.request();
        answerAfter(Duration.ofSeconds(9), "t1", Duration.ofSeconds(9));
        answerAfter(Duration.ofSeconds(9), "t2", Duration.ofSeconds(9));
        assertThat(waiting.toCompletableFuture()).isNotDone();
        renewer.answer("t3", Duration.ofSeconds(9));

        assertThat(waiting.toCompletableFuture())
                .isCompletedWithValueMatching(token -> token.value().equals("t3"));
    }

    @Test
    void aTokenThatHadEndedBeforeItArrivedIsHandedToNobody() {
        CompletionStage<AccessToken> waiting = slot.request();
        for (int i = 1; i <= 4; i++) {
            answerAfter(Duration.ofSeconds(2), "t" + i, Duration.ofSeconds(2));
        }

        assertThat(failure(waiting)).hasMessageContaining("lives 2 s").hasMessageContaining("Client 'ifs'");
        assertThat(slot.usable()).isNull();
    }

    @Test
    void aTokenThatLivesTooShortToArriveIsNotRenewedAtOnce() {
        CompletionStage<AccessToken> waiting = slot.request();
        answerAfter(Duration.ofMillis(900), "t1", Duration.ofMillis(900));

        assertThat(failure(waiting)).hasMessageContaining("had ended before it arrived");
        assertThat(slot.usable()).isNull();
    }

    @Test
    void aServerThatShrinksLifetimesTowardTheSessionsEndIsNotAskedEverFaster() {
        long end = time.nanoTime() + Duration.ofSeconds(1000).toNanos();
        int renewals = 0;
        for (int second = 0; second < 1000; second++) {
            AccessToken token = slot.usable();
            if (token == null) {
                assertThat(slot.request().toCompletableFuture()).isNotDone();
            } else {
                assertThat(token.remaining(time.nanoTime())).isPositive();
            }
            if (!renewer.answers.isEmpty()) {
                renewals++;
                long left = Math.min(Duration.ofSeconds(300).toNanos(), end - time.nanoTime());
                renewer.answer("t" + renewals, Duration.ofNanos(left));
            }
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(renewals).isBetween(4, 8);
        assertThat(slot.usable()).isNull();
    }

    @Test
    void theLastTokenOfASessionIsRenewedOnlyWhenItHasEnded() {
        obtain("t1");
        time.advance(Duration.ofSeconds(170));
        assertThat(slot.usable()).isNotNull();
        renewer.answer("last", Duration.ofSeconds(10));

        time.advance(Duration.ofMillis(7_900));
        assertThat(slot.usable()).extracting(AccessToken::value).isEqualTo("last");
        assertThat(renewer.requests).hasSize(2);
        time.advance(Duration.ofMillis(100));
        assertThat(slot.usable()).isNull();
    }

    @Test
    void aShorterTokenThatEndsLaterThanTheOneBeforeItIsRenewedEarlyAsEver() {
        obtain("t1");
        time.advance(Duration.ofSeconds(170));
        assertThat(slot.usable()).isNotNull();
        renewer.answer("t2", Duration.ofSeconds(60));

        time.advance(Duration.ofSeconds(57));
        assertThat(slot.usable()).isNotNull();
        assertThat(renewer.requests).hasSize(3);
    }

    @Test
    void tokensThatLiveOneSecondAreRenewedNoFasterThanOnceASecondAndNeverHandedOutAfterTheirEnd() {
        int answered = 0;
        for (int step = 0; step < 200; step++) {
            CompletionStage<AccessToken> wanted = slot.request();
            if (!renewer.answers.isEmpty()) {
                renewer.answer("t" + answered++, Duration.ofSeconds(1));
            }
            wanted.whenComplete((token, problem) ->
                    assertThat(token.remaining(time.nanoTime())).isPositive());
            time.advance(Duration.ofMillis(50));
        }

        assertThat(answered).isBetween(8, 11);
    }

    @Test
    void aTokenThatLivesTenYearsIsHeldForAsLong() {
        CompletionStage<AccessToken> waiting = slot.request();
        renewer.answer("t1", Duration.ofDays(3650));
        time.advance(Duration.ofMinutes(1));

        assertThat(now(waiting).remaining(time.nanoTime())).isGreaterThan(Duration.ofDays(3649));
        assertThat(slot.usable()).isSameAs(now(waiting));
        assertThat(renewer.requests).hasSize(1);
    }

    @Test
    void whoStillWaitsWhenTheApplicationStopsIsLetGo() {
        CompletionStage<AccessToken> waiting = slot.request();
        manager.close();

        assertThat(failure(waiting)).isInstanceOf(OidcTokenException.class).hasMessageContaining("stopping");
    }

    @Test
    void equalKeysShareOneSourceAndOtherPrincipalsDoNot() {
        assertThat(manager.tokens(client, "default")).isSameAs(slot);
        assertThat(manager.tokens(client, "alice")).isNotSameAs(slot).isSameAs(manager.tokens(client, "alice"));
    }

    @Test
    void aTokenThatCannotBePublishedFailsItsRenewalAndTheNextOneStarts() {
        CompletionStage<AccessToken> waiting = slot.request();
        renewer.answer("t1", Duration.ofDays(200_000));

        assertThat(waiting.toCompletableFuture()).isCompletedExceptionally();
        time.advance(Duration.ofSeconds(31));
        assertThat(obtain("t2").headerValue()).isEqualTo("Bearer t2");
    }

    @Test
    void theTokensOfAnOverrideThatNobodyHoldsAnyMoreAreForgotten() {
        ClientRegistration override = ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "clientId", "camel",
                        "clientSecret", "s3cret-s3cret",
                        "principal", "tenant-7")));
        WeakReference<TokenSource> passing = new WeakReference<>(manager.tokens(override, "tenant-7"));

        await().until(() -> {
            System.gc();
            return passing.get() == null;
        });
        assertThat(manager.tokens(client, "default")).isSameAs(slot);
    }

    /** A session whose renewal has failed, and another node's token that appears 3.5 s later. */
    private AccessToken lookDuringAPause(ClientRegistration session) {
        TokenSource source = manager.tokens(session, "default");
        CompletionStage<AccessToken> first = source.request();
        OidcTokenException busy = new TokenRefusedException("ifs", "busy", 429, null, null, Duration.ofSeconds(30));
        renewer.fail(busy);
        assertThat(failure(first)).isSameAs(busy);
        for (int step = 0; step < 7; step++) {
            time.advance(Duration.ofMillis(500));
            CompletionStage<AccessToken> call = source.request();
            if (!renewer.answers.isEmpty()) {
                renewer.fail(busy);
            }
            assertThat(failure(call)).isSameAs(busy);
        }
        assertThat(renewer.requests)
                .hasSize(4)
                .last()
                .extracting(RenewalRequest::heldBack)
                .isSameAs(busy);
        time.advance(Duration.ofMillis(500));
        CompletionStage<AccessToken> call = source.request();
        assertThat(renewer.requests).hasSize(5);
        renewer.adopt("other");
        return now(call);
    }

    private static ClientRegistration sessionOf(String user) {
        return ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "clientId", "camel",
                        "clientSecret", "s3cret-s3cret",
                        "grant", "password",
                        "username", user,
                        "password", "wonderland")));
    }

    private void answerIsLate() {
        time.advance(client.renewal().requestTimeout());
        renewer.requests.get(0).onSlow().run();
    }

    private AccessToken obtain(String token) {
        CompletionStage<AccessToken> first = slot.request();
        renewer.answer(token);
        return now(first);
    }

    /** The answer to a request that was sent that long ago. */
    private void answerAfter(Duration passed, String token, Duration lifetime) {
        long sentAt = time.nanoTime();
        time.advance(passed);
        renewer.answer(token, lifetime, sentAt);
    }

    private static AccessToken now(CompletionStage<AccessToken> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Throwable failure(CompletionStage<AccessToken> stage) {
        return stage.toCompletableFuture()
                .handle((token, problem) -> {
                    assertThat(token).isNull();
                    return problem instanceof java.util.concurrent.CompletionException ? problem.getCause() : problem;
                })
                .join();
    }

    private final class ScriptedRenewer implements Renewer {

        private final List<RenewalRequest> requests = new ArrayList<>();
        private final List<CompletableFuture<TokenSet>> answers = new ArrayList<>();

        @Override
        public CompletionStage<TokenSet> renew(RenewalRequest request) {
            requests.add(request);
            CompletableFuture<TokenSet> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        }

        void answer(String token) {
            answer(token, LIFETIME);
        }

        void answer(String token, Duration lifetime) {
            answer(token, lifetime, time.nanoTime());
        }

        void adopt(String token) {
            answer(token, LIFETIME, time.nanoTime(), TokenSet.Origin.ADOPTED);
        }

        void answer(String token, Duration lifetime, long sentAtNanos) {
            answer(token, lifetime, sentAtNanos, TokenSet.Origin.GRANT);
        }

        private void answer(String token, Duration lifetime, long sentAtNanos, TokenSet.Origin origin) {
            answers.remove(0)
                    .complete(new TokenSet(
                            Secret.of(token), "Bearer", null, time.now(), sentAtNanos, lifetime, origin, Map.of()));
        }

        void fail(OidcTokenException failure) {
            answers.remove(0).completeExceptionally(failure);
        }

        List<RenewalReason> reasons() {
            return requests.stream().map(RenewalRequest::reason).toList();
        }
    }
}
