package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;

/** A herd of callers through a whole application. */
class ColdCacheTest {

    private static final int CALLERS = 200;

    @Test
    void twoHundredRoutesAtAColdCacheMakeOneTokenRequest() throws Exception {
        StrictServerSettings settings = StrictServerSettings.builder()
                .client("camel", "s3cret")
                .user("alice", "wonderland")
                .build();
        try (StrictAuthorizationServer server = StrictAuthorizationServer.start(settings);
                ProtectedApi api = ProtectedApi.start(server.accessTokenVerifier());
                CamelApplication application = application(server, api)) {
            server.delayNext(Duration.ofMillis(100));

            assertThat(callAtOnce(application))
                    .hasSize(CALLERS)
                    .allSatisfy(body -> assertThat(body).contains("P10001"));
            assertThat(server.statistics().requests()).isEqualTo(1);
            assertThat(api.calls())
                    .hasSize(CALLERS)
                    .extracting(RecordedCall::status)
                    .containsOnly(200);
        }
    }

    private static List<String> callAtOnce(CamelApplication application) throws Exception {
        ProducerTemplate template = application.template();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(callers.submit(() -> {
                start.await();
                return template.requestBody("direct:orders", null, String.class);
            }));
        }
        start.countDown();
        List<String> bodies = new ArrayList<>();
        for (Future<String> call : calls) {
            bodies.add(call.get());
        }
        callers.shutdownNow();
        return bodies;
    }

    private static CamelApplication application(StrictAuthorizationServer server, ProtectedApi api) throws Exception {
        String client = "camel.component.oidc-token.clients[ifs].";
        return CamelApplication.start(
                Map.of(
                        client + "token-endpoint",
                        server.tokenEndpoint().toString(),
                        client + "client-id",
                        "camel",
                        client + "client-secret",
                        "s3cret",
                        client + "grant",
                        "password",
                        client + "username",
                        "alice",
                        client + "password",
                        "wonderland",
                        client + "targets",
                        api.uri("/").toString(),
                        "camel.component.http.connections-per-route",
                        "200"),
                """
                - route:
                    id: orders
                    routePolicy: oidc-token:ifs
                    from:
                      uri: direct:orders
                      steps:
                        - to: %s
                """.formatted(api.uri("/orders")));
    }
}
