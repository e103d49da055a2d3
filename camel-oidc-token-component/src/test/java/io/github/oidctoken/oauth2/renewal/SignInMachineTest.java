package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.SignInFailedException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.token.TokenSet;
import io.github.oidctoken.testkit.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignInMachineTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final FakeTime time = new FakeTime();
    private final SessionDocumentCodec codec = new SessionDocumentCodec();
    private final SignIn signIn = signIn("alice");

    @Test
    void theFirstSignInIsWrittenWhereNothingWas() {
        SessionDocument written = written(find(signIn, null));

        assertThat(written.signedInAt()).isEqualTo(NOW);
        assertThat(written.subject()).isEqualTo("alice");
        assertThat(written.refreshToken()).isEqualTo(Secret.of("refresh"));
        assertThat(signIn.on(new Step.Event.Wrote(true))).isInstanceOf(Step.Done.class);
    }

    @Test
    void theIntentOfARenewalUnderWayAndTheEndOfTheOldSessionGo() {
        SessionDocument old = session(NOW.minusSeconds(60), "alice")
                .reauthorizationRequired("why", null)
                .withIntent(new Intent("a", "f", Duration.ofSeconds(40), null));

        SessionDocument written = written(find(signIn, old));

        assertThat(written.intent()).isNull();
        assertThat(written.status()).isEqualTo(SessionDocument.Status.ACTIVE);
        assertThat(written.generation()).isEqualTo(old.generation() + 1);
    }

    @Test
    void aSessionFromTheFutureIsReplacedByALaterOne() {
        Instant future = NOW.plusSeconds(3600);

        assertThat(written(find(signIn, session(future, "alice"))).signedInAt()).isAfter(future);
    }

    @Test
    void anUnknownWriteThatLandedIsRecognisedAlthoughTheSessionWasRenewedSince() {
        SessionDocument mine = written(find(signIn, null));
        SessionDocument renewed = mine.committed(commit(mine.signedInAt(), "next", null));

        assertThat(signIn.on(new Step.Event.WriteFailed(new RepositoryException("down", null))))
                .isInstanceOf(Step.Pause.class);
        assertThat(signIn.on(new Step.Event.Resumed())).isInstanceOf(Step.Find.class);
        assertThat(find(signIn, renewed)).isInstanceOf(Step.Done.class);
    }

    @Test
    void aLostRaceIsWrittenAgain() {
        written(find(signIn, null));

        assertThat(signIn.on(new Step.Event.Wrote(false))).isInstanceOf(Step.Pause.class);
        signIn.on(new Step.Event.Resumed());

        assertThat(find(signIn, session(NOW.minusSeconds(1), "alice"))).isInstanceOf(Step.Write.class);
    }

    @Test
    void aLaterSignInSupersedesThisOne() {
        written(find(signIn, null));
        signIn.on(new Step.Event.Wrote(false));
        signIn.on(new Step.Event.Resumed());

        assertThat(failure(find(signIn, session(NOW.plusSeconds(1), "alice"))))
                .isInstanceOf(SignInFailedException.class)
                .hasMessageContaining("a later sign-in");
    }

    @Test
    void anotherPersonIsRefused() {
        assertThat(failure(find(signIn("mallory"), session(NOW.minusSeconds(60), "alice"))))
                .isInstanceOf(SignInFailedException.class)
                .hasMessageContaining("another person")
                .hasMessageNotContaining("alice");
    }

    @Test
    void somebodyUnknownIsRefusedWhereOnePersonIsKnown() {
        assertThat(failure(find(signIn(null), session(NOW.minusSeconds(60), "alice"))))
                .hasMessageContaining("Add openid to clients[person].scope");
    }

    @Test
    void aRepositoryThatStaysDownEndsTheSignIn() {
        Step step = signIn.start();
        int pauses = 0;
        while (!(step instanceof Step.Failed) && pauses < 1000) {
            step = signIn.on(new Step.Event.FindFailed(new RepositoryException("down", null)));
            if (step instanceof Step.Pause pause) {
                pauses++;
                time.advance(pause.duration());
                signIn.on(new Step.Event.Resumed());
            }
        }

        assertThat(failure(step))
                .isInstanceOf(SignInFailedException.class)
                .hasMessageContaining("did not take them: down")
                .hasMessageContaining("sign in again");
    }

    private Step find(SignIn machine, @Nullable SessionDocument stored) {
        return machine.on(new Step.Event.Found(Optional.ofNullable(stored)
                .map(session -> new TokenDocument(
                        SessionDocumentCodec.KIND,
                        DocumentVersion.ABSENT.next(new Random(1)),
                        null,
                        codec.write(session)))));
    }

    private SessionDocument written(Step step) {
        assertThat(step).isInstanceOf(Step.Write.class);
        return codec.read(((Step.Write) step).document().payload());
    }

    private static Throwable failure(Step step) {
        assertThat(step).isInstanceOf(Step.Failed.class);
        return ((Step.Failed) step).failure();
    }

    private static SessionDocument session(Instant signedInAt, String subject) {
        return SessionDocument.NONE.committed(commit(signedInAt, "old", subject));
    }

    private static SessionDocument.Commit commit(Instant signedInAt, String refreshToken, @Nullable String subject) {
        StoredAccessToken token = new StoredAccessToken(
                Secret.of("access"), "Bearer", null, signedInAt, Duration.ofSeconds(180), Map.of());
        return new SessionDocument.Commit(
                signedInAt, Secret.of(refreshToken), null, false, List.of(), "key", token, null, null, subject, null);
    }

    private SignIn signIn(@Nullable String subject) {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "person",
                Map.of(
                        "issuer", "https://id.example.com",
                        "clientId", "camel",
                        "grant", "authorization_code",
                        "redirectUri", "https://me.example.com/back")));
        TokenSet tokens = new TokenSet(
                Secret.of("access"),
                "Bearer",
                null,
                NOW,
                time.nanoTime(),
                Duration.ofSeconds(180),
                TokenSet.Origin.GRANT,
                Map.of());
        return new SignIn(client, commit(NOW, "refresh", subject), tokens, time, new Random(1));
    }
}
