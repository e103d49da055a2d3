package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of persons at a real Keycloak end on all nodes of a cluster, and begin by another device. */
class LogoutIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: platform-http:/connect
                  steps:
                    - to: oidc-token:person?operation=authorizationRequest
            - route:
                from:
                  uri: platform-http:/connected
                  steps:
                    - to: oidc-token:person?operation=authorizationResponse
            - route:
                from:
                  uri: platform-http:/logout
                  steps:
                    - to: oidc-token:person?operation=logout
            - route:
                from:
                  uri: direct:revoke
                  steps:
                    - to: oidc-token:person?operation=revoke
            - route:
                from:
                  uri: direct:userinfo
                  steps:
                    - to: oidc-token:person?operation=userinfo
            - route:
                from:
                  uri: direct:renew
                  steps:
                    - to: oidc-token:person?operation=renew&output=body
            - route:
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:person?output=body
            """;

    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final Browser browser = new Browser();

    @BeforeAll
    static void importRealm() {
        PersonNode.importRealm();
    }

    @AfterAll
    static void deleteRealm() {
        PersonNode.deleteRealm();
    }

    @Test
    void aLogoutEndsTheSessionOnAllNodesAndAtTheServerAndBringsTheBrowserBack() throws Exception {
        PersonNode node = PersonNode.atAFreePort();
        try (CamelApplication one = start(node);
                CamelApplication two = start(PersonNode.atAFreePort())) {
            signIn(node);
            String token = PersonNode.token(one, "direct:token");
            assertThat(PersonNode.token(two, "direct:token")).isEqualTo(token);
            assertThat((Map<?, ?>) one.template().requestBody("direct:userinfo", (Object) null))
                    .extracting(claims -> claims.get("preferred_username"))
                    .isEqualTo("alice");

            HttpResponse<String> gone = browser.get(node.uri("/logout?returnTo=/bye"));

            URI atTheServer = Browser.location(gone);
            assertThat(atTheServer.toString())
                    .startsWith(PersonNode.KEYCLOAK.issuer(PersonNode.REALM).toString());
            assertThat(atTheServer.getQuery()).contains("id_token_hint=", "client_id=camel-code");
            assertThat(Browser.location(browser.get(atTheServer))).isEqualTo(node.uri("/bye"));
            assertThat(userinfoStatus(token)).isEqualTo(401);
            assertThatThrownBy(() -> PersonNode.token(one, "direct:token"))
                    .hasRootCauseInstanceOf(SignedOutException.class);
            assertThatThrownBy(() -> PersonNode.token(two, "direct:renew"))
                    .hasRootCauseInstanceOf(SignedOutException.class)
                    .rootCause()
                    .hasMessageContaining("signed out at");
            assertThatThrownBy(() -> PersonNode.token(two, "direct:token"))
                    .hasRootCauseInstanceOf(SignedOutException.class);
        }
    }

    @Test
    void aRevokedSessionIsDeadAtTheServerAndAnotherMayBegin() throws Exception {
        PersonNode node = PersonNode.atAFreePort();
        try (CamelApplication one = start(node)) {
            signIn(node);
            String token = PersonNode.token(one, "direct:token");
            assertThat(userinfoStatus(token)).isEqualTo(200);

            one.template().requestBody("direct:revoke", (Object) null);

            assertThat(userinfoStatus(token)).isEqualTo(401);
            assertThatThrownBy(() -> PersonNode.token(one, "direct:token"))
                    .hasRootCauseInstanceOf(SignedOutException.class);

            one.template().requestBodyAndHeader("direct:revoke", null, "CamelOidcTokenToken", token);
            browser.cookies(PersonNode.KEYCLOAK.issuer(PersonNode.REALM)).clear();
            signIn(node);
            assertThat(PersonNode.token(one, "direct:token")).isNotEqualTo(token);
        }
    }

    @Test
    void aPersonSignsInByAnotherDeviceAndAnotherNodeFinishesWhatAKilledOneBegan(@TempDir Path directory)
            throws Exception {
        Path tokens = directory.resolve("tokens");
        try (CamelApplication two =
                        CamelApplication.start(device(tokens, PersonNode.atAFreePort()), DeviceNode.ROUTES);
                DeviceNode one = DeviceNode.start(
                        directory.resolve("one.properties"), device(tokens, PersonNode.atAFreePort()))) {
            URI page = one.verificationUri();
            List<String> begun = DeviceNode.stored(tokens);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(DeviceNode.stored(tokens))
                            .isNotEqualTo(begun)
                            .singleElement()
                            .asString()
                            .contains(DeviceNode.NAME));
            one.kill();
            HttpResponse<String> answer = browser.get(page);
            while (answer.statusCode() == 302) {
                answer = browser.get(Browser.location(answer));
            }
            answer = browser.post(Browser.form(answer), PersonNode.alice());
            while (answer.statusCode() == 302) {
                answer = browser.get(Browser.location(answer));
            }
            answer = browser.post(Browser.form(answer), "accept=Yes&code=" + hidden(answer, "code"));
            while (answer.statusCode() == 302) {
                answer = browser.get(Browser.location(answer));
            }
            assertThat(answer.body()).contains("Device Login Successful");

            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(userinfoStatus(PersonNode.token(two, "direct:token")))
                            .isEqualTo(200));
        }
    }

    private void signIn(PersonNode node) throws Exception {
        HttpResponse<String> page = browser.get(Browser.location(browser.get(node.uri("/connect"))));
        HttpResponse<String> back = browser.post(Browser.form(page), PersonNode.alice());
        assertThat(browser.get(Browser.location(back)).body()).startsWith("Signed in for person");
    }

    private static int userinfoStatus(String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(PersonNode.KEYCLOAK.issuer(PersonNode.REALM) + "/protocol/openid-connect/userinfo"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String hidden(HttpResponse<String> page, String name) {
        Matcher input =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        return input.find() ? URLEncoder.encode(input.group(1), StandardCharsets.UTF_8) : "";
    }

    private CamelApplication start(PersonNode node) throws Exception {
        Map<String, String> client = Map.of(
                "client-id", "camel-code",
                "client-secret", "camel-code-secret",
                "grant", "authorization_code",
                "redirect-uri", node.uri("/connected").toString());
        return CamelApplication.start(node.properties(client), ROUTES, Map.of("tokens", repository));
    }

    /** With a lease that ends soon, since the other node waits for that. */
    private static Map<String, String> device(Path tokens, PersonNode node) {
        Map<String, String> properties = node.properties(Map.of(
                "client-id", "camel-device",
                "grant", "device_code",
                "request-timeout", "3s",
                "read-limit", "3s",
                "store-budget", "1s",
                "lease", "6s"));
        properties.put("camel.component.oidc-token.repository", "file:" + tokens);
        return properties;
    }
}
