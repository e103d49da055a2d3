package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.OperatorPolicy;
import io.github.oidctoken.testkit.PageVisitor;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The connect page behind camel-main's HTTP server, by real HTTP. */
class ConnectPageTest extends ConnectPageFixture {

    private static final String TOLD = "Client 'fabric': nobody has signed in yet";

    @Test
    void withoutTheOptionNothingIsServed() throws Exception {
        node.without(ConnectNode.COMPONENT + "connect-page");
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
            assertThat(PageVisitor.goesOn(back)).isEqualTo(page());
            assertThat(browser.get(page()).body())
                    .contains(">Connected<", "Signed in as", "alice", "Connected since", "just now", ">Reconnect<")
                    .contains("Refresh token valid until");
            assertThat(ConnectNode.token(application)).isNotEmpty();

            assertThat(press("disconnect").statusCode()).isEqualTo(303);

            assertThat(browser.get(page()).body()).contains(">Disconnected<", ">Connect<");
            assertThatThrownBy(() -> ConnectNode.token(application)).hasRootCauseInstanceOf(SignedOutException.class);
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
            assertThat(browser.post(page(), "client=fabric&do=disconnect", operator.own())
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
            String token = operator.formToken();
            String form = "client=fabric&do=disconnect&csrf=";

            List<HttpResponse<String>> refused = new ArrayList<>();
            refused.add(browser.post(page(), form + "wrong", operator.own()));
            refused.add(browser.post(page(), "client=fabric&do=disconnect", operator.own()));
            refused.add(browser.post(page(), form + token, Map.of("Origin", "https://evil.example")));
            refused.add(browser.post(page(), form + token, Map.of("Origin", "null")));
            refused.add(browser.post(page(), form + token, Map.of("Sec-Fetch-Site", "cross-site")));
            refused.add(browser.post(page(), form + token, Map.of("Sec-Fetch-Site", "same-site")));
            refused.add(browser.post(page(), form + token));
            refused.add(new Browser().post(page(), form + token, operator.own()));

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
            URI answer = Browser.location(browser.get(PageVisitor.goesOn(press("connect"))));
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
            assertThat(ConnectNode.token(application)).isNotEmpty();
        }
    }

    @Test
    void whatAServerSaysIsNeverMarkup() throws Exception {
        try (CamelApplication application = start()) {
            letIn();
            URI answer = Browser.location(browser.get(PageVisitor.goesOn(press("connect"))));
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
        Canaries canaries = new Canaries().plant("client secret", ConnectNode.SECRET);
        StringBuilder pages = new StringBuilder();
        try (CamelApplication application = start()) {
            letIn();
            pages.append(connect().body());
            canaries.plant("access token", ConnectNode.token(application));
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
                        .doesNotContain("unsafe", "script-src");
                assertThat(answer.body()).doesNotContain("<script", "style=\"", "src=");
            }
        }
    }

    @Test
    void aGuardOfTheUserStandsBeforeAllOfIt() throws Exception {
        node.component("connect-guard", "operators").bean("operators", new OperatorPolicy());
        try (CamelApplication application = start()) {
            assertThat(browser.get(page()).statusCode()).isEqualTo(401);
            assertThat(browser.get(URI.create(page() + "/callback?state=x&code=y"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(browser.post(page(), "client=fabric&do=connect", operator.own())
                            .statusCode())
                    .isEqualTo(401);
            assertThat(log.text()).doesNotContain("Connect page: open");

            OperatorPolicy.letIn(operator);
            assertThat(browser.get(page()).body()).contains("Not connected");
            assertThat(browser.post(page(), "client=fabric&do=connect", operator.own())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(connect().body()).contains("Connected fabric");
            assertThat(ConnectNode.token(application)).isNotEmpty();
        }
    }

    @Test
    void aGuardThatIsNotThereStopsTheStart() {
        node.component("connect-guard", "operators");

        assertThatThrownBy(this::start).hasStackTraceContaining("operators");
    }

    @Test
    void withoutAnHttpServerTheApplicationDoesNotStart() {
        node.property("camel.server.enabled", "false");

        assertThatThrownBy(this::start)
                .hasStackTraceContaining(
                        "The connect page (option connectPage = /connect) cannot be served: there is no HTTP"
                                + " server. With camel-main add camel-platform-http-main and set camel.server.enabled = true");
    }

    @Test
    void aClientWhoseRedirectUriLeadsElsewhereIsNotConnectedFromHere() throws Exception {
        node.client("redirect-uri", "https://esb.example.com/connected/fabric");
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

    @Test
    void whenAPersonIsNeededCallersEventsAndOneLineOfTheLogSayWhereThePageIs() throws Exception {
        List<TokenEvent> events = new CopyOnWriteArrayList<>();
        TokenEventListener listener = events::add;
        node.bean("listener", listener);
        try (CamelApplication application = start()) {
            assertThatThrownBy(() -> ConnectNode.token(application))
                    .hasRootCauseInstanceOf(ReauthorizationRequiredException.class)
                    .rootCause()
                    .hasMessageContainingAll(TOLD, page().toString());

            // callers go on before listeners are told
            await().untilAsserted(() -> assertThat(events)
                    .singleElement()
                    .extracting(TokenEvent::failure)
                    .asString()
                    .contains(TOLD, page().toString()));
            assertThat(log.text().lines().filter(line -> line.contains("WARN") && line.contains("fabric")))
                    .filteredOn(line -> !line.contains("in memory"))
                    .singleElement()
                    .asString()
                    .contains(TOLD, page().toString());
        }
    }

    @Test
    void aClientThatIsNotConnectedFromHereIsNotSentToThePage() throws Exception {
        node.client("redirect-uri", "https://esb.example.com/connected/fabric");
        try (CamelApplication application = start()) {
            assertThatThrownBy(() -> ConnectNode.token(application))
                    .hasRootCauseInstanceOf(ReauthorizationRequiredException.class);

            await().untilAsserted(() -> assertThat(log.text()).contains("nobody has signed in yet"));
            assertThat(log.text()).doesNotContain("connect page,");
        }
    }

    private void letIn() throws Exception {
        assertThat(operator.letIn(log.text()).statusCode()).isEqualTo(200);
    }

    private URI printed() {
        return PageVisitor.printed(log.text());
    }

    /** By the form, to the server and back. */
    private HttpResponse<String> connect() throws Exception {
        return operator.connect("fabric");
    }

    private HttpResponse<String> press(String button) throws Exception {
        return operator.press(button, "fabric");
    }

    private URI page() {
        return operator.page();
    }

    private static void renew(CamelApplication application) {
        application.template().requestBody("oidc-token:fabric?operation=renew&output=body", (Object) null);
    }

    private CamelApplication start() throws Exception {
        return node.start();
    }
}
