package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/** A Spring Boot application with the starter, properties and YAML routes, beside a real Spring Authorization Server. */
class SpringAuthorizationServerTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static ServletWebServerApplicationContext server;
    private static ConfigurableApplicationContext application;
    private static int port;

    private final Browser browser = new Browser();

    @BeforeAll
    static void start() throws Exception {
        server = AuthorizationServerApplication.start();
        port = FreePort.choose();
        Map<String, Object> properties = new HashMap<>(Map.of(
                "server.port",
                port,
                "server.address",
                "127.0.0.1",
                "camel.main.routes-include-pattern",
                "classpath:sign-in/*.yaml",
                "orders.url",
                uri("/orders").toString()));
        client(
                properties,
                "person",
                "camel",
                Map.of(
                        "grant",
                        "authorization_code",
                        "scope",
                        "openid orders.read",
                        "redirect-uri",
                        uri("/connected").toString(),
                        "targets",
                        uri("/orders").toString()));
        client(
                properties,
                "page",
                "page",
                Map.of(
                        "grant", "authorization_code",
                        "scope", "openid",
                        "redirect-uri", uri("/connected-page").toString()));
        client(properties, "service", "service", Map.of("scope", "orders.read"));
        client(properties, "stranger", "nobody", Map.of());
        client(properties, "orders", "orders-api", Map.of("audience", "camel"));
        client(properties, "opaque", "opaque", Map.of("scope", "orders.read", "validation", "introspection"));
        client(
                properties,
                "mistyped",
                "service",
                Map.of(
                        "token-endpoint",
                        AuthorizationServerApplication.issuer(server)
                                .resolve("/oauth/token")
                                .toString()));
        properties.remove("camel.component.oidc-token.clients[page].client-secret");
        application = new SpringApplicationBuilder(UnsecuredApplication.class)
                .properties(properties)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run();
    }

    @AfterAll
    static void stop() {
        application.close();
        server.close();
    }

    @Test
    void aPersonSignsInAndTheSessionIsRenewedByRotation() throws Exception {
        HttpResponse<String> signedIn = signIn("/connect?returnTo=/orders");

        assertThat(signedIn.statusCode()).isEqualTo(302);
        assertThat(signedIn.headers().firstValue("Location")).contains("/orders");
        String first = token("direct:token", "person");
        String firstRefreshToken = refreshToken(first);
        String second = token("direct:renew", "person");
        String secondRefreshToken = refreshToken(second);
        String third = token("direct:renew", "person");
        String thirdRefreshToken = refreshToken(third);
        String fourth = token("direct:renew", "person");

        assertThat(new String[] {first, second, third, fourth}).doesNotHaveDuplicates();
        assertThat(new String[] {firstRefreshToken, secondRefreshToken, thirdRefreshToken, refreshToken(fourth)})
                .doesNotHaveDuplicates();
        assertThat(introspection(fourth)).containsEntry("active", true).containsEntry("sub", "alice");
        assertThat(template().requestBody("direct:orders", null, String.class)).isEqualTo("orders of alice");
    }

    @Test
    void aRefusedSignInIsExplained() throws Exception {
        URI asked = Browser.location(browser.get(uri("/connect")));
        String unknownScope = asked.toString().replace("scope=openid+orders.read", "scope=nothing.known");

        HttpResponse<String> answer = browser.get(Browser.location(browser.get(URI.create(unknownScope))));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("did not let the person sign in: invalid_scope")
                .contains("Check clients[person].scope");
    }

    @Test
    void whoeverComesToTheAddressForAnswersWithOneThatIsMadeUpLearnsNothing() throws Exception {
        HttpResponse<String> answer = browser.get(uri("/connected-page?code=made-up&state=made-up"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("oidctoken", "made-up");
    }

    @Test
    void aPublicClientGetsNoRefreshTokenAndIsToldSoAtTheEnd() throws Exception {
        assertThat(signIn("/connect-page").body()).startsWith("Signed in for page");

        assertThat(token("direct:token", "page")).isNotEmpty();
        assertThatThrownBy(() -> token("direct:renew", "page"))
                .hasRootCauseInstanceOf(ReauthorizationRequiredException.class)
                .rootCause()
                .hasMessageContaining("the server gave no refresh token");
    }

    @Test
    void theGuardLetsOnlyValidTokensIn() throws Exception {
        signIn("/connect");

        assertChallenged(call("/orders", null), 401, "Bearer realm=\"orders\", scope=\"orders.read\"");
        assertChallenged(
                call("/orders", "made-up"),
                401,
                "Bearer realm=\"orders\", error=\"invalid_token\", error_description=\"the token is not a signed JWT\","
                        + " scope=\"orders.read\"");
        HttpResponse<String> ofAnotherAudience = call("/orders", token("direct:token", "service"));
        assertThat(ofAnotherAudience.statusCode()).isEqualTo(401);
        assertThat(ofAnotherAudience.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("error=\"invalid_token\"");
        HttpResponse<String> let = call("/orders", token("direct:token", "person"));
        assertThat(let.statusCode()).isEqualTo(200);
        assertThat(let.body()).isEqualTo("orders of alice");
        assertThat(let.headers().firstValue("Authorization")).isEmpty();
        assertChallenged(
                call("/ledger", token("direct:token", "person")),
                403,
                "Bearer realm=\"orders\", error=\"insufficient_scope\","
                        + " error_description=\"the token lacks a scope of: ledger.write\", scope=\"ledger.write\"");
    }

    @Test
    void referenceTokensAreIntrospectedUntilTheyAreRevoked() throws Exception {
        String token = token("direct:token", "opaque");
        assertThat(token).hasSize(128);
        assertThat(introspection(token))
                .containsEntry("active", true)
                .containsEntry("client_id", "opaque")
                .containsEntry("scope", "orders.read");
        assertThat(template().requestBodyAndHeader("direct:validate", "order", "CamelOidcTokenToken", token))
                .isEqualTo("order");
        String another = token("direct:renew", "opaque");

        revoke("opaque", token);
        revoke("opaque", another);

        assertThat(introspection(another)).isEqualTo(Map.of("active", false));
        assertThat(introspection("made-up")).isEqualTo(Map.of("active", false));
        assertThatThrownBy(
                        () -> template().requestBodyAndHeader("direct:validate", null, "CamelOidcTokenToken", another))
                .hasRootCauseInstanceOf(TokenInvalidException.class);
    }

    @Test
    void aClientThatTheServerDoesNotKnowIsSaidSo() {
        assertThatThrownBy(() -> token("direct:token", "stranger"))
                .rootCause()
                .isInstanceOf(OidcTokenException.class)
                .hasMessageContaining("401 invalid_client")
                .hasMessageContaining("clients[stranger].client-id");
    }

    @Test
    void anAddressThatIsNoTokenEndpointIsSaidSo() {
        assertThatThrownBy(() -> token("direct:token", "mistyped"))
                .rootCause()
                .isInstanceOf(OidcTokenException.class)
                .hasMessageContaining("which is no ")
                .hasMessageContaining("clients[mistyped].token-endpoint");
    }

    private static void client(Map<String, Object> properties, String name, String clientId, Map<String, String> more) {
        String prefix = "camel.component.oidc-token.clients[" + name + "].";
        properties.put(
                prefix + "issuer", AuthorizationServerApplication.issuer(server).toString());
        properties.put(prefix + "client-id", clientId);
        properties.put(prefix + "client-secret", "secret-of-" + clientId);
        more.forEach((option, value) -> properties.put(prefix + option, value));
    }

    /** From the route to the server's form and back. */
    private HttpResponse<String> signIn(String path) throws Exception {
        URI asked = Browser.location(browser.get(uri(path)));
        URI form = Browser.location(browser.get(asked));
        Matcher csrf = CSRF.matcher(browser.get(form).body());
        assertThat(csrf.find()).isTrue();
        HttpResponse<String> loggedIn = browser.post(
                form,
                "username=alice&password=wonderland&_csrf=" + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8));
        return browser.get(Browser.location(browser.get(Browser.location(loggedIn))));
    }

    private static HttpResponse<String> call(String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertChallenged(HttpResponse<String> answer, int status, String challenge) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly(challenge);
        assertThat(answer.body()).isEmpty();
    }

    private static void revoke(String client, String token) throws Exception {
        String credentials = client + ":secret-of-" + client;
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(AuthorizationServerApplication.issuer(server)
                                        .resolve("/oauth2/revoke"))
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** The refresh token that the server keeps beside an access token. */
    private static String refreshToken(String accessToken) {
        return server.getBean(OAuth2AuthorizationService.class)
                .findByToken(accessToken, OAuth2TokenType.ACCESS_TOKEN)
                .getRefreshToken()
                .getToken()
                .getTokenValue();
    }

    private static Map<String, Object> introspection(String token) {
        Map<String, Object> members = new HashMap<>();
        Map<?, ?> answer =
                template().requestBodyAndHeader("direct:introspect", null, "CamelOidcTokenToken", token, Map.class);
        answer.forEach((name, value) -> members.put(String.valueOf(name), value));
        return members;
    }

    private static String token(String endpoint, String client) {
        Map<?, ?> token = template().requestBodyAndHeader(endpoint, null, "client", client, Map.class);
        return String.valueOf(token.get("access_token"));
    }

    private static ProducerTemplate template() {
        return application.getBean(ProducerTemplate.class);
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
