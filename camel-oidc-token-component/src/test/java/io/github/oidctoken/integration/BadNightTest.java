package io.github.oidctoken.integration;

import static io.github.oidctoken.testkit.TroubleshootingPage.shows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.oidctoken.camel.RawServer;
import io.github.oidctoken.camel.TestCertificate;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes of a first day, and what goes wrong at night, by the messages that the troubleshooting page quotes. Those of a real Keycloak are in FirstDayIT. */
class BadNightTest {

    private static final String COMPONENT = "camel.component.oidc-token.";
    private static final String SECRET = "s3cret-of-camel";
    private static final String TOKEN = """
            - route:
                from:
                  uri: direct:start
                  steps:
                    - to: oidc-token:ifs?output=body
            """;
    private static final String ORDERS = """
            - route:
                id: orders
                routePolicy: oidc-token:ifs
                from:
                  uri: direct:start
                  steps:
                    - to: %s
            """;

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", SECRET).build());
    private final ProtectedApi api = ProtectedApi.start(server.accessTokenVerifier());
    private final Map<String, String> properties = new TreeMap<>();

    BadNightTest() {
        client("token-endpoint", server.tokenEndpoint().toString());
        client("client-id", "camel");
        client("client-secret", SECRET);
        client("targets", api.uri("/").toString());
    }

    @AfterEach
    void stop() {
        api.close();
        server.close();
    }

    @Test
    void aServerThatIsNotThere() throws IOException {
        client("token-endpoint", "http://127.0.0.1:" + FreePort.choose() + "/token");

        assertThat(failure(TOKEN)).satisfies(shows("connection-refused", "ifs"));
    }

    @Test
    void aNameThatNobodyKnows() {
        client("token-endpoint", "https://name.invalid/token");

        assertThat(failure(TOKEN)).satisfies(shows("dns", "ifs"));
    }

    @Test
    void aFirewallThatDropsEverything() throws IOException {
        // long enough to send the request
        client("request-timeout", "2s");
        client("read-limit", "2s");
        try (RawServer silent = RawServer.start(RawServer.Conversation::fallSilent)) {
            client("token-endpoint", silent.uri("http").toString());

            assertThat(failure(TOKEN)).satisfies(shows("no-answer", "ifs"));
        }
    }

    @Test
    void aCertificateThatNobodyTrusts(@TempDir Path folder) throws Exception {
        Path keyStore = TestCertificate.forHost("id.example.com").keyStore(folder);
        try (RawServer tls = RawServer.start(tlsSocket(keyStore), RawServer.Conversation::readRequest)) {
            client("token-endpoint", tls.uri("https").toString());

            assertThat(failure(TOKEN)).satisfies(shows("untrusted-certificate", "ifs"));
        }
    }

    @Test
    void plainHttpWhereASecretGoes() {
        client("token-endpoint", "http://id.example.com/token");

        assertThat(failure(TOKEN)).satisfies(shows("plain-http", "ifs"));
    }

    @Test
    void httpsToAPortOfPlainHttp() throws IOException {
        try (RawServer plain = RawServer.start(conversation -> {
            conversation.readByte();
            conversation.write(answer("400 Bad Request", "This port speaks plain HTTP"));
        })) {
            client("token-endpoint", plain.uri("https").toString());

            assertThat(failure(TOKEN)).satisfies(shows("https-to-http", "ifs"));
        }
    }

    @Test
    void aProxyThatWantsCredentials() throws IOException {
        assertThat(throughProxy("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\""))
                .satisfies(shows("proxy-credentials", "ifs"));
    }

    @Test
    void aProxyThatCannotReachTheServer() throws IOException {
        assertThat(throughProxy("502 Bad Gateway")).satisfies(shows("proxy", "ifs"));
    }

    @Test
    void aGatewayWithAPage() throws IOException {
        assertThat(answered("502 Bad Gateway\r\nContent-Type: text/html", "<html>Bad Gateway</html>"))
                .satisfies(shows("gateway", "ifs"));
    }

    @Test
    void aSignInPageInPlaceOfTheServer() throws IOException {
        assertThat(answered("200 OK\r\nContent-Type: text/html", "<html>Please log in</html>"))
                .satisfies(shows("page", "ifs"));
        assertThat(answered("302 Found\r\nLocation: https://login.example.com/", ""))
                .satisfies(shows("redirect", "ifs"));
    }

    @Test
    void anErrorThatLooksLikeSuccess() throws IOException {
        assertThat(answered("200 OK\r\nContent-Type: application/json", "{\"error\":\"invalid_client\"}"))
                .satisfies(shows("error-with-200", "ifs"));
    }

    @Test
    void anAnswerThatEndsTooEarly() throws IOException {
        assertThat(raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{\"access_"))
                .satisfies(shows("truncated", "ifs"));
    }

    /** As Keycloak 26.7 answers. */
    @Test
    void anAudienceThatTheServerDoesNotKnow() throws IOException {
        client("grant", "token_exchange");
        client("subject-token", "a-token-of-alice");
        client("audience", "odrers");

        assertThat(answered(
                        "400 Bad Request\r\nContent-Type: application/json",
                        "{\"error\":\"invalid_client\",\"error_description\":\"Audience not found\"}"))
                .satisfies(shows("unknown-audience", "ifs"));
    }

    @Test
    void aDocumentOfAnotherIssuer() throws IOException {
        try (RawServer other = RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.write(
                    answer("200 OK\r\nContent-Type: application/json", "{\"issuer\":\"https://other.example.com\"}"));
        })) {
            properties.remove(COMPONENT + "clients[ifs].token-endpoint");
            client("issuer", "http://127.0.0.1:" + other.port());

            assertThat(failure(TOKEN)).satisfies(shows("wrong-issuer", "ifs"));
        }
    }

    @Test
    void keysThatCannotBeHad() throws IOException {
        client("jwks-uri", "http://127.0.0.1:" + FreePort.choose() + "/certs");
        client("issuer", "http://127.0.0.1:" + server.port());
        String header = base64("{\"alg\":\"RS256\",\"kid\":\"1\",\"typ\":\"at+jwt\"}");
        String jwt = header + "." + base64("{\"sub\":\"alice\"}") + "." + base64("x".repeat(256));

        assertThat(failure(TOKEN.replace("output=body", "operation=validate&validation=jwt"), jwt))
                .satisfies(shows("signing-keys", "ifs"));
    }

    @Test
    void keysForTheStoreThatNobodySet(@TempDir Path folder) {
        properties.put(COMPONENT + "repository", "file:" + folder.resolve("tokens"));

        assertThat(failure(TOKEN)).satisfies(shows("no-encryption-key", "ifs"));
    }

    @Test
    void aDirectoryThatIsNone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), "");
        properties.put(COMPONENT + "repository", "file:" + file);
        properties.put(COMPONENT + "allow-plaintext", "true");

        assertThat(failure(TOKEN)).satisfies(shows("directory", "ifs"));
    }

    @Test
    void aClientThatIsNotConfigured() {
        assertThat(failure(TOKEN.replace("oidc-token:ifs", "oidc-token:isf")))
                .satisfies(shows("unknown-client", "isf"));
    }

    @Test
    void anOptionWithASlipOfThePen() {
        client("client-secrte", SECRET);

        assertThat(failure(TOKEN)).satisfies(shows("unknown-option", "ifs"));
    }

    @Test
    void aSecretThatTheEnvironmentDoesNotHold() {
        client("client-secret", "{{env:OIDC_TOKEN_NOT_SET}}");

        assertThat(failure(TOKEN)).satisfies(shows("placeholder", "ifs"));
    }

    @Test
    void aPlaceholderOfSpringThatNobodyHasResolved() {
        client("client-secret", "${IFS_SECRET}");

        assertThat(failure(TOKEN)).satisfies(shows("unresolved-variable", "ifs"));
    }

    @Test
    void aRouteThatMayCallNobody() {
        properties.remove(COMPONENT + "clients[ifs].targets");

        assertThat(failure(ORDERS.formatted(api.uri("/orders")))).satisfies(shows("no-targets", "ifs"));
    }

    @Test
    void aCallThatNoTargetCoversGoesOutWithoutAToken() {
        client("targets", "https://other.example.com/");

        assertThat(failure(ORDERS.formatted(api.uri("/orders")))).satisfies(shows("no-target-matches", "ifs"));
        assertThat(api.calls()).singleElement().extracting(RecordedCall::token).isNull();
    }

    @Test
    void aPrincipalOfNobody() {
        client("principal", "${header.tenant}");

        assertThat(failure(TOKEN)).satisfies(shows("blank-principal", "ifs"));
    }

    @Test
    void aRefreshTokenThatWasUsedBefore() throws Exception {
        client("grant", "refresh_token");
        client("reusable-refresh-token", "true");
        client("refresh-token", server.signIn("camel", "alice"));
        try (CamelApplication first = CamelApplication.start(properties, TOKEN)) {
            first.template().requestBody("direct:start", (Object) null);
        }

        assertThat(failure(TOKEN)).satisfies(shows("refresh-token-reused", "ifs"));
    }

    @Test
    void aSessionThatHasEnded() {
        client("grant", "refresh_token");
        client("reusable-refresh-token", "true");
        client("refresh-token", "of-a-session-long-ago");

        assertThat(failure(TOKEN)).satisfies(shows("session-ended", "ifs"));
    }

    @Test
    void nobodyHasSignedIn() {
        client("grant", "authorization_code");
        client("authorization-endpoint", server.authorizationEndpoint().toString());
        client("redirect-uri", "https://app.example.com/connected");

        assertThat(failure(TOKEN)).satisfies(shows("nobody-signed-in", "ifs"));
    }

    private String throughProxy(String status) throws IOException {
        try (RawServer proxy = RawServer.start(conversation -> {
            while (conversation.readRequest()) {
                conversation.write(answer(status, "<html>Proxy</html>"));
            }
        })) {
            client("token-endpoint", "https://id.example.com/token");
            properties.put("camel.component.https.proxy-auth-scheme", "http");
            properties.put("camel.component.https.proxy-host", "127.0.0.1");
            properties.put("camel.component.https.proxy-port", Integer.toString(proxy.port()));
            return failure(TOKEN);
        }
    }

    private String answered(String status, String body) throws IOException {
        return raw(answer(status, body));
    }

    private String raw(String answer) throws IOException {
        try (RawServer raw = RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.write(answer);
        })) {
            client("token-endpoint", raw.uri("http").toString());
            return failure(TOKEN);
        }
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String failure(String yaml) {
        return failure(yaml, "");
    }

    /** The messages and the warnings of an application that fails at its start or at its first call. */
    private String failure(String yaml, Object body) {
        try (CapturedLog log = CapturedLog.open()) {
            Throwable failure = catchThrowable(() -> {
                try (CamelApplication application = CamelApplication.start(properties, yaml)) {
                    application.template().requestBodyAndHeader("direct:start", body, "CamelOidcTokenToken", body);
                }
            });
            assertThat(failure).isNotNull();
            StringBuilder said = new StringBuilder();
            for (Optional<Throwable> cause = Optional.of(failure);
                    cause.isPresent();
                    cause = cause.map(Throwable::getCause)) {
                said.append(cause.get().getMessage()).append('\n');
            }
            log.text()
                    .lines()
                    .filter(line -> line.startsWith("WARN "))
                    .forEach(line -> said.append(line).append('\n'));
            assertThat(said.toString()).doesNotContain(SECRET);
            return said.toString();
        }
    }

    private void client(String option, String value) {
        properties.put(COMPONENT + "clients[ifs]." + option, value);
    }

    private static ServerSocket tlsSocket(Path keyStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = TestCertificate.PASSWORD.toCharArray();
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return Objects.requireNonNull(
                tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getByName("127.0.0.1")));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
