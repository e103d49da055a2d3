package io.github.oidctoken.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import io.github.oidctoken.integration.cluster.FailedCalls.Excuse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedCallsTest {

    private static final String NO_DATABASE = "the session cannot be renewed without the token repository: gone";
    private static final String LATE = "the token endpoint has not answered within 2 s";
    private static final String OUTLIVED = "a token that lives 5 s had ended before it arrived";
    private static final String WAITED = "no access token within 15 s";

    private final FailedCalls calls = new FailedCalls(
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            List.of(
                    new Disturbance(Kind.RESTARTED, Disturbance.DATABASE, at(100), at(101)),
                    new Disturbance(Kind.STOPPED, "a", at(200), at(206))));

    @Test
    void noCallMayFailInQuietTimes() {
        assertThat(calls.excuse("a", failed(10, 15, WAITED))).isEmpty();
        assertThat(calls.excuse("a", failed(10, 1, NO_DATABASE))).isEmpty();
        assertThat(calls.excuse("a", failed(10, 3, LATE))).isEmpty();
    }

    @Test
    void whoHasWaitedForTheWholeTimeWhileANodeWasGoneMayFail() {
        assertThat(calls.excuse("b", failed(190, 15, WAITED))).contains(Excuse.TAKEOVER);
        assertThat(calls.excuse("b", failed(211, 15, WAITED))).contains(Excuse.TAKEOVER);
        assertThat(calls.excuse("b", failed(212, 15, WAITED))).isEmpty();
        assertThat(calls.excuse("b", failed(200, 14, WAITED))).isEmpty();
        assertThat(calls.excuse("b", failed(100, 15, WAITED)))
                .as("the database is no node")
                .isEmpty();
    }

    @Test
    void aMissingDatabaseExplainsAFailureWhileItIsAwayAndALittleLater() {
        assertThat(calls.excuse("a", failed(99, 2, NO_DATABASE))).contains(Excuse.NO_DATABASE);
        assertThat(calls.excuse("a", failed(102, 0, NO_DATABASE))).contains(Excuse.NO_DATABASE);
        assertThat(calls.excuse("a", failed(103, 0, NO_DATABASE))).isEmpty();
        assertThat(calls.excuse("a", failed(100, 1, "refused"))).isEmpty();
    }

    @Test
    void aStopExplainsATokenThatHasEndedOnItsWayToTheSameNodeOnly() {
        assertThat(calls.excuse("a", failed(199, 7, OUTLIVED))).contains(Excuse.OWN_STANDSTILL);
        assertThat(calls.excuse("a", failed(206, 0, OUTLIVED))).contains(Excuse.OWN_STANDSTILL);
        assertThat(calls.excuse("b", failed(199, 7, OUTLIVED))).isEmpty();
        assertThat(calls.excuse("a", failed(208, 0, OUTLIVED))).isEmpty();
    }

    @Test
    void aStopDoesNotExplainThatAnAnswerWasNotRead() {
        assertThat(calls.excuse("a", failed(199, 7, LATE))).isEmpty();
    }

    private static NodeLine failed(int second, int took, String text) {
        return new NodeLine(NodeLine.Kind.FAILED, at(second), Duration.ofSeconds(took), text);
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
