package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.AuthorizationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connect page behind camel-main's HTTP server, by real HTTP. */
class ConnectPageTest {

    private static final String COMPONENT = "camel.component.oidc-token.";
    private static final String CLIENT = COMPONENT + "clients[fabric].";
    private static final Pattern ADDRESS = Pattern.compile("Connect page: open (\\S+) to connect");
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern REFRESH = Pattern.compile("http-equiv=\"refresh\" content=\"0; url=([^\"]+)\"");

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:fabric?output=body
            """;

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", "s3cret-of-camel").build());
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final CapturedLog log = CapturedLog.open();
    private final Map<String, Object> beans = new HashMap<>(Map.of("tokens", repository));
    private final Map<String, String> properties = new HashMap<>();
    private final Browser browser = new Browser();
    private int port;

    @BeforeEach
    void configure() throws IOException {
        port = freePort();
        properties.putAll(Map.of(
                "camel.server.enabled",
                "true",
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                Integer.toString(port),
                COMPONENT + "connect-page",
                "/connect",
                CLIENT + "issuer",
                server.issuer().toString(),
                CLIENT + "client-id",
                "camel",
                CLIENT + "client-secret",
                "s3cret-of-camel",
                CLIENT + "grant",
                "authorization_code",
                CLIENT + "scope",
                "openid",
                CLIENT + "redirect-uri",
                page() + "/callback"));
    }

    @AfterEach
    void stop() {
        log.close();
        server.close();
    }

    @Test
    void withoutTheOptionNothingIsServed() throws Exception {
        properties.remove(COMPONENT + "connect-page");
        try (CamelApplication application = start()) {
            assertThat(browser.get(page()).statusCode()).isEqualTo(404);
            assertThat(log.text()).doesNotContain("Connect page: open");
        }
    }

    @Test
    void aPersonConnectsOnThePageAndTheRoutesHaveTokensUntilSheDisconnects() throws Exception {
        try (CamelApplication application = start()) {
            letIn();
            assertThat(browser.get(page()).body())
                    .contains("fabric", "Not connected", "Nobody has signed in yet", ">Connect<")
                    .doesNotContain(">Disconnect<");

            HttpResponse<String> back = connect();

            assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
            assertThat(back.uri().resolve(refresh(back))).isEqualTo(page());
            assertThat(browser.get(page()).body())
                    .contains(">Connected<", "Signed in as", "alice", "Connected since", "just now", ">Reconnect<")
                    .contains("Refresh token valid until");
            assertThat(token(application)).isNotEmpty();

            assertThat(press("disconnect").statusCode()).isEqualTo(303);

            assertThat(browser.get(page()).body()).contains(">Disconnected<", ">Connect<");
            assertThatThrownBy(() -> token(application)).hasRootCauseInstanceOf(SignedOutException.class);
        }
    }

    @Test
    void whoeverDisconnectsLetsAnotherPersonSignIn() throws Exception {
        try (CamelApplication application = start()) {
            letIn();
            connect();
            server.signInPage().signsInAs("bob");
            assertThat(connect().body()).contains("That did not work", "another person");
            assertThat(browser.get(page()).body()).contains("alice");

            press("disconnect");

            assertThat(connect().statusCode()).isEqualTo(200);
            assertThat(browser.get(page()).body()).contains(">Connected<", "bob");
        }
    }

    @Test
    void theAddressInTheLogWorksOnceAndLeavesTheBrowserAtOneWithoutTheToken() throws Exception {
        try (CamelApplication application = start()) {
            URI address = printed();

            HttpResponse<String> in = browser.get(address);

            assertThat(in.statusCode()).isEqualTo(303);
            assertThat(Browser.location(in)).isEqualTo(page());
            assertThat(in.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(in.headers().allValues("Set-Cookie"))
                    .anySatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Strict"));
            assertThat(browser.get(page()).statusCode()).isEqualTo(200);
            HttpResponse<String> again = new Browser().get(address);
            assertThat(again.statusCode()).isEqualTo(403);
            assertThat(again.headers().allValues("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void withoutTheAddressNothingIsShownAndNothingDone() throws Exception {
        try (CamelApplication application = start()) {
            for (URI uri : List.of(page(), URI.create(page() + "?token=wrong"), URI.create(page() + "?token="))) {
                HttpResponse<String> closed = browser.get(uri);
                assertThat(closed.statusCode()).as(uri.toString()).isEqualTo(403);
                assertThat(closed.body()).contains("This page is closed").doesNotContain("fabric");
            }
            assertThat(browser.post(page(), "client=fabric&do=disconnect", own())
                            .statusCode())
                    .isEqualTo(403);
            browser.cookies(page()).put("oidc-token-page", "A".repeat(43));
            assertThat(browser.get(page()).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void formsOfOtherSitesAreRefused() throws Exception {
        try (CamelApplication application = start()) {
            letIn();
            connect();
            String token = formToken();
            String form = "client=fabric&do=disconnect&csrf=";

            List<HttpResponse<String>> refused = new ArrayList<>();
            refused.add(browser.post(page(), form + "wrong", own()));
            refused.add(browser.post(page(), "client=fabric&do=disconnect", own()));
            refused.add(browser.post(page(), form + token, Map.of("Origin", "https://evil.example")));
            refused.add(browser.post(page(), form + token, Map.of("Origin", "null")));
            refused.add(browser.post(page(), form + token, Map.of("Sec-Fetch-Site", "cross-site")));
            refused.add(browser.post(page(), form + token, Map.of("Sec-Fetch-Site", "same-site")));
            refused.add(browser.post(page(), form + token));
            refused.add(new Browser().post(page(), form + token, own()));

            assertThat(refused).extracting(HttpResponse::statusCode).containsOnly(403);
            assertThat(browser.get(page()).body()).contains(">Connected<");
            assertThat(browser.post(page(), form + token, Map.of("Sec-Fetch-Site", "same-origin"))
                            .statusCode())
                    .isEqualTo(303);
        }
    }

    @Test
    void anAnswerInAnotherBrowserOrAgainChangesNothing() throws Exception {
        try (CamelApplication application = start()) {
            letIn();
            URI answer = Browser.location(browser.get(refresh(press("connect"))));
            Map<String, String> kept = new HashMap<>(browser.cookies(page()));

            assertThat(new Browser().get(answer).statusCode()).isEqualTo(403);
            browser.cookies(page()).remove("oidc-token-page-back");
            assertThat(browser.get(answer).statusCode()).isEqualTo(403);
            assertThat(repository.keys("session/")).isEmpty();

            browser.cookies(page()).putAll(kept);
            // as a browser does that another site sends here: without the strict cookie
            browser.cookies(page()).remove("oidc-token-page");
            assertThat(browser.get(answer).body()).contains("Connected fabric");
            assertThat(browser.get(answer).statusCode()).isEqualTo(403);
            browser.cookies(page()).putAll(kept);
            assertThat(browser.get(answer).body()).contains("used before");
            assertThat(token(application)).isNotEmpty();
        }
    }

    @Test
    void whatAServerSaysIsNeverMarkup() throws Exception {
        try (CamelApplication application = start()) {
            letIn();
            URI answer = Browser.location(browser.get(refresh(press("connect"))));
            String hostile = "<script>alert(1)</script>'\"&";
            String refusal = answer.toString()
                    .replaceFirst(
                            "code=[^&]+",
                            "error=access_denied&error_description="
                                    + URLEncoder.encode(hostile, StandardCharsets.UTF_8));

            HttpResponse<String> shown = browser.get(URI.create(refusal));

            assertThat(shown.body())
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "access_denied")
                    .doesNotContain("<script");
        }
    }

    @Test
    void noTokenAndNoSecretIsInAnyPage() throws Exception {
        Canaries canaries = new Canaries().plant("client secret", "s3cret-of-camel");
        StringBuilder pages = new StringBuilder();
        try (CamelApplication application = start()) {
            letIn();
            pages.append(connect().body());
            canaries.plant("access token", token(application));
            server.signInPage().issuedCodes().forEach(code -> canaries.plant("code", code));
            HttpResponse<String> overview = browser.get(page());
            pages.append(overview.body()).append(overview.headers().map());
            canaries.plant("session", browser.cookies(page()).get("oidc-token-page"));
            HttpResponse<String> gone = press("disconnect");
            pages.append(gone.body()).append(gone.headers().map());
        }

        assertThat(canaries.in("Bearer s3cret-of-camel")).isNotEmpty();
        assertThat(canaries.in(pages.toString())).isEmpty();
    }

    @Test
    void browsersAreToldToBeStrict() throws Exception {
        try (CamelApplication application = start()) {
            letIn();
            HttpResponse<String> overview = browser.get(page());

            for (HttpResponse<String> answer : List.of(overview, new Browser().get(page()), press("connect"))) {
                Map<String, List<String>> headers = answer.headers().map();
                assertThat(headers).containsEntry("cache-control", List.of("no-store"));
                assertThat(headers).containsEntry("x-content-type-options", List.of("nosniff"));
                assertThat(headers).containsEntry("referrer-policy", List.of("same-origin"));
                assertThat(headers.get("content-security-policy"))
                        .singleElement()
                        .asString()
                        .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "sha256-")
                        .doesNotContain("unsafe");
                assertThat(answer.body()).doesNotContain("<script", "style=\"", "src=");
            }
        }
    }

    @Test
    void aGuardOfTheUserStandsBeforeAllOfIt() throws Exception {
        properties.put(COMPONENT + "connect-guard", "operators");
        beans.put("operators", new HeaderPolicy());
        try (CamelApplication application = start()) {
            assertThat(browser.get(page()).statusCode()).isEqualTo(401);
            assertThat(browser.get(URI.create(page() + "/callback?state=x&code=y"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(browser.post(page(), "client=fabric&do=connect", own()).statusCode())
                    .isEqualTo(401);
            assertThat(log.text()).doesNotContain("Connect page: open");

            browser.cookies(page()).put("operator", "yes");
            assertThat(browser.get(page()).body()).contains("Not connected");
            assertThat(browser.post(page(), "client=fabric&do=connect", own()).statusCode())
                    .isEqualTo(403);
            assertThat(connect().body()).contains("Connected fabric");
            assertThat(token(application)).isNotEmpty();
        }
    }

    @Test
    void aGuardThatIsNotThereStopsTheStart() {
        properties.put(COMPONENT + "connect-guard", "operators");

        assertThatThrownBy(this::start).hasStackTraceContaining("operators");
    }

    @Test
    void withoutAnHttpServerTheApplicationDoesNotStart() {
        properties.put("camel.server.enabled", "false");

        assertThatThrownBy(this::start).hasStackTraceContaining("PlatformHttpEngine");
    }

    @Test
    void aClientWhoseRedirectUriLeadsElsewhereIsNotConnectedFromHere() throws Exception {
        properties.put(CLIENT + "redirect-uri", "https://esb.example.com/connected/fabric");
        try (CamelApplication application = start()) {
            HttpResponse<String> shown = browser.get(Browser.location(browser.get(printed())));

            assertThat(shown.body())
                    .contains("https://esb.example.com/connected/fabric", "clients[fabric].redirect-uri")
                    .doesNotContain("<button");
        }
    }

    @Test
    void aSessionThatTheServerEndedSaysSo() throws Exception {
        try (CamelApplication application = start()) {
            letIn();
            connect();
            server.endSessions();

            // a token that was got just now is not renewed
            await().untilAsserted(() -> assertThatThrownBy(() -> renew(application))
                    .hasRootCauseInstanceOf(ReauthorizationRequiredException.class));

            assertThat(browser.get(page()).body())
                    .contains("Sign in again", "Last error: ", "invalid_grant", "Press Reconnect", ">Disconnect<");
        }
    }

    /** Stands for a company's login: it lets those in who bring its cookie. */
    private static final class HeaderPolicy implements AuthorizationPolicy {

        @Override
        public void beforeWrap(Route route, NamedNode definition) {
            // nothing to prepare
        }

        @Override
        public Processor wrap(Route route, Processor processor) {
            return exchange -> {
                if (exchange.getMessage().getHeader("Cookie", "", String.class).contains("operator=yes")) {
                    processor.process(exchange);
                } else {
                    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 401);
                    exchange.getMessage().setBody(null);
                    exchange.setRouteStop(true);
                }
            };
        }
    }

    private void letIn() throws Exception {
        assertThat(browser.get(printed()).statusCode()).isEqualTo(303);
    }

    private URI printed() {
        Matcher matcher = ADDRESS.matcher(log.text());
        assertThat(matcher.find()).as("an address in the log").isTrue();
        return URI.create(matcher.group(1));
    }

    /** By the form, to the server and back. */
    private HttpResponse<String> connect() throws Exception {
        return browser.get(Browser.location(browser.get(refresh(press("connect")))));
    }

    private HttpResponse<String> press(String button) throws Exception {
        return browser.post(page(), "client=fabric&do=" + button + "&csrf=" + formToken(), own());
    }

    private String formToken() throws Exception {
        return FORM_TOKEN
                .matcher(browser.get(page()).body())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static URI refresh(HttpResponse<String> answer) {
        return REFRESH.matcher(answer.body())
                .results()
                .map((MatchResult found) -> URI.create(found.group(1).replace("&amp;", "&")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    }

    private Map<String, String> own() {
        return Map.of("Origin", "http://127.0.0.1:" + port);
    }

    private URI page() {
        return URI.create("http://127.0.0.1:" + port + "/connect");
    }

    private static String token(CamelApplication application) {
        Map<?, ?> token = (Map<?, ?>) application.template().requestBody("direct:token", (Object) null);
        return String.valueOf(token.get("access_token"));
    }

    private static void renew(CamelApplication application) {
        application.template().requestBody("oidc-token:fabric?operation=renew&output=body", (Object) null);
    }

    private CamelApplication start() throws Exception {
        return CamelApplication.start(properties, ROUTES, beans);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
