package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenNotValidatedException;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Tokens of a real Keycloak, judged by its real keys and its introspection. */
class KeycloakValidationIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:ifs?output=body
            - route:
                from:
                  uri: direct:introspect
                  steps:
                    - to: oidc-token:ifs?operation=introspect
            - route:
                from:
                  uri: direct:validate
                  steps:
                    - to: oidc-token:ifs?operation=validate&audience=%s
            - route:
                from:
                  uri: direct:own
                  steps:
                    - to: oidc-token:ifs?operation=validate
            """.formatted(IfsRealm.AUDIENCE);

    private final KeycloakServer keycloak = SharedKeycloak.get();

    @Test
    void tokenIsJudgedByTheServersKeys() throws Exception {
        try (CamelApplication application = application(IfsRealm.SERVICE.secret())) {
            String token = token(application);

            Exchange valid = send(application, "direct:validate", token);
            Exchange forOthers = send(application, "direct:own", token);
            Exchange forged = send(application, "direct:validate", changed(token));

            assertThat(valid.getException()).isNull();
            assertThat(valid.getProperty("CamelOidcTokenClaims", Map.class))
                    .containsEntry("azp", IfsRealm.SERVICE.id());
            assertThat(forOthers.getException())
                    .isInstanceOf(TokenInvalidException.class)
                    .hasMessageContaining("the token is not for this audience");
            assertThat(forged.getException())
                    .isInstanceOf(TokenInvalidException.class)
                    .hasMessageContaining("the token has a wrong signature");
        }
    }

    @Test
    void freshTokenForOthersIsInactiveAndTheLogSaysWhy() throws Exception {
        try (CamelApplication application = application(IfsRealm.SERVICE.secret());
                CapturedLog log = CapturedLog.open()) {
            String token = token(application);

            assertThat(send(application, "direct:introspect", token)
                            .getMessage()
                            .getBody())
                    .isEqualTo(Map.of("active", false));
            assertThat(log.text())
                    .contains("aud does not name '" + IfsRealm.SERVICE.id() + "'", "audience mapper")
                    .doesNotContain(token);
        }
    }

    @Test
    void wrongSecretIsRefusedByTheServer() throws Exception {
        try (CamelApplication application = application("not-the-secret")) {
            assertThat(send(application, "direct:introspect", "opaque").getException())
                    .isInstanceOf(TokenNotValidatedException.class)
                    .hasMessageContaining("401")
                    .hasMessageContaining("clients[ifs].client-secret")
                    .hasMessageNotContaining("not-the-secret");
        }
    }

    /** The same token with another signature: a character in the middle of it is changed. */
    private static String changed(String token) {
        int middle = (token.lastIndexOf('.') + token.length()) / 2;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        return token.substring(0, middle) + other + token.substring(middle + 1);
    }

    private static Exchange send(CamelApplication application, String uri, String token) {
        return application
                .template()
                .request(uri, exchange -> exchange.getMessage().setHeader("CamelOidcTokenToken", token));
    }

    private static String token(CamelApplication application) {
        return (String) application
                .template()
                .requestBody("direct:token", null, Map.class)
                .get("access_token");
    }

    private CamelApplication application(String secret) throws Exception {
        Map<String, String> properties = new HashMap<>();
        Map.of(
                        "provider",
                        "ifs-cloud",
                        "base-url",
                        keycloak.origin().toString(),
                        "realm",
                        IfsRealm.NAME,
                        "client-id",
                        IfsRealm.SERVICE.id(),
                        "client-secret",
                        secret)
                .forEach((option, value) -> properties.put("camel.component.oidc-token.clients[ifs]." + option, value));
        return CamelApplication.start(properties, ROUTES);
    }
}
