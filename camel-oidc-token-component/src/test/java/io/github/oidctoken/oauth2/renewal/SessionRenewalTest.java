package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.MalformedTokenResponseException;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.TokenSet;
import io.github.oidctoken.testkit.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The renewal of a session, step by step: what it reads, announces, sends, commits and publishes, and in which order. */
class SessionRenewalTest {

    private final FakeTime time = new FakeTime();
    private final Node node = new Node(1);
    private final Node other = new Node(2);
    private @Nullable TokenDocument row;

    @Test
    void theFirstRenewalAnnouncesRunsTheGrantAndCommitsBeforeItPublishes() {
        SessionRenewal renewal = node.renewal(password());

        Step announce = readAndAnnounce(renewal);
        assertThat(session().intent()).isNotNull();
        assertThat(session().refreshToken()).isNull();
        assertThat(announce)
                .isEqualTo(new Step.Send(new TokenRequest.ByGrant(password().grant(), List.of())));

        Step commit = renewal.on(answered(granted("a1", "r1")));
        assertThat(commit).isInstanceOf(Step.Write.class);
        TokenSet published = done(settle(renewal, commit));
        assertThat(published.accessToken()).isEqualTo(Secret.of("a1"));
        assertThat(published.origin()).isEqualTo(TokenSet.Origin.GRANT);
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r1"));
        assertThat(session().generation()).isEqualTo(1);
        assertThat(session().intent()).isNull();
    }

    @Test
    void laterRenewalsPresentTheNewestRefreshToken() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));

        assertThat(renew(granted("a2", "r2")).accessToken()).isEqualTo(Secret.of("a2"));
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        assertThat(sent(readAndAnnounce(renewal))).isEqualTo("refresh r2");
        assertThat(session().superseded()).containsExactly(Secret.of("r1").fingerprint());
    }

    @Test
    void refreshResponseWithoutRefreshTokenKeepsTheOldOne() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));

        renew(granted("a2", null));
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r1"));
        assertThat(session().generation()).isEqualTo(2);
    }

    @Test
    void aTokenThatAnotherNodeRenewedIsAdoptedWithoutAskingTheServer() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(10));
        SessionRenewal renewal = other.renewal(password());

        TokenSet adopted = done(renewal.on(found(renewal.start())));
        assertThat(adopted.accessToken()).isEqualTo(Secret.of("a1"));
        assertThat(adopted.origin()).isEqualTo(TokenSet.Origin.ADOPTED);
        assertThat(Duration.ofNanos(time.nanoTime() - adopted.obtainedAtNanos()))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aNodeAsksTheServerForTheTimeBeforeItJudgesATokenOfAnotherNode() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(10));
        Node fast = new Node(3, new ServerClock(time));
        time.stepWallClock(Duration.ofHours(1));
        SessionRenewal renewal = fast.renewal(password());

        assertThat(renewal.on(found(renewal.start()))).isEqualTo(new Step.AskTime());
        TokenSet adopted = done(renewal.on(found(renewal.on(told(Duration.ofHours(-1))))));
        assertThat(Duration.ofNanos(time.nanoTime() - adopted.obtainedAtNanos()))
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    }

    @Test
    void aServerThatDoesNotSayTheTimeIsJudgedByTheNodesOwnClock() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(10));
        SessionRenewal renewal = new Node(3, new ServerClock(time)).renewal(password());

        assertThat(renewal.on(found(renewal.start()))).isEqualTo(new Step.AskTime());
        Step read = renewal.on(new Step.Event.TimeTold(null, time.now(), time.nanoTime()));
        assertThat(done(renewal.on(found(read))).accessToken()).isEqualTo(Secret.of("a1"));
    }

    @Test
    void whoAsksForARenewalGetsATokenThatIsNewerThanTheWish() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(10));
        SessionRenewal asked = other.renewal(password(), RenewalReason.REQUESTED);
        assertThat(sent(readAndAnnounce(asked))).isEqualTo("refresh r1");

        SessionRenewal late = node.renewal(password(), RenewalReason.REQUESTED);
        Step waiting = late.on(found(late.start()));
        assertThat(waiting).isInstanceOf(Step.Pause.class);
        done(settle(asked, asked.on(answered(granted("a2", "r2")))));
        assertThat(done(late.on(found(late.on(new Step.Event.Resumed())))).accessToken())
                .isEqualTo(Secret.of("a2"));
    }

    @Test
    void expiriesAreStoredInTheTimeOfTheServer() {
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);
        Instant serverTime = time.now().plus(Duration.ofHours(1));

        done(settle(renewal, renewal.on(answered(granted("a1", "r1", serverTime)))));
        assertThat(session().accessTokens().values())
                .singleElement()
                .satisfies(token -> assertThat(token.obtainedAt()).isBetween(serverTime.minusSeconds(1), serverTime));
        assertThat(session().refreshExpiresAt()).isBetween(serverTime.plusSeconds(1799), serverTime.plusSeconds(1800));
    }

    @Test
    void aSessionThatIsAboutToEndIsReplacedInsteadOfRefreshed() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(1800 - 44));

        assertThat(sent(readAndAnnounce(node.renewal(password())))).isEqualTo("password");
    }

    @Test
    void aStaleTokenIsNotAdopted() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(150));

        assertThat(sent(readAndAnnounce(other.renewal(password())))).isEqualTo("refresh r1");
    }

    @Test
    void whileAnotherNodeRenewsNothingIsSentAndItsResultIsAdopted() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal winner = node.renewal(password());
        readAndAnnounce(winner);
        SessionRenewal loser = other.renewal(password());

        Step waiting = loser.on(found(loser.start()));
        assertThat(waiting).isEqualTo(new Step.Pause(Duration.ofMillis(200)));
        settle(winner, winner.on(answered(granted("a2", "r2"))));
        Step read = loser.on(new Step.Event.Resumed());
        assertThat(done(loser.on(found(read))).accessToken()).isEqualTo(Secret.of("a2"));
    }

    @Test
    void anIntentIsTakenOverOnlyAfterItWasSeenUnchangedForAQuarterMoreThanItsLease() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        readAndAnnounce(node.renewal(password()));
        SessionRenewal survivor = other.renewal(password());

        Step step = survivor.on(found(survivor.start()));
        Duration waited = Duration.ZERO;
        while (step instanceof Step.Pause pause && waited.compareTo(Duration.ofSeconds(60)) < 0) {
            time.advance(pause.duration());
            waited = waited.plus(pause.duration());
            step = survivor.on(found(survivor.on(new Step.Event.Resumed())));
        }
        assertThat(waited).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(51));
        assertThat(step).isInstanceOf(Step.Write.class);
    }

    @Test
    void aFailedReadStartsTheObservationOfAnIntentAgain() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        readAndAnnounce(node.renewal(password()));
        SessionRenewal survivor = other.renewal(password());
        survivor.on(found(survivor.start()));
        time.advance(Duration.ofSeconds(49));
        survivor.on(new Step.Event.Resumed());
        survivor.on(new Step.Event.FindFailed(new RepositoryException("down", null)));
        time.advance(Duration.ofSeconds(2));

        assertThat(survivor.on(found(survivor.on(new Step.Event.Resumed())))).isInstanceOf(Step.Pause.class);
    }

    @Test
    void ourOwnAbandonedIntentIsReplacedAtOnce() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal first = node.renewal(password());
        readAndAnnounce(first);
        failed(first.on(answered(new TokenOutcome.Unknown("connection reset", null))));
        time.advance(Duration.ofSeconds(1));

        assertThat(sent(readAndAnnounce(node.renewal(password())))).isEqualTo("refresh r1");
    }

    @Test
    void anEarlierIntentOfOurOwnIsKnownEvenAfterALaterOneFailed() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal first = node.renewal(password());
        readAndAnnounce(first);
        failed(first.on(answered(new TokenOutcome.Unknown("connection reset", null))));
        time.advance(Duration.ofSeconds(1));
        SessionRenewal second = node.renewal(password());
        second.on(found(second.start()));
        second.on(new Step.Event.WriteFailed(new RepositoryException("down", null)));

        assertThat(sent(readAndAnnounce(node.renewal(password())))).isEqualTo("refresh r1");
    }

    @Test
    void aRenewalThatDawdledBeforeSendingStartsAgainInsteadOfSending() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        Step.Write announce = (Step.Write) renewal.on(found(renewal.start()));
        Step find = renewal.on(wrote(announce));
        time.advance(Duration.ofSeconds(6));

        assertThat(renewal.on(found(find))).isInstanceOf(Step.Write.class);
    }

    @Test
    void aWallClockThatDisagreesWithTheMonotonicOneStopsTheSend() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        Step.Write announce = (Step.Write) renewal.on(found(renewal.start()));
        Step find = renewal.on(wrote(announce));
        time.stepWallClock(Duration.ofSeconds(-3));

        assertThat(renewal.on(found(find))).isEqualTo(new Step.AskTime());
        assertThat(renewal.on(found(renewal.on(told(Duration.ZERO))))).isInstanceOf(Step.Write.class);
    }

    @Test
    void anAnnouncementWhoseAnswerWasLostIsRecognised() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        Step.Write announce = (Step.Write) renewal.on(found(renewal.start()));
        store(announce);

        Step find = renewal.on(new Step.Event.WriteFailed(new RepositoryException("timeout", null)));
        assertThat(sent(renewal.on(found(find)))).isEqualTo("refresh r1");
    }

    @Test
    void aCommitWhoseAnswerWasLostIsRecognisedAndPublished() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);
        store((Step.Write) renewal.on(answered(granted("a2", "r2"))));

        Step find = renewal.on(new Step.Event.Wrote(false));
        assertThat(done(renewal.on(found(find))).accessToken()).isEqualTo(Secret.of("a2"));
        assertThat(session().generation()).isEqualTo(2);
    }

    @Test
    void aCommitWritesOverAnotherNodesIntentWhileTheLineageIsOurs() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);
        Step commit = renewal.on(answered(granted("a2", "r2")));
        SessionRenewal.Stored before = renewal.stored(Optional.ofNullable(row));
        store(renewal.write(
                before.version(),
                before.document().withIntent(new Intent("other", null, Duration.ofSeconds(40), null))));

        TokenSet published = done(settle(renewal, commit));
        assertThat(published.accessToken()).isEqualTo(Secret.of("a2"));
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r2"));
    }

    @Test
    void aCommitThatComesAfterAnotherLineageAdoptsTheOthers() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);
        Step commit = renewal.on(answered(granted("mine", "r2")));
        row = null;
        signIn(other, "theirs", "r9");

        TokenSet published = done(settle(renewal, commit));
        assertThat(published.accessToken()).isEqualTo(Secret.of("theirs"));
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r9"));
    }

    @Test
    void afterInvalidGrantTheResultOfAnotherNodeIsAdopted() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);
        renewOn(other, announceBefore(), granted("theirs", "r2"));

        Step reread = renewal.on(answered(invalidGrant()));
        assertThat(done(renewal.on(found(reread))).accessToken()).isEqualTo(Secret.of("theirs"));
    }

    @Test
    void afterInvalidGrantAGrantThatNeedsNoPersonIsRun() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);

        Step announce = renewal.on(found(renewal.on(answered(invalidGrant()))));
        Step send = settle(renewal, announce);
        assertThat(send)
                .isEqualTo(new Step.Send(new TokenRequest.ByGrant(password().grant(), List.of())));
        assertThat(done(settle(renewal, renewal.on(answered(granted("a2", "r7")))))
                        .accessToken())
                .isEqualTo(Secret.of("a2"));
        assertThat(session().signedInAt()).isAfter(session(announceBefore()).signedInAt());
    }

    @Test
    void afterInvalidGrantASessionThatNeedsAPersonIsQuarantinedWithItsReason() {
        SessionRenewal first = node.renewal(seeded("seed"));
        assertThat(sent(readAndAnnounce(first))).isEqualTo("refresh seed");

        Step write = first.on(found(first.on(answered(invalidGrant()))));
        OidcTokenException failure = failed(settle(first, write));
        assertThat(failure)
                .isInstanceOf(ReauthorizationRequiredException.class)
                .hasMessageContaining("Token is not active")
                .hasMessageContaining("clients[ifs].refresh-token");
        assertThat(session().status()).isEqualTo(SessionDocument.Status.REAUTHORIZATION_REQUIRED);
    }

    @Test
    void aConfiguredRefreshTokenIsPresentedOnceAndAChangedOneStartsAgain() {
        SessionRenewal first = node.renewal(seeded("seed"));
        readAndAnnounce(first);
        settle(first, first.on(found(first.on(answered(invalidGrant())))));

        SessionRenewal again = node.renewal(seeded("seed"));
        assertThat(failed(again.on(found(again.start())))).isInstanceOf(ReauthorizationRequiredException.class);
        assertThat(sent(readAndAnnounce(node.renewal(seeded("seed 2"))))).isEqualTo("refresh seed 2");
    }

    @Test
    void anEarlierSeedThatANodeIsStillConfiguredWithIsNotPresentedAgain() {
        startWith(node, "seed1", "r1");
        startWith(other, "seed2", "r2");

        assertThat(sent(readAndAnnounce(node.renewal(seeded("seed1"))))).isEqualTo("refresh r2");
    }

    private void startWith(Node by, String seed, String rotated) {
        SessionRenewal renewal = by.renewal(seeded(seed));
        assertThat(sent(readAndAnnounce(renewal))).isEqualTo("refresh " + seed);
        done(settle(renewal, renewal.on(answered(granted("a-" + seed, rotated)))));
        time.advance(Duration.ofSeconds(170));
    }

    @Test
    void aSeedThatTheServerDoesNotRotateStaysTheRefreshToken() {
        SessionRenewal first = node.renewal(seeded("seed"));
        readAndAnnounce(first);
        settle(first, first.on(answered(granted("a1", null))));

        assertThat(session().refreshToken()).isEqualTo(Secret.of("seed"));
    }

    @Test
    void aRefusalOrAnUnsentRequestClearsTheIntent() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal refused = node.renewal(password());
        readAndAnnounce(refused);
        Step withdraw =
                refused.on(answered(new TokenOutcome.Refused(401, "unauthorized_client", "bad secret", null, null)));
        assertThat(settle(refused, withdraw)).isEqualTo(new Step.RereadSecret());
        assertThat(failed(refused.on(new Step.Event.SecretReread(false))))
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("clients[ifs].client-secret");
        assertThat(session().intent()).isNull();
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r1"));

        SessionRenewal unsent = node.renewal(password());
        readAndAnnounce(unsent);
        Step withdrawn = unsent.on(answered(new TokenOutcome.NotSent("connection refused", null)));
        assertThat(failed(settle(unsent, withdrawn))).isInstanceOf(TokenRequestNotSentException.class);
        assertThat(session().intent()).isNull();
    }

    @Test
    void anUnknownOrMalformedOutcomeKeepsTheIntent() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal lost = node.renewal(password());
        readAndAnnounce(lost);
        assertThat(failed(lost.on(answered(new TokenOutcome.Unknown("reset", null)))))
                .isInstanceOf(TokenOutcomeUnknownException.class);
        assertThat(session().intent()).isNotNull();
        time.advance(Duration.ofSeconds(1));

        SessionRenewal garbled = node.renewal(password());
        readAndAnnounce(garbled);
        assertThat(failed(garbled.on(answered(new TokenOutcome.Malformed("200 with text/html, 12 bytes")))))
                .isInstanceOf(MalformedTokenResponseException.class);
        assertThat(session().intent()).isNotNull();
        assertThat(session().unknownPresentations()).isEqualTo(2);
    }

    @Test
    void aRefreshTokenWhoseAnswerWasLostIsPresentedAgainAfterOneTwoFourSecondsWhateverIsAskedFor() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        for (int pause = 1; pause <= 4; pause *= 2) {
            SessionRenewal lost = node.renewal(password());
            readAndAnnounce(lost);
            OidcTokenException failure = failed(lost.on(answered(new TokenOutcome.Unknown("reset", null))));

            time.advance(Duration.ofSeconds(pause).minusMillis(1));
            SessionRenewal hasty = node.renewal(password());
            assertThat(failed(hasty.on(found(hasty.start())))).isSameAs(failure);
            time.advance(Duration.ofMillis(1));
        }
        assertThat(sent(readAndAnnounce(node.renewal(password())))).isEqualTo("refresh r1");
    }

    @Test
    void aRepositoryThatStaysDownFailsTheRenewalWithoutSending() {
        SessionRenewal renewal = node.renewal(password());
        Step step = renewal.start();
        for (int i = 0; i < 20 && !(step instanceof Step.Failed); i++) {
            step = renewal.on(new Step.Event.FindFailed(new RepositoryException("connection refused", null)));
            if (step instanceof Step.Pause pause) {
                time.advance(pause.duration());
                step = renewal.on(new Step.Event.Resumed());
            }
        }
        assertThat(failed(step)).hasMessageContaining("token repository").hasMessageContaining("connection refused");
    }

    @Test
    void aDocumentOfALaterReleaseIsLeftAlone() {
        row = new TokenDocument("session", DocumentVersion.ABSENT.next(new Random(1)), null, "{\"format\":2}");
        SessionRenewal renewal = node.renewal(password());

        assertThat(failed(renewal.on(found(renewal.start())))).hasMessageContaining("format 2");
        assertThat(Objects.requireNonNull(row).payload()).isEqualTo("{\"format\":2}");
    }

    @Test
    void aRepositoryThatWentBackInTimeIsRepairedWithTheNewestSessionSeen() {
        signIn("a1", "r1");
        TokenDocument backup = Objects.requireNonNull(row);
        time.advance(Duration.ofSeconds(170));
        renew(granted("a2", "r2"));
        row = backup;
        time.advance(Duration.ofSeconds(170));

        SessionRenewal renewal = node.renewal(password());
        Step send = settle(renewal, renewal.on(found(renewal.start())));
        assertThat(sent(send)).isEqualTo("refresh r2");
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r2"));
        assertThat(session().generation()).isEqualTo(2);
    }

    @Test
    void aRepairLeavesTheIntentOfAnotherNodeWhereItIs() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        TokenDocument backup = Objects.requireNonNull(row);
        renew(granted("a2", "r2"));
        row = backup;
        time.advance(Duration.ofSeconds(170));
        readAndAnnounce(other.renewal(password()));

        SessionRenewal renewal = node.renewal(password());
        assertThat(settle(renewal, renewal.on(found(renewal.start())))).isInstanceOf(Step.Pause.class);
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r2"));
        assertThat(session().intent()).isNotNull();
    }

    @Test
    void whoSeesNewerTokensBelowItsIntentPresentsThose() {
        signIn("a1", "r1");
        TokenDocument backup = Objects.requireNonNull(row);
        time.advance(Duration.ofSeconds(170));
        renew(granted("a2", "r2"));
        row = backup;
        time.advance(Duration.ofSeconds(170));
        SessionRenewal late = other.renewal(password());
        store((Step.Write) late.on(found(late.start())));
        SessionRenewal repairing = node.renewal(password());
        settle(repairing, repairing.on(found(repairing.start())));

        Step check = late.on(new Step.Event.Wrote(true));
        assertThat(sent(settle(late, late.on(found(check))))).isEqualTo("refresh r2");
    }

    @Test
    void ofTwoBranchesOfOneAgeTheOneThatWasRenewedLaterCounts() {
        signIn("a1", "r1");
        TokenDocument backup = Objects.requireNonNull(row);
        time.advance(Duration.ofSeconds(170));
        renew(granted("a2", "r2"));
        TokenDocument earlier = Objects.requireNonNull(row);
        row = backup;
        time.advance(Duration.ofSeconds(20));
        SessionRenewal branch = other.renewal(password());
        readAndAnnounce(branch);
        done(settle(branch, branch.on(answered(granted("a3", "r3")))));
        SessionRenewal sees = node.renewal(password());
        done(sees.on(found(sees.start())));
        row = earlier;
        time.advance(Duration.ofSeconds(170));

        SessionRenewal renewal = node.renewal(password());
        assertThat(sent(settle(renewal, renewal.on(found(renewal.start()))))).isEqualTo("refresh r3");
    }

    @Test
    void whoLosesTheAnnouncementWaitsBeforeItLooksAgain() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal loser = node.renewal(password());
        Step.Write announce = (Step.Write) loser.on(found(loser.start()));
        readAndAnnounce(other.renewal(password()));

        Step look = loser.on(wrote(announce));
        assertThat(loser.on(found(look))).isEqualTo(new Step.Pause(Duration.ofMillis(200)));
        assertThat(loser.on(new Step.Event.Resumed())).isInstanceOf(Step.Find.class);
    }

    @Test
    void aReplicaThatLagsChangesNothing() {
        signIn("a1", "r1");
        TokenDocument old = Objects.requireNonNull(row);
        time.advance(Duration.ofSeconds(170));
        renew(granted("a2", "r2"));
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());

        Step repair = renewal.on(new Step.Event.Found(Optional.of(old)));
        assertThat(repair).isInstanceOf(Step.Write.class);
        assertThat(renewal.on(wrote((Step.Write) repair))).isInstanceOf(Step.Pause.class);
        assertThat(sent(settle(renewal, renewal.on(new Step.Event.Resumed())))).isEqualTo("refresh r2");
    }

    @Test
    void aCommitGoesOverASessionThatWasPutBackMeanwhile() {
        signIn("a1", "r1");
        TokenDocument backup = Objects.requireNonNull(row);
        time.advance(Duration.ofSeconds(170));
        renew(granted("a2", "r2"));
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);
        Step commit = renewal.on(answered(granted("a3", "r3")));
        row = backup;

        assertThat(done(settle(renewal, commit)).accessToken()).isEqualTo(Secret.of("a3"));
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r3"));
    }

    @Test
    void aLaterSignInIsAdoptedWhateverItsGeneration() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        renew(granted("a2", "r2"));
        row = null;
        time.advance(Duration.ofSeconds(170));
        signIn(other, "a9", "r9");

        SessionRenewal renewal = node.renewal(password());
        assertThat(done(renewal.on(found(renewal.start()))).accessToken()).isEqualTo(Secret.of("a9"));
    }

    @Test
    void tokensThatCannotBeStoredAreHandedOutAfterTheStoreBudgetAndWrittenLater() {
        signIn("a1", "r1");
        time.advance(Duration.ofSeconds(170));
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);
        Step step = renewal.on(answered(granted("a2", "r2")));
        Duration waited = Duration.ZERO;
        while (!(step instanceof Step.Publish) && waited.compareTo(Duration.ofSeconds(20)) < 0) {
            if (step instanceof Step.Pause pause) {
                time.advance(pause.duration());
                waited = waited.plus(pause.duration());
                step = renewal.on(new Step.Event.Resumed());
            } else {
                step = renewal.on(failedAt(step));
            }
        }

        assertThat(step).isInstanceOf(Step.Publish.class);
        assertThat(((Step.Publish) step).tokens().accessToken()).isEqualTo(Secret.of("a2"));
        assertThat(waited).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r1"));
        assertThat(done(settle(renewal, renewal.on(new Step.Event.Resumed()))).accessToken())
                .isEqualTo(Secret.of("a2"));
        assertThat(session().refreshToken()).isEqualTo(Secret.of("r2"));
    }

    @Test
    void anEndedSessionIsReportedAtOnceEvenWhenAnIntentStandsThere() {
        SessionRenewal first = node.renewal(seeded("seed"));
        readAndAnnounce(first);
        settle(first, first.on(found(first.on(answered(invalidGrant())))));
        SessionRenewal operator = other.renewal(seeded("seed"), RenewalReason.REQUESTED);
        SessionRenewal.Stored ended = operator.stored(Optional.ofNullable(row));
        store(operator.write(
                ended.version(),
                ended.document().withIntent(new Intent("operator's", null, Duration.ofSeconds(40), "node"))));

        SessionRenewal renewal = node.renewal(seeded("seed"));
        assertThat(failed(renewal.on(found(renewal.start())))).isInstanceOf(ReauthorizationRequiredException.class);
    }

    @Test
    void anAnswerIsTriedToBeStoredOftenEnoughThatNobodyTakesOverMeanwhile() {
        ClientRegistration client = leasing(Duration.ofSeconds(2));
        SessionRenewal renewal = node.renewal(client);
        readAndAnnounce(renewal);
        Step step = renewal.on(answered(granted("a1", "r1")));
        List<Duration> pauses = new ArrayList<>();
        while (pauses.size() < 12) {
            if (step instanceof Step.Pause pause) {
                pauses.add(pause.duration());
                time.advance(pause.duration());
            }
            step = step instanceof Step.Write || step instanceof Step.Find
                    ? renewal.on(failedAt(step))
                    : renewal.on(new Step.Event.Resumed());
        }

        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMillis(500)) <= 0);
    }

    @Test
    void whoAsksForARenewalMayTryAnEndedSessionAgain() {
        SessionRenewal first = node.renewal(seeded("seed"));
        readAndAnnounce(first);
        done(settle(first, first.on(answered(granted("a1", "r1")))));
        time.advance(Duration.ofSeconds(170));
        SessionRenewal second = node.renewal(seeded("seed"));
        readAndAnnounce(second);
        settle(second, second.on(found(second.on(answered(invalidGrant())))));

        assertThat(failed(node.renewal(seeded("seed")).on(found(new Step.Find()))))
                .isInstanceOf(ReauthorizationRequiredException.class);
        SessionRenewal asked = node.renewal(seeded("seed"), RenewalReason.REQUESTED);
        assertThat(sent(readAndAnnounce(asked))).isEqualTo("refresh r1");
    }

    // --- a repository of one row, driven by hand

    private @Nullable TokenDocument announced;

    private Step readAndAnnounce(SessionRenewal renewal) {
        Step.Write announce = (Step.Write) renewal.on(found(renewal.start()));
        announced = announce.document();
        return renewal.on(found(renewal.on(wrote(announce))));
    }

    private TokenDocument announceBefore() {
        return Objects.requireNonNull(announced);
    }

    /** Serves reads and writes until something else is wanted. */
    private Step settle(SessionRenewal renewal, Step first) {
        Step step = first;
        for (int i = 0; i < 20; i++) {
            if (step instanceof Step.Write write) {
                step = renewal.on(wrote(write));
            } else if (step instanceof Step.Find find) {
                step = renewal.on(found(find));
            } else {
                return step;
            }
        }
        throw new AssertionError("The renewal does not settle");
    }

    private Step.Event.Found found(Step step) {
        assertThat(step).isInstanceOf(Step.Find.class);
        return new Step.Event.Found(Optional.ofNullable(row));
    }

    private Step.Event.Wrote wrote(Step.Write write) {
        boolean matches = row == null
                ? write.expected().equals(DocumentVersion.ABSENT)
                : write.expected().equals(row.version());
        if (matches) {
            row = write.document();
        }
        return new Step.Event.Wrote(matches);
    }

    private void store(Step.Write write) {
        assertThat(wrote(write).stored()).isTrue();
    }

    private SessionDocument session() {
        return session(Objects.requireNonNull(row));
    }

    private static SessionDocument session(TokenDocument document) {
        return new SessionDocumentCodec().read(document.payload());
    }

    private void signIn(String accessToken, String refreshToken) {
        signIn(node, accessToken, refreshToken);
    }

    private void signIn(Node by, String accessToken, String refreshToken) {
        SessionRenewal renewal = by.renewal(password());
        readAndAnnounce(renewal);
        done(settle(renewal, renewal.on(answered(granted(accessToken, refreshToken)))));
    }

    private TokenSet renew(TokenOutcome outcome) {
        SessionRenewal renewal = node.renewal(password());
        readAndAnnounce(renewal);
        return done(settle(renewal, renewal.on(answered(outcome))));
    }

    /** Another node's renewal that overlaps ours, as after a pause longer than the lease. */
    private void renewOn(Node by, TokenDocument withForeignIntent, TokenOutcome outcome) {
        SessionRenewal renewal = by.renewal(password());
        by.memory.announced(Objects.requireNonNull(session(withForeignIntent).intent()));
        readAndAnnounce(renewal);
        done(settle(renewal, renewal.on(answered(outcome))));
    }

    private Step.Event.Answered answered(TokenOutcome outcome) {
        return new Step.Event.Answered(outcome, time.now(), time.nanoTime());
    }

    private Step.Event told(Duration ahead) {
        return new Step.Event.TimeTold(time.now().plus(ahead), time.now(), time.nanoTime());
    }

    private static TokenOutcome granted(String accessToken, @Nullable String refreshToken) {
        return granted(accessToken, refreshToken, null);
    }

    private static TokenOutcome granted(
            String accessToken, @Nullable String refreshToken, @Nullable Instant serverTime) {
        return new TokenOutcome.Granted(new TokenResponse(
                Secret.of(accessToken),
                "Bearer",
                Duration.ofSeconds(180),
                Secret.ofNullable(refreshToken),
                Duration.ofSeconds(1800),
                null,
                null,
                serverTime,
                Map.of()));
    }

    private static TokenOutcome invalidGrant() {
        return new TokenOutcome.Refused(400, "invalid_grant", "Token is not active", null, null);
    }

    private static String sent(Step step) {
        assertThat(step).isInstanceOf(Step.Send.class);
        TokenRequest request = ((Step.Send) step).request();
        return request instanceof TokenRequest.ByRefreshToken refresh
                ? "refresh " + refresh.refreshToken().value()
                : request.grantType();
    }

    private static TokenSet done(Step step) {
        assertThat(step).isInstanceOf(Step.Done.class);
        return ((Step.Done) step).tokens();
    }

    private static OidcTokenException failed(Step step) {
        assertThat(step).isInstanceOf(Step.Failed.class);
        return ((Step.Failed) step).failure();
    }

    private static Step.Event failedAt(Step step) {
        RepositoryException down = new RepositoryException("down", null);
        return step instanceof Step.Find ? new Step.Event.FindFailed(down) : new Step.Event.WriteFailed(down);
    }

    private static ClientRegistration password() {
        return password(Map.of());
    }

    private static ClientRegistration leasing(Duration lease) {
        String third = lease.dividedBy(3).toString();
        return password(
                Map.of("lease", lease.toString(), "readLimit", third, "requestTimeout", third, "storeBudget", third));
    }

    private static ClientRegistration password(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret",
                "grant", "password",
                "username", "alice",
                "password", "wonderland"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }

    private static ClientRegistration seeded(String refreshToken) {
        return ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "clientId", "camel",
                        "clientSecret", "s3cret-s3cret",
                        "grant", "refresh_token",
                        "refreshToken", refreshToken)));
    }

    /** A JVM: its own randomness and its own memory. */
    private final class Node {

        private final Random random;
        private final SessionMemory memory = new SessionMemory();
        private final ServerClock clock;

        Node(long seed) {
            this(seed, new ServerClock(time));
            clock.learn(time.now(), time.now(), time.nanoTime());
        }

        Node(long seed, ServerClock clock) {
            this.random = new Random(seed);
            this.clock = clock;
        }

        SessionRenewal renewal(ClientRegistration client) {
            return renewal(client, RenewalReason.EXPIRED);
        }

        SessionRenewal renewal(ClientRegistration client, RenewalReason reason) {
            RenewalRequest request =
                    new RenewalRequest(client, AccessKey.of(client, "default"), reason, null, () -> {});
            return new SessionRenewal(request, memory, clock, time, random);
        }
    }
}
