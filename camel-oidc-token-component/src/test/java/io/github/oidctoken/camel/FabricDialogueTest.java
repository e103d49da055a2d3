package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes over the wire with fabric Identity, request by request, as its document describes the two kinds of user apps: one in the browser, which has PKCE
 * and no secret, and one with a back end, which has the secret.
 */
class FabricDialogueTest {

    private static final String ROUTES = """
            - route:
                from:
                  uri: platform-http:/connect
                  steps:
                    - to: oidc-token:fabric?operation=authorizationRequest
            - route:
                from:
                  uri: platform-http:/connected
                  steps:
                    - to: oidc-token:fabric?operation=authorizationResponse
            - route:
                from:
                  uri: platform-http:/login?httpMethodRestrict=POST
                  steps:
                    - doTry:
                        steps:
                          - to: oidc-token:fabric?operation=exchangeCode
                          - marshal:
                              json: {}
                        doCatch:
                          - exception:
                              - java.lang.Exception
                            steps:
                              - setHeader:
                                  name: CamelHttpResponseCode
                                  constant: 400
                              - setBody:
                                  simple: "${exception.message}"
            - route:
                from:
                  uri: platform-http:/tokens?httpMethodRestrict=POST
                  steps:
                    - to: oidc-token:fabric?operation=exchangeCode&output=body
                    - marshal:
                        json: {}
            - route:
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:fabric?output=body
            - route:
                from:
                  uri: direct:renew
                  steps:
                    - to: oidc-token:fabric?operation=renew&output=body
            """;

    private final Browser browser = new Browser();
    private RawServer fabric;
    private int issued;
    private int lifetime = 60;

    @BeforeEach
    void startFabric() throws IOException {
        fabric = RawServer.start(conversation -> {
            if (conversation.readRequest()) {
                conversation.write(
                        answer(fabric.requests().get(fabric.requests().size() - 1)));
            }
        });
    }

    @AfterEach
    void stopFabric() throws IOException {
        fabric.close();
    }

    @Test
    void anAppWithoutASecretSignsInWithPkceAndRenews() throws Exception {
        App app = new App(Map.of());
        try (CamelApplication application = app.start()) {
            HttpResponse<String> begun = browser.get(app.uri("/connect"));
            HttpResponse<String> signedIn = browser.get(Browser.location(browser.get(Browser.location(begun))));

            assertThat(signedIn.body()).startsWith("Signed in");
            Sent authorize = sent(0);
            assertThat(authorize.line()).startsWith("GET /identity/authorize?").endsWith(" HTTP/1.1");
            assertThat(authorize.query())
                    .containsOnlyKeys(
                            "response_type",
                            "client_id",
                            "redirect_uri",
                            "state",
                            "code_challenge",
                            "code_challenge_method")
                    .containsEntry("response_type", "code")
                    .containsEntry("client_id", "the-app")
                    .containsEntry("redirect_uri", app.redirectUri())
                    .containsEntry("code_challenge_method", "S256");
            Sent code = sent(1);
            assertThat(code.line()).isEqualTo("POST /identity/token HTTP/1.1");
            assertThat(code.head())
                    .containsIgnoringCase("\r\nContent-Type: application/x-www-form-urlencoded")
                    .doesNotContainIgnoringCase("\r\nAuthorization:");
            assertThat(code.form())
                    .containsOnlyKeys("grant_type", "client_id", "redirect_uri", "code", "code_verifier");
            assertThat(code.form())
                    .containsEntry("grant_type", "authorization_code")
                    .containsEntry("client_id", "the-app")
                    .containsEntry("redirect_uri", app.redirectUri())
                    .containsEntry("code", "code-of-fabric");
            assertThat(code.form().get("code_verifier")).matches("[A-Za-z0-9_-]{43}");
            assertThat(challenge(String.valueOf(code.form().get("code_verifier"))))
                    .isEqualTo(authorize.query().get("code_challenge"));

            renewsTwice(application, Map.of("client_id", "the-app", "redirect_uri", app.redirectUri()));
            assertThat(dialogue()).hasSize(4);
        }
    }

    @Test
    void theBackEndOfAnAppExchangesTheCodeWithItsSecretAndTheBrowserSeesNoToken() throws Exception {
        App app = new App(Map.of("client-secret", "the-secret"));
        try (CamelApplication application = app.start()) {
            HttpResponse<String> answer = app.post(
                    "/login", "{\"code\":\"code-of-fabric\",\"redirectUri\":\"%s\"}".formatted(app.redirectUri()));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"client\":\"fabric\"", "\"expiresAt\":");
            assertThat(answer.headers().map() + answer.body()).doesNotContain("access-1", "refresh-1", "the-secret");
            Sent code = sent(0);
            assertThat(code.line()).isEqualTo("POST /identity/token HTTP/1.1");
            assertThat(code.head()).doesNotContainIgnoringCase("\r\nAuthorization:");
            assertThat(code.form())
                    .isEqualTo(Map.of(
                            "grant_type", "authorization_code",
                            "client_id", "the-app",
                            "client_secret", "the-secret",
                            "redirect_uri", app.redirectUri(),
                            "code", "code-of-fabric"));

            renewsTwice(
                    application,
                    Map.of("client_id", "the-app", "client_secret", "the-secret", "redirect_uri", app.redirectUri()));
        }
    }

    @Test
    void aPageThatMadeAVerifierHandsItOverWithTheCode() throws Exception {
        App app = new App(Map.of("client-secret", "the-secret"));
        String verifier = "a-verifier-of-the-page-with-at-least-43-characters";
        try (CamelApplication application = app.start()) {
            HttpResponse<String> answer = app.post(
                    "/tokens",
                    "{\"code\":\"code-of-fabric\",\"redirectUri\":\"%s\",\"codeVerifier\":\"%s\"}"
                            .formatted(app.redirectUri(), verifier));

            assertThat(answer.body())
                    .contains("\"access_token\":\"access-1\"", "\"refresh_token\":\"refresh-1\"", "\"expires_in\":60");
            assertThat(sent(0).form())
                    .isEqualTo(Map.of(
                            "grant_type", "authorization_code",
                            "client_id", "the-app",
                            "client_secret", "the-secret",
                            "redirect_uri", app.redirectUri(),
                            "code", "code-of-fabric",
                            "code_verifier", verifier));
            assertThat(application.context().getStatus().isStarted()).isTrue();
        }
    }

    @Test
    void whereFabricWantsItTheSecretGoesByHttpBasic() throws Exception {
        App app = new App(Map.of("client-secret", "the-secret", "client-authentication", "client_secret_basic"));
        try (CamelApplication application = app.start()) {
            app.post("/login", "{\"code\":\"code-of-fabric\"}");
            application.template().requestBody("direct:token", (Object) null);
            application.template().requestBody("direct:renew", (Object) null);

            String basic = Base64.getEncoder().encodeToString("the-app:the-secret".getBytes(StandardCharsets.UTF_8));
            assertThat(sent(0).head()).contains("\r\nAuthorization: Basic " + basic + "\r\n");
            assertThat(sent(0).form()).containsOnlyKeys("grant_type", "redirect_uri", "code");
            assertThat(sent(1).head()).contains("\r\nAuthorization: Basic " + basic + "\r\n");
            assertThat(sent(1).form())
                    .isEqualTo(Map.of(
                            "grant_type", "refresh_token",
                            "redirect_uri", app.redirectUri(),
                            "refresh_token", "refresh-1"));
        }
    }

    @Test
    void aCodeWhoseSessionCouldNotBeRenewedIsNotSpent() throws Exception {
        App app = new App(Map.of("client-secret", "the-secret"));
        try (CamelApplication application = app.start()) {
            HttpResponse<String> answer =
                    app.post("/login", "{\"code\":\"code-of-fabric\",\"redirectUri\":\"https://page.example.com/\"}");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("clients[fabric].redirect-uri", "with every refresh");
            assertThat(dialogue()).isEmpty();
            assertThat(application.context().getStatus().isStarted()).isTrue();
        }
    }

    /** The document speaks of 30 minutes and of 3600 seconds at once. */
    @ParameterizedTest
    @ValueSource(ints = {1800, 3600})
    void aTokenLivesAsLongAsTheServerSays(int seconds) throws Exception {
        lifetime = seconds;
        App app = new App(Map.of("client-secret", "the-secret"));
        try (CamelApplication application = app.start()) {
            app.post("/login", "{\"code\":\"code-of-fabric\"}");

            assertToken(application.template().requestBody("direct:token", null, Map.class), "access-1", seconds);
        }
    }

    /** Every refresh brings a new access token and a new refresh token. */
    private void renewsTwice(CamelApplication application, Map<String, String> always) {
        assertToken(application.template().requestBody("direct:token", null, Map.class), "access-1");
        for (int old = 1; old <= 2; old++) {
            Map<?, ?> renewed = application.template().requestBody("direct:renew", null, Map.class);

            assertToken(renewed, "access-" + (old + 1));
            Sent refresh = sent(dialogue().size() - 1);
            Map<String, String> expected = new HashMap<>(always);
            expected.put("grant_type", "refresh_token");
            expected.put("refresh_token", "refresh-" + old);
            assertThat(refresh.line()).isEqualTo("POST /identity/token HTTP/1.1");
            assertThat(refresh.form()).isEqualTo(expected);
        }
    }

    private static void assertToken(Map<?, ?> token, String value) {
        assertThat(token.get("access_token")).isEqualTo(value);
    }

    private static void assertToken(Map<?, ?> token, String value, long seconds) {
        assertToken(token, value);
        assertThat(Long.parseLong(String.valueOf(token.get("expires_in")))).isBetween(seconds - 30, seconds);
    }

    private synchronized String answer(String request) {
        if (request.startsWith("GET /identity/token ")) {
            return "HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        }
        if (request.startsWith("GET ")) {
            Map<String, String> asked = new Sent(request).query();
            return "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: "
                    + asked.get("redirect_uri") + "?code=code-of-fabric&state=" + asked.get("state") + "\r\n\r\n";
        }
        String json =
                "{\"access_token\":\"access-%d\",\"refresh_token\":\"refresh-%d\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
                        .formatted(issued + 1, issued + 1, lifetime);
        issued++;
        return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length() + "\r\n\r\n" + json;
    }

    private Sent sent(int number) {
        return new Sent(dialogue().get(number));
    }

    /** Without the question for the server's time, which a node may ask the token endpoint and which has nothing secret in it. */
    private List<String> dialogue() {
        return fabric.requests().stream()
                .filter(request -> !request.startsWith("GET /identity/token HTTP"))
                .toList();
    }

    private static String challenge(String verifier) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    /** A request as it arrived. */
    private record Sent(String raw) {

        String line() {
            return raw.substring(0, raw.indexOf("\r\n"));
        }

        String head() {
            return raw.substring(0, raw.indexOf("\r\n\r\n") + 2);
        }

        Map<String, String> query() {
            return fields(line().replaceFirst("^[^?]*\\?", "").replaceFirst(" HTTP/1.1$", ""));
        }

        Map<String, String> form() {
            return fields(raw.substring(raw.indexOf("\r\n\r\n") + 4));
        }

        private static Map<String, String> fields(String text) {
            Map<String, String> fields = new TreeMap<>();
            for (String pair : text.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String before = fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                assertThat(before).as(parts[0] + " came twice").isNull();
            }
            return fields;
        }
    }

    /** The user app: a Camel application with the preset and as little else as possible. */
    private final class App {

        private final int port;
        private final Map<String, String> more;

        App(Map<String, String> more) throws IOException {
            this.port = FreePort.choose();
            this.more = more;
        }

        URI uri(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        String redirectUri() {
            return uri("/connected").toString();
        }

        HttpResponse<String> post(String path, String json) throws Exception {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri(path))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(json))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }

        CamelApplication start() throws Exception {
            Map<String, String> client = new HashMap<>(Map.of(
                    "provider",
                    "fabric",
                    "base-url",
                    "http://127.0.0.1:" + fabric.port() + "/identity",
                    "client-id",
                    "the-app",
                    "redirect-uri",
                    redirectUri()));
            client.putAll(more);
            Map<String, String> properties = new HashMap<>(Map.of(
                    "camel.server.enabled", "true",
                    "camel.server.host", "127.0.0.1",
                    "camel.server.port", Integer.toString(port)));
            client.forEach(
                    (option, value) -> properties.put("camel.component.oidc-token.clients[fabric]." + option, value));
            return CamelApplication.start(properties, ROUTES);
        }
    }
}
