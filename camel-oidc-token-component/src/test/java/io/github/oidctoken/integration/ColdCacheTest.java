package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A herd of callers through a whole application. */
class ColdCacheTest {

    private static final int CALLERS = 200;

    @Test
    void twoHundredRoutesAtAColdCacheMakeOneTokenRequest() throws Exception {
        try (StrictAuthorizationServer server = OrdersApplication.server();
                ProtectedApi api = ProtectedApi.start(server.accessTokenVerifier());
                OrdersApplication application =
                        OrdersApplication.start(server, api.uri("/orders").toString(), CALLERS)) {
            server.delayNext(Duration.ofMillis(100));

            assertThat(application.callAtOnce())
                    .hasSize(CALLERS)
                    .allSatisfy(body -> assertThat(body).contains("P10001"));
            assertThat(server.statistics().requests()).isEqualTo(1);
            assertThat(api.calls())
                    .hasSize(CALLERS)
                    .extracting(RecordedCall::status)
                    .containsOnly(200);
        }
    }
}
