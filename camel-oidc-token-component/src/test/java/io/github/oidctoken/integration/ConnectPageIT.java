package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.Chromium;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.keycloak.FreePort;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator connects a client in a real browser at a real Keycloak; the routes then work on their own, over a restart, until she disconnects it. */
class ConnectPageIT {

    private static final String REALM = "page";
    private static final KeycloakServer KEYCLOAK = SharedKeycloak.get();
    private static final Path PICTURES = Path.of("target/connect-page");
    private static final Pattern ADDRESS = Pattern.compile("Connect page: open (\\S+) to connect");

    private static final String ROUTES = """
            - route:
                id: poll
                routePolicy: oidc-token:orders
                from:
                  uri: timer:poll?period=500
                  steps:
                    - to: "{{api}}"
            - route:
                routePolicy: oidc-token:orders
                from:
                  uri: direct:call
                  steps:
                    - to: "{{api}}"
            """;

    @TempDir
    Path directory;

    private int port;

    @BeforeAll
    static void importRealm() {
        KEYCLOAK.admin().importRealm("/io/github/oidctoken/testkit/keycloak/page-realm.json");
    }

    @AfterAll
    static void deleteRealm() {
        KEYCLOAK.admin().deleteRealm(REALM);
    }

    @Test
    void anOperatorConnectsOnceAndTheTimerWorksOverThreeTokenLivesAndARestartUntilSheDisconnects() throws Exception {
        Optional<Chromium> found = Chromium.start();
        Assumptions.assumeTrue(found.isPresent(), "there is no Chromium here");
        port = FreePort.choose();
        try (Chromium chromium = found.get();
                ProtectedApi api = ProtectedApi.start(JwksVerifier.of(KEYCLOAK, REALM, "orders")::verify)) {
            try (CapturedLog log = CapturedLog.open();
                    CamelApplication application = start(api)) {
                chromium.look(1000, 760, "light");
                chromium.open(printed(log));
                chromium.waitFor(".state", "Not connected");
                assertThat(chromium.address()).isEqualTo(page());

                chromium.click("button.connect");
                chromium.type("#username", "alice");
                chromium.type("#password", "alice-password");
                chromium.click("#kc-login");

                chromium.waitFor("section:first-of-type .state", "Connected");
                assertThat(chromium.address()).isEqualTo(page());
                assertThat(chromium.text()).contains("alice", "Refresh token valid until");
                pictures(chromium);
                worksForThreeTokenLives(api);
            }
            int before = successes(api);
            try (CapturedLog log = CapturedLog.open();
                    CamelApplication application = start(api)) {
                worksForThreeTokenLives(api);
                assertThat(successes(api)).isGreaterThan(before);
                chromium.open(printed(log));
                chromium.waitFor("section:first-of-type .state", "Connected");

                chromium.click("button.disconnect");
                chromium.waitFor("section:first-of-type .state", "Disconnected");

                assertThatThrownBy(() -> application.template().requestBody("direct:call", (Object) null))
                        .hasRootCauseInstanceOf(SignedOutException.class)
                        .rootCause()
                        .hasMessageContaining("orders");
            }
        }
    }

    private static void worksForThreeTokenLives(ProtectedApi api) {
        int before = successes(api);
        long tokens = tokens(api);
        await().atMost(Duration.ofSeconds(60)).until(() -> tokens(api) >= tokens + 3 && successes(api) >= before + 20);
        // Keycloak counts lives in whole seconds: what a token misses at its end is one refusal, and the call is sent
        // again
        List<Integer> answers = api.calls().stream().map(RecordedCall::status).toList();
        assertThat(answers).isSubsetOf(200, 401).doesNotContainSequence(401, 401);
    }

    private static int successes(ProtectedApi api) {
        return (int) api.calls().stream().filter(call -> call.status() == 200).count();
    }

    private static long tokens(ProtectedApi api) {
        return api.calls().stream().map(RecordedCall::token).distinct().count();
    }

    private static void pictures(Chromium chromium) throws IOException {
        chromium.look(1000, 760, "light");
        chromium.save(PICTURES.resolve("connect-page-light.png"));
        chromium.look(1000, 760, "dark");
        chromium.save(PICTURES.resolve("connect-page-dark.png"));
        chromium.look(390, 844, "light");
        chromium.save(PICTURES.resolve("connect-page-phone.png"));
        assertThat(chromium.pageWidth()).isLessThanOrEqualTo(390);
        chromium.look(1000, 760, "light");
    }

    private URI printed(CapturedLog log) {
        Matcher matcher = ADDRESS.matcher(log.text());
        assertThat(matcher.find()).as("an address in the log").isTrue();
        return URI.create(matcher.group(1));
    }

    private URI page() {
        return URI.create("http://127.0.0.1:" + port + "/connect");
    }

    private CamelApplication start(ProtectedApi api) throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:file:" + directory.resolve("tokens"));
        String component = "camel.component.oidc-token.";
        Map<String, String> properties = new HashMap<>(Map.of(
                "api",
                api.uri("/orders").toString(),
                "camel.server.enabled",
                "true",
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                Integer.toString(port),
                component + "connect-page",
                "/connect",
                component + "repository",
                "jdbc",
                component + "create-table",
                "true",
                component + "encryption-keys",
                SignInNode.KEYS));
        properties.put(component + "node-id", "esb-1");
        client(
                properties,
                "orders",
                Map.of(
                        "client-id", "camel-orders",
                        "client-secret", "camel-orders-secret",
                        "grant", "authorization_code",
                        "scope", "openid",
                        "redirect-uri", page() + "/callback",
                        "targets", api.uri("/").toString()));
        client(
                properties,
                "warehouse",
                Map.of(
                        "client-id",
                        "camel-warehouse",
                        "grant",
                        "authorization_code",
                        "redirect-uri",
                        page() + "/callback"));
        client(properties, "shop-floor", Map.of("client-id", "camel-floor", "grant", "device_code"));
        return CamelApplication.start(properties, ROUTES, Map.of("database", database));
    }

    private static void client(Map<String, String> properties, String name, Map<String, String> options) {
        String prefix = "camel.component.oidc-token.clients[" + name + "].";
        properties.put(prefix + "issuer", KEYCLOAK.issuer(REALM).toString());
        options.forEach((option, value) -> properties.put(prefix + option, value));
    }
}
