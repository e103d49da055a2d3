package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person signs in at a real Keycloak, whose pages are filled in by their forms, and the routes have her tokens. */
class SignInIT {

    private static final String REALM = "code";
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final KeycloakServer KEYCLOAK = SharedKeycloak.get();

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
                    - doTry:
                        steps:
                          - to: oidc-token:person?operation=authorizationResponse
                        doCatch:
                          - exception:
                              - java.lang.Exception
                            steps:
                              - setBody:
                                  simple: "${exception.class.simpleName}: ${exception.message}"
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

    private final Browser browser = new Browser();
    private int port;

    @BeforeAll
    static void importRealm() {
        KEYCLOAK.admin().importRealm("/io/github/oidctoken/testkit/keycloak/code-realm.json");
    }

    @AfterAll
    static void deleteRealm() {
        KEYCLOAK.admin().deleteRealm(REALM);
    }

    @Test
    void aConfidentialClient() throws Exception {
        try (CamelApplication application = application("camel-code", "camel-code-secret")) {
            signsInAndRenews(application);
        }
    }

    @Test
    void aPublicClient() throws Exception {
        try (CamelApplication application = application("camel-page", null)) {
            signsInAndRenews(application);
        }
    }

    @Test
    void anAnswerThatComesAgainDoesNotEndTheSession() throws Exception {
        try (CamelApplication application = application("camel-code", "camel-code-secret")) {
            HttpResponse<String> page = browser.get(Browser.location(browser.get(uri("/connect"))));
            Map<String, String> kept = new HashMap<>(browser.cookies(uri("/")));
            URI callback = Browser.location(logIn(page));
            assertThat(browser.get(callback).body()).startsWith("Signed in for person");
            browser.cookies(uri("/")).putAll(kept);

            assertThat(browser.get(callback).body()).contains("SignInFailedException", "used before");

            assertThat(token(application, "direct:renew")).isNotEmpty();
        }
    }

    @Test
    void aWrongStateIsRefused() throws Exception {
        try (CamelApplication application = application("camel-code", "camel-code-secret")) {
            URI callback = Browser.location(logIn(browser.get(Browser.location(browser.get(uri("/connect"))))));
            String forged = callback.toString().replaceFirst("state=[^&]+", "state=another");

            assertThat(browser.get(URI.create(forged)).body()).contains("SignInFailedException", "state");
            assertThat(browser.get(callback).body()).startsWith("Signed in for person");
        }
    }

    @Test
    void whoRefusesConsentIsToldSo() throws Exception {
        try (CamelApplication application = application("camel-consent", null)) {
            HttpResponse<String> consent = logIn(browser.get(Browser.location(browser.get(uri("/connect")))));
            while (consent.statusCode() == 302) {
                consent = browser.get(Browser.location(consent));
            }

            HttpResponse<String> refused = browser.post(form(consent), "cancel=No");

            assertThat(browser.get(Browser.location(refused)).body())
                    .contains("AuthorizationRefusedException", "access_denied");
        }
    }

    @Test
    void theCodeComesByFormPostForThePersonWhomAClaimNames() throws Exception {
        Map<String, String> options = Map.of(
                "response-mode", "form_post",
                "scope", "openid profile",
                "principal-claim", "preferred_username",
                "principal", "alice",
                "authorization-parameters.max_age", "600");
        try (CamelApplication application = application("camel-code", "camel-code-secret", options)) {
            HttpResponse<String> page = logIn(browser.get(Browser.location(browser.get(uri("/connect")))));
            assertThat(page.statusCode()).isEqualTo(200);

            HttpResponse<String> finished = browser.submit(page);

            assertThat(finished.body()).startsWith("Signed in for person");
            assertThat(finished.uri()).isEqualTo(uri("/connected"));
            String first = token(application, "direct:token");
            assertThat(token(application, "direct:renew")).isNotEqualTo(first);
        }
    }

    @Test
    void aClientWhoseRequestsMustBePushed() throws Exception {
        Map<String, String> options = Map.of("pushed-authorization", "always");
        try (CamelApplication application = application("camel-par", "camel-par-secret", options)) {
            assertThat(Browser.location(browser.get(uri("/connect"))).getQuery())
                    .startsWith("client_id=camel-par&request_uri=urn:ietf:params:oauth:request_uri:");

            signsInAndRenews(application);
        }
    }

    @Test
    void aClientThatMustPushAndDoesNotIsToldTheOption() throws Exception {
        try (CamelApplication application = application("camel-par", "camel-par-secret")) {
            HttpResponse<String> refused = browser.get(Browser.location(browser.get(uri("/connect"))));

            assertThat(browser.get(Browser.location(refused)).body())
                    .contains("Pushed Authorization Request is only allowed")
                    .contains("clients[person].pushed-authorization = always");
        }
    }

    private void signsInAndRenews(CamelApplication application) throws Exception {
        URI callback = Browser.location(logIn(browser.get(Browser.location(browser.get(uri("/connect"))))));
        assertThat(callback.getQuery()).contains("code=", "iss=");

        assertThat(browser.get(callback).body()).startsWith("Signed in for person");

        String first = token(application, "direct:token");
        assertThat(token(application, "direct:renew")).isNotEqualTo(first);
    }

    /** After a pushed request Keycloak sends the browser on to its page, so that this can be loaded again. */
    private HttpResponse<String> logIn(HttpResponse<String> opened) throws Exception {
        HttpResponse<String> page = opened;
        for (int step = 0; step < 3 && page.statusCode() == 302; step++) {
            assertThat(Browser.location(page))
                    .asString()
                    .startsWith(KEYCLOAK.issuer(REALM).toString());
            page = browser.get(Browser.location(page));
        }
        return browser.post(form(page), "username=alice&password=alice-password");
    }

    private static URI form(HttpResponse<String> page) {
        Matcher action = FORM.matcher(page.body());
        assertThat(action.find()).as("a form in the page: %s", page.body()).isTrue();
        return page.uri().resolve(action.group(1).replace("&amp;", "&"));
    }

    private static String token(CamelApplication application, String route) {
        Map<?, ?> token = (Map<?, ?>) application.template().requestBody(route, (Object) null);
        return (String) token.get("access_token");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private CamelApplication application(String clientId, String secret) throws Exception {
        return application(clientId, secret, Map.of());
    }

    private CamelApplication application(String clientId, String secret, Map<String, String> more) throws Exception {
        port = freePort();
        String client = "camel.component.oidc-token.clients[person].";
        Map<String, String> properties = new HashMap<>(Map.of(
                "camel.server.enabled",
                "true",
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                Integer.toString(port),
                client + "issuer",
                KEYCLOAK.issuer(REALM).toString(),
                client + "client-id",
                clientId,
                client + "grant",
                "authorization_code",
                client + "scope",
                "openid",
                client + "redirect-uri",
                uri("/connected").toString()));
        if (secret != null) {
            properties.put(client + "client-secret", secret);
        }
        more.forEach((option, value) -> properties.put(client + option, value));
        return CamelApplication.start(properties, ROUTES);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
