package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.testkit.CamelApplication;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** A client without grant and secret, which only judges the tokens of others. */
class ResourceServerTest {

    private static final String GUARDED = """
            - route:
                from:
                  uri: direct:guarded
                  steps:
                    - policy:
                        ref: oidc-token-guard:orders?validation=audience-only
                        steps:
                          - setBody:
                              constant: in
            """;

    @Test
    void itNeedsNeitherSecretNorGrant() throws Exception {
        try (CamelApplication application = CamelApplication.start(properties(), GUARDED)) {
            assertThat(call(application, "direct:guarded", "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJvcmRlcnMifQ.c2ln")
                            .getMessage()
                            .getBody())
                    .isEqualTo("in");
            assertThat(call(application, "direct:guarded", "opaque")
                            .getMessage()
                            .getHeader("CamelHttpResponseCode"))
                    .isEqualTo(401);
        }
    }

    @Test
    void anEndpointThatAsksItForATokenStopsTheStart() {
        String routes = """
                - route:
                    from:
                      uri: direct:token
                      steps:
                        - to: oidc-token:orders?output=body
                """;

        assertThatThrownBy(() -> CamelApplication.start(properties(), routes).close())
                .rootCause()
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageContainingAll("grant=none", "has no token", "oidc-token-guard:orders");
    }

    @Test
    void whoForgetsTheSecretIsToldOfBothWays() {
        Map<String, String> properties = properties();
        properties.remove("camel.component.oidc-token.clients[orders].grant");

        assertThatThrownBy(() -> CamelApplication.start(properties, GUARDED).close())
                .rootCause()
                .hasMessageContainingAll("client-secret is missing", "clients[orders].grant = none");
    }

    private static Exchange call(CamelApplication application, String route, String token) {
        return application
                .template()
                .request(route, exchange -> exchange.getMessage().setHeader("Authorization", "Bearer " + token));
    }

    private static Map<String, String> properties() {
        String client = "camel.component.oidc-token.clients[orders].";
        return new HashMap<>(Map.of(
                client + "issuer", "https://id.example.com",
                client + "client-id", "orders",
                client + "grant", "none"));
    }
}
