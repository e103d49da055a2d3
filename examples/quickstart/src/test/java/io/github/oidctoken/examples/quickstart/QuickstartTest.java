package io.github.oidctoken.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuickstartTest {

    @Test
    void theRouteKeepsCallingAcrossLifetimesAndAForcedRefusal() throws Exception {
        CallReport.Summary summary;
        try (AuthorizationServer server = AuthorizationServer.embedded(Duration.ofSeconds(3))) {
            summary = Quickstart.run(server, 60, Duration.ofMillis(150));
        }

        assertThat(summary.failed()).isZero();
        assertThat(summary.succeeded()).isGreaterThanOrEqualTo(60);
        assertThat(summary.renewals()).isGreaterThanOrEqualTo(3);
        assertThat(summary.refused()).isEqualTo(1);
    }
}
