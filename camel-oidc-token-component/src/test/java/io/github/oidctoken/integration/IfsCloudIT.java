package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.Gateway;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.keycloak.FreePort;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** IFS Cloud's three grants by the preset {@code ifs-cloud}: a real Keycloak and the projections below one address, no targets, no endpoints. */
class IfsCloudIT {

    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final String ROUTES = """
            - route:
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:orders
                  steps:
                    - to: "{{ifs.url}}/main/ifsapplications/projection/v1/CustomerOrders.svc/OrderSet"
            - route:
                from:
                  uri: direct:renew
                  steps:
                    - to: oidc-token:ifs?operation=renew
            - route:
                from:
                  uri: direct:explain
                  steps:
                    - to: oidc-token:ifs?operation=explain
            """;
    private static final String SIGN_IN = """
            - route:
                from:
                  uri: platform-http:/connect/ifs
                  steps:
                    - to: oidc-token:ifs?operation=authorizationRequest
            - route:
                from:
                  uri: platform-http:/connect/ifs/callback
                  steps:
                    - to: oidc-token:ifs?operation=authorizationResponse
            """;

    private final KeycloakServer keycloak = SharedKeycloak.get();
    private final Gateway gateway = Gateway.start();
    private final ProtectedApi api = ProtectedApi.start(
            JwksVerifier.of(URI.create(gateway.uri() + "/auth/realms/ifs"), IfsRealm.AUDIENCE)::verify);
    private final List<String> grants = new CopyOnWriteArrayList<>();

    @BeforeEach
    void oneAddress() {
        gateway.forward("auth", keycloak.origin());
        gateway.forward("main", URI.create("http://127.0.0.1:" + api.port()));
        gateway.onTokenRequest(request -> grants.add(request.grantType()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        api.close();
    }

    @Test
    void clientCredentials() throws Exception {
        try (CamelApplication application = start(client(IfsRealm.SERVICE), ROUTES)) {
            assertThat(orders(application)).contains("P10001");
            send(application, "direct:renew");
            assertThat(orders(application)).contains("P10001");
        }
        assertThat(grants).containsExactly("client_credentials", "client_credentials");
        assertThat(api.calls()).extracting(RecordedCall::token).doesNotHaveDuplicates();
    }

    @Test
    void passwordIsSentOnceAndTheRefreshTokenRotates() throws Exception {
        Map<String, String> user = client(IfsRealm.ROPC);
        user.putAll(Map.of(
                "grant", "password",
                "username", IfsRealm.ALICE.name(),
                "password", IfsRealm.ALICE.password()));
        try (CamelApplication application = start(user, ROUTES)) {
            assertThat(orders(application)).contains("P10001");
            Instant first = refreshExpiresAt(application);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        assertThat(orders(application)).contains("P10001");
                        return grants.size() >= 3;
                    });
            // refresh_expires_in counts anew with each refresh token
            assertThat(refreshExpiresAt(application)).isAfter(first);
        }
        assertThat(grants)
                .startsWith("password", "refresh_token", "refresh_token")
                .containsOnlyOnce("password");
        assertThat(api.calls()).extracting(RecordedCall::status).containsOnly(200);
    }

    @Test
    void aPersonSignsInOnceAndTheRefreshTokenRotates() throws Exception {
        int port = FreePort.choose();
        URI connect = URI.create("http://127.0.0.1:" + port + "/connect/ifs");
        Map<String, String> person = client(IfsRealm.PERSON);
        person.putAll(Map.of("grant", "authorization_code", "scope", "openid", "redirect-uri", connect + "/callback"));
        Map<String, String> properties = properties(person);
        properties.putAll(Map.of(
                "camel.server.enabled", "true",
                "camel.server.host", "127.0.0.1",
                "camel.server.port", Integer.toString(port)));
        try (CamelApplication application = CamelApplication.start(properties, ROUTES + SIGN_IN)) {
            assertThat(signIn(connect)).isEqualTo("Signed in for ifs. You may close this page.");

            assertThat(orders(application)).contains("P10001");
            send(application, "direct:renew");
            send(application, "direct:renew");
            assertThat(orders(application)).contains("P10001");
        }
        // on a busy machine a token of five seconds may turn stale meanwhile
        assertThat(grants)
                .startsWith("authorization_code", "refresh_token", "refresh_token")
                .containsOnlyOnce("authorization_code");
    }

    private static String signIn(URI connect) throws Exception {
        Browser browser = new Browser();
        URI asked = Browser.location(browser.get(connect));
        assertThat(asked.getPath()).isEqualTo("/auth/realms/ifs/protocol/openid-connect/auth");
        assertThat(asked.getQuery()).contains("code_challenge_method=S256");
        HttpResponse<String> page = browser.get(asked);
        Matcher form = FORM.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        HttpResponse<String> signedIn = browser.post(
                page.uri().resolve(form.group(1).replace("&amp;", "&")),
                "username=" + IfsRealm.ALICE.name() + "&password=" + IfsRealm.ALICE.password());
        return browser.get(Browser.location(signedIn)).body();
    }

    /** Half an hour from now, as IFS Cloud documents it. */
    private static Instant refreshExpiresAt(CamelApplication application) {
        Map<?, ?> session = (Map<?, ?>) send(application, "direct:explain").get("session");
        Instant expiresAt = Instant.parse(String.valueOf(session.get("refreshExpiresAt")));
        assertThat(Duration.between(Instant.now(), expiresAt))
                .isBetween(Duration.ofSeconds(1780), Duration.ofSeconds(1801));
        return expiresAt;
    }

    private static String orders(CamelApplication application) {
        return application.template().requestBody("direct:orders", null, String.class);
    }

    private static Map<?, ?> send(CamelApplication application, String route) {
        return (Map<?, ?>) application.template().requestBody(route, Map.of(), Map.class);
    }

    private Map<String, String> client(IfsRealm.Client client) {
        return new HashMap<>(Map.of(
                "provider", "ifs-cloud",
                "base-url", gateway.uri().toString(),
                "realm", IfsRealm.NAME,
                "client-id", client.id(),
                "client-secret", client.secret()));
    }

    private Map<String, String> properties(Map<String, String> client) {
        Map<String, String> properties =
                new HashMap<>(Map.of("ifs.url", gateway.uri().toString()));
        client.forEach((option, value) -> properties.put("camel.component.oidc-token.clients[ifs]." + option, value));
        return properties;
    }

    private CamelApplication start(Map<String, String> client, String routes) throws Exception {
        return CamelApplication.start(properties(client), routes);
    }
}
