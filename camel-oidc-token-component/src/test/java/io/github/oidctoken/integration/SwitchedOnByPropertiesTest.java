package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.RawServer;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes of camel-main whose calls are authorized without a line of Java. */
class SwitchedOnByPropertiesTest {

    private static final String CLIENT = "camel.component.oidc-token.clients[ifs].";

    private StrictAuthorizationServer server;
    private RawServer api;

    @BeforeEach
    void start() throws IOException {
        server = StrictAuthorizationServer.start(
                StrictServerSettings.builder().client("camel", "s3cret").build());
        api = RawServer.keepingAlive();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        api.close();
    }

    private Map<String, String> client() {
        return new HashMap<>(Map.of(
                CLIENT + "token-endpoint",
                server.tokenEndpoint().toString(),
                CLIENT + "client-id",
                "camel",
                CLIENT + "client-secret",
                "s3cret",
                CLIENT + "targets",
                url("/api")));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + api.port() + path;
    }

    private void call(Map<String, String> properties, String yaml, String... endpoints) throws Exception {
        try (CamelApplication application = CamelApplication.start(
                properties, yaml.replace("TARGET", url("/api")).replace("OTHER", url("/other")))) {
            for (String endpoint : endpoints) {
                application.template().requestBody(endpoint, "order");
            }
        }
    }

    /** Whether each request carried a token, in order. */
    private List<Boolean> carried() {
        return api.requests().stream()
                .map(request -> request.contains("Authorization: Bearer "))
                .toList();
    }

    @Test
    void fromTheStepOnTheCallsOfTheExchangeAreAuthorized() throws Exception {
        call(client(), """
                - route:
                    from:
                      uri: direct:orders
                      steps:
                        - to: TARGET/before
                        - to: oidc-token:ifs
                        - to: TARGET/after
                        - to: OTHER
                        - to: direct:further
                - route:
                    from:
                      uri: direct:further
                      steps:
                        - enrich: {constant: TARGET/further}
                """, "direct:orders");

        assertThat(carried()).containsExactly(false, true, false, true);
    }

    @Test
    void routesWhoseIdsMatchAPatternOfTheClientAreAuthorized() throws Exception {
        Map<String, String> properties = client();
        properties.put(CLIENT + "routes", "orders-*, billing");
        call(properties, """
                - route:
                    id: orders-eu
                    from:
                      uri: direct:orders
                      steps:
                        - to: TARGET
                        - to: OTHER
                - route:
                    id: billing
                    from:
                      uri: direct:billing
                      steps:
                        - enrich: {constant: TARGET}
                - route:
                    id: plain
                    from:
                      uri: direct:plain
                      steps:
                        - to: TARGET
                """, "direct:orders", "direct:billing", "direct:plain");

        assertThat(carried()).containsExactly(true, false, true, false);
    }

    @Test
    void aFurtherSchemeIsAuthorizedByAProperty() throws Exception {
        Map<String, String> properties = client();
        properties.put("camel.component.oidc-token.http-schemes", "further");
        properties.put("camel.beans.further", "#class:io.github.oidctoken.camel.http.FurtherComponent");
        call(properties, """
                - route:
                    routePolicy: oidc-token:ifs
                    from:
                      uri: direct:orders
                      steps:
                        - to: further:TARGET
                        - to: further:OTHER
                """, "direct:orders");

        assertThat(carried()).containsExactly(true, false);
    }
}
