package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole use case of onePortal's document: an external service, in YAML alone, has onePortal judge its users. */
class OnePortalServiceTest {

    private static final String ROUTES = """
            - route:
                id: login
                from:
                  uri: platform-http:/login?httpMethodRestrict=POST
                  steps:
                    - doTry:
                        steps:
                          - to: oidc-token:portal?output=body
                          - process:
                              ref: json
                        doCatch:
                          - exception:
                              - io.github.oidctoken.oauth2.PasswordRefusedException
                              - io.github.oidctoken.oauth2.UnusableCredentialsException
                            steps:
                              - setHeader:
                                  name: CamelHttpResponseCode
                                  constant: 401
                              - setBody:
                                  constant: User name or password is wrong.
                          - exception:
                              - io.github.oidctoken.oauth2.OidcTokenException
                            steps:
                              - setHeader:
                                  name: CamelHttpResponseCode
                                  constant: 503
                              - setBody:
                                  constant: Try again later.
            - route:
                id: orders
                from:
                  uri: platform-http:/orders
                  steps:
                    - policy:
                        ref: oidc-token-guard:portal
                        steps:
                          - setBody:
                              simple: "orders of ${exchangeProperty.CamelOidcTokenClaims[username]}"
            - route:
                id: introspect
                from:
                  uri: direct:introspect
                  steps:
                    - to: oidc-token:portal?operation=introspect
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private OnePortal portal;
    private int port;

    @BeforeEach
    void start() throws Exception {
        portal = new OnePortal().user("user1234", "p&ss w=rd+%ä");
        port = FreePort.choose();
    }

    @AfterEach
    void stop() throws IOException {
        portal.close();
    }

    @Test
    void aUserLogsInAndComesBackWithTheToken() throws Exception {
        try (CamelApplication application = application()) {
            HttpResponse<String> login =
                    login("application/x-www-form-urlencoded", "username=user1234&password=p%26ss+w%3Drd%2B%25%C3%A4");

            assertThat(login.statusCode()).isEqualTo(200);
            assertThat(login.body())
                    .contains("\"access_token\":\"eyJraWQiOiJTa....3yNlGaq574\"", "\"expires_in\":60479")
                    .doesNotContain("refresh_token");
            assertThat(login.headers().toString() + login.body()).doesNotContain("p&ss", "p%26ss");
            assertThat(login("application/json", "{\"username\":\"user1234\",\"password\":\"p&ss w=rd+%ä\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(portal.requests())
                    .allMatch(request -> request.endsWith(
                            "\r\n\r\ngrant_type=password&username=user1234&password=p%26ss+w%3Drd%2B%25%C3%A4"));

            HttpResponse<String> orders = orders("eyJraWQiOiJTa....3yNlGaq574");
            orders("eyJraWQiOiJTa....3yNlGaq574");

            assertThat(orders.statusCode()).isEqualTo(200);
            assertThat(orders.body()).isEqualTo("orders of user1234");
            assertThat(portal.requests()).as("the second one from memory").hasSize(3);
            assertThat(portal.requests().get(2))
                    .startsWith("POST /openid/introspect HTTP/1.1\r\n")
                    .contains("\r\nContent-Type: application/x-www-form-urlencoded")
                    .contains("\r\nAuthorization: Basic MjkxNSUzQXBvcnRhbDpzM2NyZXQlMkJvZiUyRnBvcnRhbCUzRA==\r\n")
                    .endsWith("\r\n\r\ntoken=eyJraWQiOiJTa....3yNlGaq574&token_type_hint=access_token");
        }
    }

    @Test
    void strangersAreTurnedAway() throws Exception {
        try (CamelApplication application = application()) {
            assertThat(login("application/json", "{\"username\":\"eve\",\"password\":\"guess\"}")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(login("application/json", "{\"username\":\"user1234\",\"password\":\"guess\"}")
                            .body())
                    .isEqualTo("User name or password is wrong.");
            assertThat(login("application/json", "{}").statusCode()).isEqualTo(401);
            assertThat(orders("garbage").statusCode()).isEqualTo(401);
            assertThat(orders(null).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aServerThatIsDownIsNotTheUsersFault() throws Exception {
        try (CamelApplication application = application()) {
            portal.fail();

            assertThat(login("application/json", "{\"username\":\"user1234\",\"password\":\"guess\"}")
                            .statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void introspectionTellsItsMembersByTheirStandardNames() throws Exception {
        try (CamelApplication application = application()) {
            login("application/json", "{\"username\":\"user1234\",\"password\":\"p&ss w=rd+%ä\"}");

            Exchange answer = application
                    .template()
                    .request(
                            "direct:introspect",
                            exchange -> exchange.getMessage()
                                    .setHeaders(new HashMap<>(Map.of(
                                            "CamelOidcTokenToken",
                                            "eyJraWQiOiJTa....3yNlGaq574",
                                            "CamelOidcTokenTokenTypeHint",
                                            "access_token"))));

            assertThat(answer.getMessage().getBody())
                    .isEqualTo(Map.of(
                            "active", true,
                            "clientId", "2915...4846",
                            "client_id", "2915...4846",
                            "username", "user1234",
                            "tokenType", "access_token",
                            "token_type", "access_token",
                            "exp", OnePortal.EXP,
                            "sub", "58cfb...ec5f"));
        }
    }

    private HttpResponse<String> login(String type, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/login"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> orders(@Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private CamelApplication application() throws Exception {
        Map<String, String> properties = new HashMap<>(Map.of(
                "camel.server.enabled", "true",
                "camel.server.host", "127.0.0.1",
                "camel.server.port", Integer.toString(port)));
        portal.client()
                .forEach((option, value) ->
                        properties.put("camel.component.oidc-token.clients[portal]." + option, value));
        Processor json = exchange -> exchange.getMessage()
                .setBody(new ObjectMapper()
                        .writeValueAsString(exchange.getMessage().getBody()));
        return CamelApplication.start(properties, ROUTES, Map.of("json", json));
    }
}
