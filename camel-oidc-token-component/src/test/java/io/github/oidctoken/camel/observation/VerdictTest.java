package io.github.oidctoken.camel.observation;

import static io.github.oidctoken.camel.observation.WatchedClient.held;
import static io.github.oidctoken.camel.observation.WatchedClient.token;
import static org.apache.camel.health.HealthCheck.State.DOWN;
import static org.apache.camel.health.HealthCheck.State.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.renewal.ClientStatus;
import io.github.oidctoken.oauth2.token.Freshness;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What makes a client DOWN, what does not, and that the reason is told with a remedy. */
class VerdictTest {

    private static final ClientStatus.Held GOOD = held(token(Freshness.FRESH, 0, false, null));
    private static final ClientStatus.Held FAILING = held(token(Freshness.STALE, 2, false, "no route to host"));
    private static final ClientStatus.Held EXPIRED = held(token(Freshness.EXPIRED, 2, false, "no route to host"));
    private static final ClientStatus.Held ENDED = held(token(null, 1, true, "a person must sign in"));
    private static final ClientStatus.Held NEVER_HAD = held(token(null, 1, false, "wrong secret"));

    @Test
    void aTokenThatHasEndedAndCannotBeRenewedIsDown() {
        assertThat(ofOne(EXPIRED)).isEqualTo(new Verdict(DOWN, "no route to host"));
        assertThat(ofOne(NEVER_HAD)).isEqualTo(new Verdict(DOWN, "wrong secret"));
    }

    @Test
    void aTokenThatHasEndedAndNobodyWantsIsUp() {
        assertThat(ofOne(held(token(Freshness.EXPIRED, 0, false, null)))).isEqualTo(new Verdict(UP, null));
    }

    @Test
    void aSessionThatOnlyAPersonCanStartIsDown() {
        assertThat(ofOne(ENDED)).isEqualTo(new Verdict(DOWN, "a person must sign in"));
    }

    @Test
    void aSessionThatHasEndedIsDownWhileItsLastTokenIsStillGood() {
        assertThat(ofOne(held(token(Freshness.FRESH, 1, true, "a person must sign in"))))
                .isEqualTo(new Verdict(DOWN, "a person must sign in"));
    }

    @Test
    void aRotationThatIsNotStoredIsDownHoweverGoodTheTokenAndSaysWhatNotToDo() {
        ClientStatus.Held unsaved = new ClientStatus.Held("default", GOOD.token(), null, null, null, true, null);

        Verdict verdict = ofOne(unsaved);

        assertThat(verdict.state()).isEqualTo(DOWN);
        assertThat(verdict.reason())
                .contains("Client 'ifs': unsaved rotation", "Check the repository; do not stop this node");
    }

    @Test
    void renewalsThatFailAreToldWhileTheTokenIsGood() {
        assertThat(ofOne(FAILING))
                .isEqualTo(new Verdict(UP, "The token held is still good, but renewals fail: no route to host"));
    }

    @Test
    void anEndThatNoRenewalPutsOffIsToldBeforeItComes() {
        Instant end = Instant.parse("2026-03-01T08:30:00Z");
        Verdict verdict = ofOne(new ClientStatus.Held("default", GOOD.token(), null, null, null, false, end));

        assertThat(verdict.state()).isEqualTo(UP);
        assertThat(verdict.reason()).contains("the session ends at 2026-03-01T08:30:00Z", "Sign in again before.");
    }

    @Test
    void beforeTheFirstUseItIsWhatTheOptionSays() {
        assertThat(Verdict.of(WatchedClient.of().status(), true, UP).state()).isEqualTo(UP);
    }

    @Test
    void ofManyPrincipalsNeitherOnePersonsEndedSessionNorOneFailureTakesTheNodeAway() {
        assertThat(ofMany(ENDED).state()).isEqualTo(UP);
        assertThat(ofMany(NEVER_HAD, GOOD).state()).isEqualTo(UP);
        assertThat(ofMany(NEVER_HAD, EXPIRED).state()).isEqualTo(DOWN);
    }

    private static Verdict ofOne(ClientStatus.Held token) {
        return Verdict.of(WatchedClient.of(token).status(), true, UP);
    }

    private static Verdict ofMany(ClientStatus.Held... tokens) {
        return Verdict.of(WatchedClient.of(tokens).status(), false, UP);
    }
}
