package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.OperatorPolicy;
import io.github.oidctoken.testkit.PageVisitor;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The ways in which a person can sign in from the connect page, and who may. */
class ConnectPageModesTest extends ConnectPageFixture {

    private static final String BEGIN = """
            - route:
                from:
                  uri: platform-http:/begin
                  steps:
                    - to: oidc-token:fabric?operation=authorizationRequest
            """;

    private static final String BY_ROUTE = BEGIN + """
            - route:
                from:
                  uri: platform-http:/begin-behind-the-guard
                  steps:
                    - policy:
                        ref: GUARD
                        steps:
                          - to: oidc-token:fabric?operation=authorizationRequest
            - route:
                from:
                  uri: platform-http:/code
                  steps:
                    - to: oidc-token:fabric?operation=exchangeCode
            - route:
                from:
                  uri: direct:begin
                  steps:
                    - to: oidc-token:fabric?operation=authorizationRequest
            """;

    @Test
    void theAnswerMayComeByAFormWithoutTheCookiesThatBrowsersKeepFromOtherSites() throws Exception {
        node.client("response-mode", "form_post");
        try (CamelApplication application = node.start()) {
            operator.letIn(log.text());
            HttpResponse<String> begun = operator.press("connect", "fabric");
            assertThat(begun.headers().allValues("Set-Cookie"))
                    .anySatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=None; Secure"));
            HttpResponse<String> form = browser.get(PageVisitor.goesOn(begun));
            Map<String, String> kept = new HashMap<>(browser.cookies(operator.page()));
            browser.cookies(operator.page()).keySet().removeIf(name -> name.startsWith("oidc-token-page"));

            HttpResponse<String> back = browser.submit(form);

            assertThat(back.body()).contains("Connected fabric");
            assertThat(back.uri().getQuery()).isNull();
            assertThat(PageVisitor.goesOn(back)).isEqualTo(operator.page());
            assertThat(back.headers().map() + back.body())
                    .doesNotContain(server.signInPage().issuedCodes().get(0));
            browser.cookies(operator.page()).putAll(kept);
            assertThat(operator.look()).contains(">Connected<", "alice");
            assertThat(ConnectNode.token(application)).isNotEmpty();
        }
    }

    @Test
    void aFormInAnotherBrowserOrWithAnotherStateChangesNothing() throws Exception {
        node.client("response-mode", "form_post");
        try (CamelApplication application = node.start()) {
            operator.letIn(log.text());
            HttpResponse<String> form = browser.get(PageVisitor.goesOn(operator.press("connect", "fabric")));
            URI callback = URI.create(operator.page() + "/callback");

            assertThat(new Browser().submit(form).statusCode()).isEqualTo(403);
            assertThat(browser.post(callback, "state=another&code=x").statusCode())
                    .isEqualTo(403);
            assertThat(browser.post(callback, "code=x").statusCode()).isEqualTo(403);
            assertThat(repository.keys("session/")).isEmpty();

            assertThat(browser.submit(form).body()).contains("Connected fabric");
        }
    }

    @Test
    void aFormNeedsNoCookieOfTheGuardEither() throws Exception {
        node.client("response-mode", "form_post")
                .component("connect-guard", "operators")
                .bean("operators", new OperatorPolicy());
        try (CamelApplication application = node.start()) {
            OperatorPolicy.letIn(operator);
            HttpResponse<String> form = browser.get(PageVisitor.goesOn(operator.press("connect", "fabric")));
            browser.cookies(operator.page()).remove("operator");

            assertThat(new Browser().submit(form).statusCode()).isEqualTo(403);
            assertThat(browser.get(operator.page()).statusCode()).isEqualTo(401);
            assertThat(browser.submit(form).body()).contains("Connected fabric");
        }
    }

    @Test
    void withoutAFormThePageTakesNone() throws Exception {
        try (CamelApplication application = node.start()) {
            assertThat(browser.post(URI.create(operator.page() + "/callback"), "state=a&code=b")
                            .statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void aSignInThatARouteBeganIsNotFinishedOnThePage() throws Exception {
        try (CamelApplication application = node.start(BEGIN)) {
            operator.letIn(log.text());

            HttpResponse<String> back = browser.get(Browser.location(
                    browser.get(Browser.location(browser.get(operator.page().resolve("/begin"))))));

            assertThat(back.statusCode()).isEqualTo(403);
            assertThat(back.body()).contains("has not begun the sign-in");
            assertThat(repository.keys("session/")).isEmpty();
        }
    }

    @Test
    void aCodeIsShownForAnotherDeviceUntilThePersonHasTypedItIn() throws Exception {
        device();
        try (CamelApplication application = node.start()) {
            operator.letIn(log.text());
            assertThat(operator.look()).contains("Not connected", ">Connect<");

            assertThat(operator.press("connect", "fabric").statusCode()).isEqualTo(303);

            String page = operator.look();
            assertThat(browser.get(operator.page()).headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'", "script-src 'sha256-", "connect-src 'self'")
                            .doesNotContain("unsafe"));
            String code = first("class=\"usercode\">([^<]+)<", page);
            assertThat(page)
                    .contains(
                            "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>",
                            "<script>",
                            "Not connected",
                            ">New code<")
                    .contains(server.issuer() + "/device?user_code=" + code, ">" + server.issuer() + "/device<");

            server.devicePage().approve(code);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(operator.look()).contains(">Connected<", "alice"));
            assertThat(operator.look()).doesNotContain("usercode\"", "http-equiv=\"refresh\"");
            assertThat(ConnectNode.token(application)).isNotEmpty();
            assertThat(operator.press("disconnect", "fabric").statusCode()).isEqualTo(303);
            assertThat(operator.look()).contains(">Disconnected<");
        }
    }

    @Test
    void aCodeThatThePersonRefusesIsShownNoMoreAndThePageSaysWhy() throws Exception {
        device();
        try (CamelApplication application = node.start()) {
            operator.letIn(log.text());
            operator.press("connect", "fabric");

            server.devicePage().refuse(first("class=\"usercode\">([^<]+)<", operator.look()));

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(operator.look())
                            .contains("The sign-in by another device has failed", "has refused.", ">Connect<")
                            .doesNotContain("usercode\"", "http-equiv=\"refresh\"", "<script"));
            operator.press("connect", "fabric");
            assertThat(operator.look()).contains("usercode\"").doesNotContain("has refused");
        }
    }

    @Test
    void anotherCodeReplacesTheFirst() throws Exception {
        device();
        try (CamelApplication application = node.start()) {
            operator.letIn(log.text());
            operator.press("connect", "fabric");
            String first = first("class=\"usercode\">([^<]+)<", operator.look());

            operator.press("connect", "fabric");

            String second = first("class=\"usercode\">([^<]+)<", operator.look());
            assertThat(second).isNotEqualTo(first);
            server.devicePage().approve(second);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(operator.look()).contains(">Connected<"));
        }
    }

    @Test
    void callersWithATokenForAClientMayOpenThePage() throws Exception {
        validating();
        node.component("connect-guard", "oidc-token-guard:operators");
        try (CamelApplication application = node.start()) {
            assertThat(browser.get(operator.page()).statusCode()).isEqualTo(401);
            assertThat(browser.get(operator.page()).headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer realm=\"operators\""));
            browser.addHeader(operator.page(), "Authorization", "Bearer wrong");
            assertThat(browser.get(operator.page()).statusCode()).isEqualTo(401);

            browser.addHeader(operator.page(), "Authorization", "Bearer " + operatorsToken(application));

            assertThat(operator.look()).contains("fabric", "Not connected");
            assertThat(operator.connect("fabric").body()).contains("Connected fabric");
            assertThat(operator.look()).contains(">Connected<", "alice");
        }
    }

    @Test
    void theGuardOfThePageStandsBeforeSignInsByRoutesToo() throws Exception {
        node.component("connect-guard", "operators").bean("operators", new OperatorPolicy());
        try (CamelApplication application = node.start(BY_ROUTE.replace("GUARD", "operators"))) {
            URI begin = operator.page().resolve("/begin");

            assertThat(browser.get(begin).statusCode()).isEqualTo(401);
            assertThat(browser.get(begin).headers().firstValue("Location")).isEmpty();
            assertThat(browser.post(operator.page().resolve("/code"), "code=x").statusCode())
                    .isEqualTo(401);
            assertThat(server.statistics().requests()).isZero();
            assertThat(application.template().requestBody("direct:begin", null, String.class))
                    .isNull();

            OperatorPolicy.letIn(operator);
            assertThat(Browser.location(browser.get(begin)).getPath()).isEqualTo("/authorize");
            assertThat(browser.get(operator.page().resolve("/begin-behind-the-guard"))
                            .statusCode())
                    .isEqualTo(302);
        }
    }

    @Test
    void whoHasPassedTheGuardOfTheRouteIsNotAskedForTheTokenAgain() throws Exception {
        validating();
        node.component("connect-guard", "oidc-token-guard:operators");
        try (CamelApplication application =
                node.start(ConnectNode.ROUTES + BY_ROUTE.replace("GUARD", "oidc-token-guard:operators"))) {
            assertThat(browser.get(operator.page().resolve("/begin")).statusCode())
                    .isEqualTo(401);

            browser.addHeader(operator.page(), "Authorization", "Bearer " + operatorsToken(application));

            assertThat(browser.get(operator.page().resolve("/begin")).statusCode())
                    .isEqualTo(302);
            assertThat(browser.get(operator.page().resolve("/begin-behind-the-guard"))
                            .statusCode())
                    .isEqualTo(302);
        }
    }

    @Test
    void everybodyMaySignInByARouteWhereEachHasASessionOfHisOwn() throws Exception {
        node.component("connect-guard", "operators")
                .bean("operators", new OperatorPolicy())
                .client("principal-claim", "sub");
        try (CamelApplication application = node.start(BEGIN)) {
            assertThat(browser.get(operator.page().resolve("/begin")).statusCode())
                    .isEqualTo(302);
        }
    }

    private void device() {
        node.client("grant", "device_code").without(ConnectNode.CLIENT + "redirect-uri");
    }

    private void validating() {
        String client = ConnectNode.COMPONENT + "clients[operators].";
        node.property(client + "issuer", server.issuer().toString())
                .property(client + "client-id", "camel")
                .property(client + "client-secret", ConnectNode.SECRET)
                .property(client + "grant", "client_credentials")
                .property(client + "validation", "introspection");
    }

    private static String operatorsToken(CamelApplication application) {
        Map<?, ?> token =
                (Map<?, ?>) application.template().requestBody("oidc-token:operators?output=body", (Object) null);
        return String.valueOf(token.get("access_token"));
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
