package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.http.RequestNotRepeatableException;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that can be read only once, through a whole application, at an API that refuses the token. */
class UncachedBodyTest {

    private static final String ROUTES = """
            - route:
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:orders
                  steps:
                    - to: TARGET
            """;

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .client("camel", "s3cret")
            // the next renewal waits for a hundredth of it, and for a second at least
            .accessTokenLifetime(Duration.ofSeconds(100))
            .build());
    private final ProtectedApi api = ProtectedApi.start(server.accessTokenVerifier());

    @AfterEach
    void stop() {
        api.close();
        server.close();
    }

    private CamelApplication application(String target) throws Exception {
        String client = "camel.component.oidc-token.clients[ifs].";
        return CamelApplication.start(
                Map.of(
                        client + "token-endpoint",
                        server.tokenEndpoint().toString(),
                        client + "client-id",
                        "camel",
                        client + "client-secret",
                        "s3cret",
                        client + "targets",
                        api.uri("/api").toString(),
                        "camel.main.stream-caching-enabled",
                        "false"),
                ROUTES.replace("TARGET", target));
    }

    /** Sends a stream and waits ten seconds at most, which is far less than what any component waits for anything. */
    private static Exchange post(CamelApplication application, String text) throws Exception {
        return application
                .template()
                .asyncSend(
                        "direct:orders",
                        exchange -> exchange.getIn()
                                .setBody(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                .get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vertx-http:", "netty-http:", "undertow:"})
    void aRefusalFailsTheCallAtOnceAndTheNextOneHasANewToken(String component) throws Exception {
        try (CamelApplication application = application(component + api.uri("/api"))) {
            Exchange first = post(application, "first");
            api.rejectNext();
            Exchange refused = post(application, "refused");
            Exchange next = post(application, "next");

            assertThat(first.getException()).isNull();
            assertThat(refused.getException()).isInstanceOf(RequestNotRepeatableException.class);
            assertThat(next.getException()).isNull();
        }
        assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200, 401, 200);
        assertThat(api.calls()).extracting(RecordedCall::body).containsExactly("first", "refused", "next");
        assertThat(server.statistics().requests()).isEqualTo(2);
    }
}
