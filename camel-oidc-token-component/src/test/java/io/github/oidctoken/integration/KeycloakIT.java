package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTParser;
import io.github.oidctoken.camel.OidcTokenConstants;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** YAML routes and properties against a real Keycloak, and an API that checks signature, issuer, audience and expiry. */
class KeycloakIT {

    private final KeycloakServer keycloak = SharedKeycloak.get();
    private final ProtectedApi api =
            ProtectedApi.start(JwksVerifier.of(keycloak, IfsRealm.NAME, IfsRealm.AUDIENCE)::verify);
    private final List<TokenEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stopApi() {
        api.close();
    }

    @Test
    void clientCredentialsOfAnIfsCloudClient() throws Exception {
        try (CamelApplication application = application(service())) {
            assertThat(call(application)).contains("P10001");
        }
        assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200);
    }

    @Test
    void clientSecretBasicFormEncodesOddCharacters() throws Exception {
        Map<String, String> odd = service();
        odd.put("client-id", IfsRealm.ODD.id());
        odd.put("client-secret", IfsRealm.ODD.secret());
        odd.put("client-authentication", "client_secret_basic");
        try (CamelApplication application = application(odd)) {
            Map<?, ?> body = application.template().requestBody("direct:token", null, Map.class);
            assertThat(body.get("token_type")).isEqualTo("Bearer");
        }
    }

    @Test
    void theTokenEndpointIsDiscovered() throws Exception {
        Map<String, String> discovered = new HashMap<>(Map.of(
                "issuer", keycloak.issuer(IfsRealm.NAME).toString(),
                "client-id", IfsRealm.SERVICE.id(),
                "client-secret", IfsRealm.SERVICE.secret(),
                "targets", api.uri("/").toString()));
        try (CamelApplication application = application(discovered)) {
            assertThat(call(application)).contains("P10001");
        }
    }

    @Test
    void aRotatingSessionSurvivesFourLifetimesWithoutAFailedCall() throws Exception {
        try (CamelApplication application = application(password())) {
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        assertThat(call(application)).contains("P10001");
                        return distinctTokens() == 4;
                    });
        }
        assertThat(api.calls()).extracting(RecordedCall::status).containsOnly(200);
        assertThat(events).extracting(TokenEvent::type).startsWith(TokenEvent.Type.OBTAINED);
        // a renewed token can be used before its renewal is reported
        await().untilAsserted(() -> assertThat(events)
                .filteredOn(event -> event.type() == TokenEvent.Type.RENEWED)
                .hasSize(3));
        assertThat(events).extracting(TokenEvent::failure).containsOnlyNulls();
    }

    @Test
    void aTokenOfAnEndedSessionIsReplacedAfterThe401() throws Exception {
        try (CamelApplication application = application(password())) {
            assertThat(call(application)).contains("P10001");
            keycloak.admin().logOut(IfsRealm.NAME, IfsRealm.ALICE.name());
            api.rejectNext();
            assertThat(call(application)).contains("P10001");
        }
        assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200, 401, 200);
    }

    @Test
    void aWrongSecretSaysWhatKeycloakSaidAndWhichOptionToCheck() throws Exception {
        Map<String, String> wrong = service();
        wrong.put("client-secret", "not-the-secret");
        try (CamelApplication application = application(wrong)) {
            assertThatThrownBy(() -> call(application))
                    .isInstanceOf(CamelExecutionException.class)
                    .cause()
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("Client 'ifs'")
                    .hasMessageContaining("401 unauthorized_client, Invalid client or Invalid client credentials")
                    .hasMessageContaining("clients[ifs].client-secret")
                    .hasMessageNotContaining("not-the-secret");
        }
        assertThat(api.calls()).isEmpty();
    }

    @Test
    void aDisabledGrantSaysSo() throws Exception {
        Map<String, String> disabled = password();
        disabled.put("client-id", IfsRealm.NO_DIRECT.id());
        disabled.put("client-secret", IfsRealm.NO_DIRECT.secret());
        try (CamelApplication application = application(disabled)) {
            assertThatThrownBy(() -> call(application))
                    .cause()
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("400 unauthorized_client, Client not allowed for direct access grants")
                    .hasMessageContaining("Allow the password grant for this client at the server");
        }
    }

    @Test
    void anUnknownScopeSaysSo() throws Exception {
        Map<String, String> scoped = service();
        scoped.put("scope", "nosuchscope");
        try (CamelApplication application = application(scoped)) {
            assertThatThrownBy(() -> call(application))
                    .cause()
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("400 invalid_scope, Invalid scopes: nosuchscope")
                    .hasMessageContaining("clients[ifs].scope");
        }
    }

    @Test
    void aWrongPasswordSaysSo() throws Exception {
        Map<String, String> wrong = password();
        wrong.put("password", "not-the-password");
        try (CamelApplication application = application(wrong)) {
            assertThatThrownBy(() -> call(application))
                    .cause()
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("400 invalid_grant, Invalid user credentials")
                    .hasMessageContaining("clients[ifs].password")
                    .hasMessageNotContaining("not-the-password");
        }
    }

    @Test
    void callsGoOnWhileTheServerIsDownAndHealWhenItIsBack() throws Exception {
        try (CamelApplication application = application(password())) {
            assertThat(call(application)).contains("P10001");
            // a token with its whole life before it, and no orderly end of the server, which may take as long
            application.template().request("direct:renewed", exchange -> {});
            keycloak.kill();
            try {
                assertThat(call(application)).contains("P10001");
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThatThrownBy(() -> call(application))
                                .cause()
                                .isInstanceOf(TokenRequestNotSentException.class)
                                .hasMessageContaining("Client 'ifs'"));
            } finally {
                keycloak.startAgain();
            }
            await().atMost(Duration.ofSeconds(60))
                    .ignoreException(CamelExecutionException.class)
                    .untilAsserted(() -> assertThat(call(application)).contains("P10001"));
        }
        assertThat(api.calls()).extracting(RecordedCall::status).containsOnly(200);
    }

    /**
     * Keycloak cuts the moment of issue to a whole second, and {@code exp} with it, but not {@code expires_in}. Renewals of this token are 1.8 seconds apart,
     * so at least one of three is asked for late enough in a second to tell.
     */
    @Test
    void noTokenIsUsedAfterItsExp() throws Exception {
        try (CamelApplication application = application(service())) {
            for (int renewal = 0; renewal < 3; renewal++) {
                Instant asked = Instant.now();
                Message token = application
                        .template()
                        .request("direct:renewed", exchange -> {})
                        .getMessage();
                Duration took = Duration.between(asked, Instant.now());
                String jwt = (String) token.getBody(Map.class).get("access_token");
                Instant exp = JWTParser.parse(jwt)
                        .getJWTClaimsSet()
                        .getExpirationTime()
                        .toInstant();
                assertThat(token.getHeader(OidcTokenConstants.EXPIRES_AT, Instant.class))
                        .isBefore(exp)
                        .isAfter(exp.minusSeconds(3).minus(took));
            }
        }
    }

    private long distinctTokens() {
        return api.calls().stream().map(RecordedCall::token).distinct().count();
    }

    private static String call(CamelApplication application) {
        return application.template().requestBody("direct:orders", null, String.class);
    }

    private Map<String, String> service() {
        return new HashMap<>(Map.of(
                "provider", "ifs-cloud",
                "base-url", keycloak.origin().toString(),
                "realm", IfsRealm.NAME,
                "client-id", IfsRealm.SERVICE.id(),
                "client-secret", IfsRealm.SERVICE.secret(),
                "targets", api.uri("/").toString()));
    }

    private Map<String, String> password() {
        Map<String, String> options = service();
        options.putAll(Map.of(
                "grant", "password",
                "client-id", IfsRealm.ROPC.id(),
                "client-secret", IfsRealm.ROPC.secret(),
                "username", IfsRealm.ALICE.name(),
                "password", IfsRealm.ALICE.password()));
        return options;
    }

    private CamelApplication application(Map<String, String> client) throws Exception {
        Map<String, String> properties = new HashMap<>();
        client.forEach((option, value) -> properties.put("camel.component.oidc-token.clients[ifs]." + option, value));
        TokenEventListener listener = events::add;
        return CamelApplication.start(
                properties,
                """
                - route:
                    id: orders
                    routePolicy: oidc-token:ifs
                    from:
                      uri: direct:orders
                      steps:
                        - to: %s
                - route:
                    id: token
                    from:
                      uri: direct:token
                      steps:
                        - to: oidc-token:ifs?output=body
                - route:
                    id: renewed
                    from:
                      uri: direct:renewed
                      steps:
                        - to: oidc-token:ifs?operation=renew&output=body
                """.formatted(api.uri("/main/ifsapplications/projection/v1/CustomerOrders.svc/OrderSet")),
                Map.of("events", listener));
    }
}
