package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenNotValidatedException;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens that callers present, judged by YAML routes with the help of a strict authorization server. */
class PresentedTokenTest {

    private static final String ROUTES = """
            - route:
                id: token
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:api?output=body
            - route:
                id: introspect
                from:
                  uri: direct:introspect
                  steps:
                    - to: oidc-token:api?operation=introspect
            - route:
                id: validate
                from:
                  uri: direct:validate
                  steps:
                    - to: oidc-token:api?operation=validate
            - route:
                id: guarded
                from:
                  uri: direct:guarded
                  steps:
                    - policy:
                        ref: oidc-token-guard:api?scope=read
                        steps:
                          - setBody:
                              simple: "hello ${exchangeProperty.CamelOidcTokenClaims[sub]}"
                    - setHeader:
                        name: after
                        constant: the guard
            - route:
                id: keeping
                from:
                  uri: direct:keeping
                  steps:
                    - policy:
                        ref: oidc-token-guard:api?keepToken=true
                        steps:
                          - setBody:
                              constant: kept
            """;

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .client("api", "api-secret-api-secret")
            .build());

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void introspectionTakesTheTokenFromHeaderBodyOrAuthorization() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            String token = token(application);

            Exchange header = send(application, "direct:introspect", Map.of("CamelOidcTokenToken", token), null);
            Exchange body = send(application, "direct:introspect", Map.of(), token);
            Exchange bearer = send(application, "direct:introspect", bearer(token), "{\"order\": 7}");

            assertThat(header.getMessage().getBody(Map.class)).containsEntry("active", true);
            assertThat(body.getMessage().getBody(Map.class)).containsEntry("client_id", "api");
            assertThat(bearer.getMessage().getBody(Map.class)).containsEntry("active", true);
            assertThat(header.getMessage().getHeaders()).doesNotContainKey("CamelOidcTokenToken");
            assertThat(bearer.getMessage().getHeaders()).doesNotContainKey("Authorization");
        }
    }

    @Test
    void unknownTokenIsNotActive() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            Exchange answer = send(application, "direct:introspect", Map.of(), "unknown-token");

            assertThat(answer.getMessage().getBody()).isEqualTo(Map.of("active", false));
        }
    }

    @Test
    void introspectionWithoutATokenSaysWhereToPutIt() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            assertThat(send(application, "direct:introspect", Map.of(), null).getException())
                    .isInstanceOf(TokenInvalidException.class)
                    .hasMessageContaining("Set the header CamelOidcTokenToken or the body");
        }
    }

    @Test
    void wrongSecretSaysWhatToCheck() throws Exception {
        try (CamelApplication application = application(Map.of("client-secret", "wrong-wrong-wrong"));
                CapturedLog log = CapturedLog.open()) {
            Exception problem = send(application, "direct:introspect", Map.of(), "some-token-some-token")
                    .getException();

            assertThat(problem)
                    .isInstanceOf(TokenNotValidatedException.class)
                    .hasMessageContaining("refused: 401 invalid_client")
                    .hasMessageContaining("clients[api].client-secret");
            assertThat(log.text() + problem).doesNotContain("some-token-some-token", "wrong-wrong-wrong");
        }
    }

    @Test
    void validTokenLeavesTheBodyAndTellsItsClaims() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            Exchange answer = send(application, "direct:validate", bearer(token(application)), "{\"order\": 7}");

            assertThat(answer.getException()).isNull();
            assertThat(answer.getMessage().getBody()).isEqualTo("{\"order\": 7}");
            assertThat(answer.getProperty("CamelOidcTokenClaims", Map.class)).containsEntry("client_id", "api");
            assertThat(answer.getMessage().getHeaders()).doesNotContainKey("Authorization");
        }
    }

    @Test
    void aFloodOfWrongTokensLeavesTenLinesInTheLog() throws Exception {
        try (CamelApplication application = application(Map.of());
                CapturedLog log = CapturedLog.open()) {
            for (int i = 0; i < 30; i++) {
                send(application, "direct:guarded", bearer("made-up-token-" + i), null);
            }

            assertThat(log.text().lines().filter(line -> line.startsWith("INFO") && line.contains("Answered 401: ")))
                    .hasSize(10);
        }
    }

    @Test
    void invalidTokenFailsTheExchange() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            assertThat(send(application, "direct:validate", bearer("made-up-token"), null)
                            .getException())
                    .isInstanceOf(TokenInvalidException.class)
                    .hasMessage("Client 'api': the token is not active.");
        }
    }

    @Test
    void guardLetsAValidTokenInWithoutHandingItOn() throws Exception {
        try (CamelApplication application = application(Map.of("scope", "read"))) {
            Message answer = send(application, "direct:guarded", bearer(token(application)), null)
                    .getMessage();

            assertThat(answer.getBody()).isEqualTo("hello service-account-api");
            assertThat(answer.getHeader("after")).isEqualTo("the guard");
            assertThat(answer.getHeaders()).doesNotContainKeys("Authorization", "WWW-Authenticate");
        }
    }

    @Test
    void guardLeavesTheTokenWhereThatIsWanted() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            String token = token(application);

            assertThat(send(application, "direct:keeping", bearer(token), null)
                            .getMessage()
                            .getHeader("Authorization"))
                    .isEqualTo("Bearer " + token);
        }
    }

    @Test
    void guardAsksForATokenWithoutAnErrorCode() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            assertAnswered(
                    send(application, "direct:guarded", Map.of(), "order"),
                    401,
                    "Bearer realm=\"api\", scope=\"read\"");
            assertAnswered(
                    send(application, "direct:guarded", Map.of("Authorization", "Basic YTpi"), "order"),
                    401,
                    "Bearer realm=\"api\", scope=\"read\"");
        }
    }

    @Test
    void guardRefusesAnInvalidToken() throws Exception {
        try (CamelApplication application = application(Map.of());
                CapturedLog log = CapturedLog.open()) {
            assertAnswered(
                    send(application, "direct:guarded", bearer("made-up-token"), "order"),
                    401,
                    "Bearer realm=\"api\", error=\"invalid_token\", error_description=\"the token is not active\","
                            + " scope=\"read\"");
            assertThat(log.text())
                    .contains("Answered 401: Client 'api': the token is not active")
                    .doesNotContain("made-up-token");
        }
    }

    @Test
    void guardRefusesATokenWithoutTheScope() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            assertAnswered(
                    send(application, "direct:guarded", bearer(token(application)), "order"),
                    403,
                    "Bearer realm=\"api\", error=\"insufficient_scope\","
                            + " error_description=\"the token lacks a scope of: read\", scope=\"read\"");
        }
    }

    @Test
    void guardRefusesWhatIsNoToken() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            assertAnswered(
                    send(application, "direct:guarded", bearer("two tokens"), "order"),
                    400,
                    "Bearer realm=\"api\", error=\"invalid_request\","
                            + " error_description=\"the Authorization header holds no single Bearer token\","
                            + " scope=\"read\"");
        }
    }

    @Test
    void guardFailsTheExchangeWhenNobodyCanSay() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            String token = token(application);
            server.stop();

            Exchange answer = send(application, "direct:guarded", bearer(token), "order");

            assertThat(answer.getException()).isInstanceOf(TokenNotValidatedException.class);
            assertThat(answer.getMessage().getBody()).isEqualTo("order");
        }
    }

    @Test
    void guardOfAnUnknownClientStopsTheStart() {
        String routes = ROUTES.replace("oidc-token-guard:api?scope", "oidc-token-guard:apx?scope");

        assertThatThrownBy(() ->
                        CamelApplication.start(properties(Map.of()), routes).close())
                .rootCause()
                .hasMessageContaining("apx")
                .hasMessageContaining("api");
    }

    @Test
    void audienceOnlyWarnsAtTheStart() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = application(Map.of("validation", "audience-only"))) {
            assertThat(log.text()).contains("Client 'api': validation=audience-only proves nothing");
            assertThat(send(application, "direct:validate", bearer("opaque"), null)
                            .getException())
                    .hasMessage("Client 'api': the token is not a signed JWT.");
        }
    }

    private static void assertAnswered(Exchange answer, int status, String challenge) {
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeaders())
                .containsOnly(Map.entry(Exchange.HTTP_RESPONSE_CODE, status), Map.entry("WWW-Authenticate", challenge));
        assertThat(answer.getMessage().getBody()).isNull();
    }

    private static Map<String, Object> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private static Exchange send(CamelApplication application, String uri, Map<String, Object> headers, String body) {
        return application.template().request(uri, exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setBody(body);
        });
    }

    private static String token(CamelApplication application) {
        return (String) application
                .template()
                .requestBody("direct:token", null, Map.class)
                .get("access_token");
    }

    private CamelApplication application(Map<String, String> more) throws Exception {
        return CamelApplication.start(properties(more), ROUTES);
    }

    private Map<String, String> properties(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(Map.of(
                "token-endpoint",
                server.tokenEndpoint().toString(),
                "introspection-endpoint",
                server.introspectionEndpoint().toString(),
                "client-id",
                "api",
                "client-secret",
                "api-secret-api-secret"));
        options.putAll(more);
        Map<String, String> properties = new HashMap<>();
        options.forEach((option, value) -> properties.put("camel.component.oidc-token.clients[api]." + option, value));
        return properties;
    }
}
