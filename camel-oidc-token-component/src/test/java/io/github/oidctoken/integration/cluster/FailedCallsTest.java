package io.github.oidctoken.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedCallsTest {

    private static final String NO_DATABASE = "the session cannot be renewed without the token repository: gone";
    private static final String LATE = "the token endpoint has not answered within 2 s";

    private final FailedCalls calls = new FailedCalls(
            Duration.ofSeconds(15),
            List.of(
                    new Disturbance(Kind.RESTARTED, Disturbance.DATABASE, at(100), at(101)),
                    new Disturbance(Kind.STOPPED, "a", at(200), at(206))));

    @Test
    void onlyACallThatWaitedForTheWholeTimeMayFailInQuietTimes() {
        assertThat(calls.isUnexplained("a", failed(10, 15, "waited"))).isFalse();
        assertThat(calls.isUnexplained("a", failed(10, 14, "waited"))).isTrue();
        assertThat(calls.isUnexplained("a", failed(10, 1, NO_DATABASE))).isTrue();
        assertThat(calls.isUnexplained("a", failed(10, 3, LATE))).isTrue();
    }

    @Test
    void aMissingDatabaseExplainsAFailureWhileItIsAwayAndALittleLater() {
        assertThat(calls.isUnexplained("a", failed(99, 2, NO_DATABASE))).isFalse();
        assertThat(calls.isUnexplained("a", failed(103, 0, NO_DATABASE))).isFalse();
        assertThat(calls.isUnexplained("a", failed(105, 0, NO_DATABASE))).isTrue();
        assertThat(calls.isUnexplained("a", failed(100, 1, "refused"))).isTrue();
    }

    @Test
    void aStopExplainsALateAnswerOfTheSameNodeOnly() {
        assertThat(calls.isUnexplained("a", failed(199, 7, LATE))).isFalse();
        assertThat(calls.isUnexplained("a", failed(206, 0, LATE))).isFalse();
        assertThat(calls.isUnexplained("b", failed(199, 7, LATE))).isTrue();
        assertThat(calls.isUnexplained("a", failed(208, 0, LATE))).isTrue();
    }

    private static NodeLine failed(int second, int took, String text) {
        return new NodeLine(NodeLine.Kind.FAILED, at(second), Duration.ofSeconds(took), text);
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
