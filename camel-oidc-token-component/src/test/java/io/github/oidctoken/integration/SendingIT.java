package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.camel.RawServer;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main ways of sending with tokens of a real Keycloak, to an API that checks signature, issuer, audience and expiry by a
 * library; beside each call a foreign host gets one too.
 */
class SendingIT {

    private static final List<String> WAYS =
            List.of("to", "toD", "recipientList", "enrich", "wireTap", "multicast", "split");

    private static final String ROUTES = """
            - route:
                id: to
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:to
                  steps:
                    - to: API/to
                    - to: API/to
                    - to: FOREIGN/to
            - route:
                id: toD
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:toD
                  steps:
                    - setHeader: {name: way, constant: toD}
                    - toD: {uri: 'API/${header.way}'}
                    - toD: {uri: 'API/${header.way}?again=1'}
                    - toD: {uri: 'FOREIGN/${header.way}'}
            - route:
                id: recipientList
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:recipientList
                  steps:
                    - recipientList:
                        constant: API/recipientList,API/recipientList?again=1,FOREIGN/recipientList
                        parallelProcessing: true
            - route:
                id: enrich
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:enrich
                  steps:
                    - enrich: {constant: API/enrich}
                    - enrich: {constant: API/enrich}
                    - enrich: {constant: FOREIGN/enrich}
            - route:
                id: wireTap
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:wireTap
                  steps:
                    - wireTap: {uri: API/wireTap}
                    - wireTap: {uri: API/wireTap}
                    - wireTap: {uri: FOREIGN/wireTap}
            - route:
                id: multicast
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:multicast
                  steps:
                    - multicast:
                        parallelProcessing: true
                        steps:
                          - to: API/multicast
                          - to: API/multicast?again=1
                          - to: FOREIGN/multicast
            - route:
                id: split
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:split
                  steps:
                    - split:
                        expression: {tokenize: {token: ','}}
                        parallelProcessing: true
                        steps:
                          - to: API/split
                          - to: FOREIGN/split
            """;

    private final KeycloakServer keycloak = SharedKeycloak.get();
    private final ProtectedApi api =
            ProtectedApi.start(JwksVerifier.of(keycloak, IfsRealm.NAME, IfsRealm.AUDIENCE)::verify);
    private RawServer foreign;

    @BeforeEach
    void startForeign() throws IOException {
        foreign = RawServer.keepingAlive();
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        foreign.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vertx-http:", "netty-http:", "undertow:"})
    void everyMainWayOfSendingCarriesATokenThatALibraryFindsValid(String component) throws Exception {
        String client = "camel.component.oidc-token.clients[ifs].";
        Map<String, String> properties = Map.of(
                client + "provider", "ifs-cloud",
                client + "base-url", keycloak.origin().toString(),
                client + "realm", IfsRealm.NAME,
                client + "client-id", IfsRealm.SERVICE.id(),
                client + "client-secret", IfsRealm.SERVICE.secret(),
                client + "targets", api.uri("/api").toString());
        String routes = ROUTES.replace("API", component + api.uri("/api"))
                .replace("FOREIGN", component + "http://127.0.0.1:" + foreign.port());

        try (CamelApplication application = CamelApplication.start(properties, routes)) {
            for (String way : WAYS) {
                application.template().requestBody("direct:" + way, "a,b");
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> api.calls().size() >= 2 * WAYS.size()
                            && foreign.requests().size() >= WAYS.size() + 1);
        }

        for (String way : WAYS) {
            assertThat(api.calls())
                    .filteredOn(call -> call.path().equals("/api/" + way))
                    .as(way)
                    .hasSize(2)
                    .allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
        }
        assertThat(api.calls()).extracting(RecordedCall::token).hasSize(2 * WAYS.size());
        assertThat(api.calls().stream().map(RecordedCall::token).distinct()).hasSize(1);
        assertThat(foreign.requests())
                .hasSize(WAYS.size() + 1)
                .allSatisfy(request -> assertThat(request).doesNotContainIgnoringCase("authorization"));
    }
}
