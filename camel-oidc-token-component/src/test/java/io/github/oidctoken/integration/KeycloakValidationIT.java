package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.PasswordRefusedException;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenNotValidatedException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.TroubleshootingPage;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
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
            - route:
                from:
                  uri: direct:login
                  steps:
                    - to: oidc-token:ifs?output=body
            - route:
                from:
                  uri: direct:ask
                  steps:
                    - to: oidc-token:ifs?operation=validate&validation=introspection
            - route:
                from:
                  uri: direct:guarded
                  steps:
                    - policy:
                        ref: oidc-token-guard:ifs?validation=introspection
                        steps:
                          - setBody:
                              simple: "hello ${exchangeProperty.CamelOidcTokenClaims[username]}"
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
                    .hasMessageContaining("the token is not for this audience")
                    .message()
                    .satisfies(TroubleshootingPage.shows("token-for-others", "ifs"));
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
    void tokenOfAnAudienceThatDoesNotNameTheClientIsInactiveAndTheFailureSaysWhy() throws Exception {
        try (CamelApplication application = application(IfsRealm.LOGIN, "password")) {
            String token = login(application, IfsRealm.ALICE.password());

            assertThat(send(application, "direct:introspect", token)
                            .getMessage()
                            .getBody())
                    .isEqualTo(Map.of("active", false));
            assertThat(send(application, "direct:ask", token).getException())
                    .isInstanceOf(TokenInvalidException.class)
                    .hasMessageContainingAll(
                            "aud does not name '" + IfsRealm.LOGIN.id() + "'",
                            "Keycloak since 26.6.2",
                            "Add an audience mapper")
                    .hasMessageNotContaining(token);
        }
    }

    @Test
    void userLogsInAndIsLetInWithTheToken() throws Exception {
        try (CamelApplication application = application(IfsRealm.ROPC, "password")) {
            // these tokens live 5 seconds: on a busy machine another one is needed
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                String token = login(application, IfsRealm.ALICE.password());
                Map<?, ?> members = send(application, "direct:introspect", token)
                        .getMessage()
                        .getBody(Map.class);
                Exchange guarded = application
                        .template()
                        .request(
                                "direct:guarded",
                                exchange -> exchange.getMessage().setHeader("Authorization", "Bearer " + token));

                assertThat(members.get("active")).isEqualTo(true);
                assertThat(members.get("username")).isEqualTo(IfsRealm.ALICE.name());
                assertThat(members.get("client_id")).isEqualTo(IfsRealm.ROPC.id());
                assertThat(members.get("token_type")).isEqualTo("Bearer");
                assertThat(members.get("exp")).isInstanceOf(Long.class);
                assertThat(members.get("aud"))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .contains(IfsRealm.ROPC.id(), IfsRealm.AUDIENCE);
                assertThat(guarded.getMessage().getBody()).isEqualTo("hello " + IfsRealm.ALICE.name());
            });
        }
    }

    @Test
    void refusedUserIsToldFromARefusedClient() throws Exception {
        try (CamelApplication application = application(IfsRealm.LOGIN, "password");
                CamelApplication stranger =
                        application(new IfsRealm.Client(IfsRealm.LOGIN.id(), "not-the-secret"), "password")) {
            assertThat(loginFailure(application, IfsRealm.ALICE.name(), "wrong"))
                    .isInstanceOf(PasswordRefusedException.class)
                    .hasMessageContaining("400 invalid_grant, Invalid user credentials");
            assertThat(loginFailure(application, IfsRealm.DISABLED.name(), IfsRealm.DISABLED.password()))
                    .isInstanceOf(PasswordRefusedException.class)
                    .hasMessageContaining("Account disabled");
            assertThat(loginFailure(stranger, IfsRealm.ALICE.name(), IfsRealm.ALICE.password()))
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("401 unauthorized_client")
                    .hasMessageContaining("clients[ifs].client-secret");
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

    private static String login(CamelApplication application, String password) {
        Exchange answer = login(application, IfsRealm.ALICE.name(), password);
        assertThat(answer.getException()).isNull();
        return String.valueOf(answer.getMessage().getBody(Map.class).get("access_token"));
    }

    private static Exception loginFailure(CamelApplication application, String username, String password) {
        return login(application, username, password).getException();
    }

    private static Exchange login(CamelApplication application, String username, String password) {
        return application
                .template()
                .request(
                        "direct:login",
                        exchange -> exchange.getMessage().setBody(Map.of("username", username, "password", password)));
    }

    private CamelApplication application(String secret) throws Exception {
        return application(new IfsRealm.Client(IfsRealm.SERVICE.id(), secret), "client_credentials");
    }

    private CamelApplication application(IfsRealm.Client client, String grant) throws Exception {
        Map<String, String> properties = new HashMap<>();
        Map.of(
                        "provider",
                        "ifs-cloud",
                        "base-url",
                        keycloak.origin().toString(),
                        "realm",
                        IfsRealm.NAME,
                        "client-id",
                        client.id(),
                        "client-secret",
                        client.secret(),
                        "grant",
                        grant)
                .forEach((option, value) -> properties.put("camel.component.oidc-token.clients[ifs]." + option, value));
        return CamelApplication.start(properties, ROUTES);
    }
}
