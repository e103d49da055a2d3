package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person signs in at a real Keycloak, whose pages are filled in by their forms, and the routes have her tokens. */
class SignInIT {

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
    private PersonNode node;

    @BeforeAll
    static void importRealm() {
        PersonNode.importRealm();
    }

    @AfterAll
    static void deleteRealm() {
        PersonNode.deleteRealm();
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
            HttpResponse<String> page = browser.get(Browser.location(browser.get(node.uri("/connect"))));
            Map<String, String> kept = new HashMap<>(browser.cookies(node.uri("/")));
            URI callback = Browser.location(logIn(page));
            assertThat(browser.get(callback).body()).startsWith("Signed in for person");
            browser.cookies(node.uri("/")).putAll(kept);

            assertThat(browser.get(callback).body()).contains("SignInFailedException", "used before");

            assertThat(PersonNode.token(application, "direct:renew")).isNotEmpty();
        }
    }

    @Test
    void aWrongStateIsRefused() throws Exception {
        try (CamelApplication application = application("camel-code", "camel-code-secret")) {
            URI callback = Browser.location(logIn(browser.get(Browser.location(browser.get(node.uri("/connect"))))));
            String forged = callback.toString().replaceFirst("state=[^&]+", "state=another");

            assertThat(browser.get(URI.create(forged)).body()).contains("SignInFailedException", "state");
            assertThat(browser.get(callback).body()).startsWith("Signed in for person");
        }
    }

    @Test
    void whoRefusesConsentIsToldSo() throws Exception {
        try (CamelApplication application = application("camel-consent", null)) {
            HttpResponse<String> consent = logIn(browser.get(Browser.location(browser.get(node.uri("/connect")))));
            while (consent.statusCode() == 302) {
                consent = browser.get(Browser.location(consent));
            }

            HttpResponse<String> refused = browser.post(Browser.form(consent), "cancel=No");

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
            HttpResponse<String> page = logIn(browser.get(Browser.location(browser.get(node.uri("/connect")))));
            assertThat(page.statusCode()).isEqualTo(200);

            HttpResponse<String> finished = browser.submit(page);

            assertThat(finished.body()).startsWith("Signed in for person");
            assertThat(finished.uri()).isEqualTo(node.uri("/connected"));
            String first = PersonNode.token(application, "direct:token");
            assertThat(PersonNode.token(application, "direct:renew")).isNotEqualTo(first);
        }
    }

    @Test
    void aClientWhoseRequestsMustBePushed() throws Exception {
        Map<String, String> options = Map.of("pushed-authorization", "always");
        try (CamelApplication application = application("camel-par", "camel-par-secret", options)) {
            assertThat(Browser.location(browser.get(node.uri("/connect"))).getQuery())
                    .startsWith("client_id=camel-par&request_uri=urn:ietf:params:oauth:request_uri:");

            signsInAndRenews(application);
        }
    }

    @Test
    void aClientThatMustPushAndDoesNotIsToldTheOption() throws Exception {
        try (CamelApplication application = application("camel-par", "camel-par-secret")) {
            HttpResponse<String> refused = browser.get(Browser.location(browser.get(node.uri("/connect"))));

            assertThat(browser.get(Browser.location(refused)).body())
                    .contains("Pushed Authorization Request is only allowed")
                    .contains("clients[person].pushed-authorization = always");
        }
    }

    private void signsInAndRenews(CamelApplication application) throws Exception {
        URI callback = Browser.location(logIn(browser.get(Browser.location(browser.get(node.uri("/connect"))))));
        assertThat(callback.getQuery()).contains("code=", "iss=");

        assertThat(browser.get(callback).body()).startsWith("Signed in for person");

        String first = PersonNode.token(application, "direct:token");
        assertThat(PersonNode.token(application, "direct:renew")).isNotEqualTo(first);
    }

    /** After a pushed request Keycloak sends the browser on to its page, so that this can be loaded again. */
    private HttpResponse<String> logIn(HttpResponse<String> opened) throws Exception {
        HttpResponse<String> page = opened;
        for (int step = 0; step < 3 && page.statusCode() == 302; step++) {
            assertThat(Browser.location(page))
                    .asString()
                    .startsWith(PersonNode.KEYCLOAK.issuer(PersonNode.REALM).toString());
            page = browser.get(Browser.location(page));
        }
        return browser.post(Browser.form(page), PersonNode.alice());
    }

    private CamelApplication application(String clientId, String secret) throws Exception {
        return application(clientId, secret, Map.of());
    }

    private CamelApplication application(String clientId, String secret, Map<String, String> more) throws Exception {
        node = PersonNode.atAFreePort();
        Map<String, String> options = new HashMap<>(Map.of(
                "client-id",
                clientId,
                "grant",
                "authorization_code",
                "redirect-uri",
                node.uri("/connected").toString()));
        if (secret != null) {
            options.put("client-secret", secret);
        }
        options.putAll(more);
        return CamelApplication.start(node.properties(options), ROUTES);
    }
}
