package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person signs in through YAML routes behind platform-http; the browser, the server and the nodes speak real HTTP. */
class SignInTest {

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .client("camel", "s3cret-of-camel")
            .publicClient("page")
            .build());
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final Browser browser = new Browser();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPersonSignsInOnceAndTheRoutesHaveTokens() throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            assertThatThrownBy(() -> SignInNode.token(application))
                    .hasRootCauseInstanceOf(ReauthorizationRequiredException.class)
                    .rootCause()
                    .hasMessageContaining("nobody has signed in yet")
                    .hasMessageContaining("oidc-token:fabric?operation=authorizationRequest");
            assertThat(repository.keys("session/")).isEmpty();

            HttpResponse<String> begun = browser.get(node.uri("/connect/fabric?returnTo=/orders%3Fpage=2"));

            assertThat(begun.statusCode()).isEqualTo(302);
            assertThat(Browser.location(begun).getQuery())
                    .contains("code_challenge_method=S256", "nonce=", "state=", "response_type=code", "scope=openid");
            assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
                    .contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600")
                    .doesNotContain("Secure");

            HttpResponse<String> finished = SignInNode.follow(browser, begun);

            assertThat(finished.statusCode()).isEqualTo(302);
            assertThat(finished.headers().firstValue("Location")).contains("/orders?page=2");
            assertThat(browser.cookies(node.uri("/"))).isEmpty();
            assertThat(finished.headers().map().toString() + finished.body())
                    .doesNotContain(server.signInPage().issuedCodes().get(0), SignInNode.token(application));
            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
            assertThat(server.statistics().requests()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatComesAgainNeverReachesTheServer() throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            HttpResponse<String> begun = browser.get(node.uri("/connect/fabric"));
            Map<String, String> kept = new HashMap<>(browser.cookies(node.uri("/")));
            URI callback = Browser.location(browser.get(Browser.location(begun)));
            assertThat(browser.get(callback).body()).isEqualTo("Signed in for fabric. You may close this page.");
            browser.cookies(node.uri("/")).putAll(kept);

            HttpResponse<String> again = browser.get(callback);

            assertThat(again.statusCode()).isEqualTo(400);
            assertThat(again.body()).startsWith("SignInFailedException").contains("used before");
            assertThat(server.statistics().requests()).isEqualTo(1);
            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
        }
    }

    @Test
    void aBrowserMayPutItsCookieInQuotes() throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            HttpResponse<String> begun = browser.get(node.uri("/connect/fabric"));
            browser.cookies(node.uri("/")).replaceAll((name, value) -> '"' + value + '"');

            assertThat(SignInNode.follow(browser, begun).body()).startsWith("Signed in for fabric");
            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
        }
    }

    @Test
    void anotherStateOrAnotherBrowserIsRefused() throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            URI callback = Browser.location(browser.get(Browser.location(browser.get(node.uri("/connect/fabric")))));

            String forged = callback.toString().replaceFirst("state=[^&]+", "state=somebody-elses");
            assertThat(browser.get(URI.create(forged)).body()).contains("has not kept the sign-in");
            assertThat(new Browser().get(callback).body()).contains("has not kept the sign-in");
            assertThat(browser.get(node.uri("/connected/fabric?code=x")).body()).contains("has no state");
            assertThat(browser.get(URI.create(callback + "&state=x")).body()).contains("came twice");
            assertThat(server.statistics().requests()).isZero();
        }
    }

    @Test
    void whatTheServerSaysInsteadOfACodeIsShown() throws Exception {
        server.signInPage().refuses();
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            HttpResponse<String> refused = SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")));

            assertThat(refused.body())
                    .startsWith("AuthorizationRefusedException")
                    .contains("access_denied, User denied consent");
            assertThat(server.statistics().requests()).isZero();
        }
    }

    @Test
    void anIdTokenForAnotherSignInIsRefusedAndNothingIsStored() throws Exception {
        server.signInPage().forceClaim("nonce", "of-somebody-else");
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            assertThat(SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")))
                            .body())
                    .startsWith("SignInFailedException")
                    .contains("nonce");
            assertThat(repository.keys("session/")).isEmpty();
        }
    }

    @Test
    void anAnswerOfAnotherIssuerIsRefused() throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            String callback = Browser.location(browser.get(Browser.location(browser.get(node.uri("/connect/fabric")))))
                    .toString();

            assertThat(browser.get(URI.create(callback.replaceFirst("iss=[^&]+", "iss=https%3A%2F%2Fevil.example")))
                            .body())
                    .contains("'https://evil.example'", "RFC 9207");
            assertThat(server.statistics().requests()).isZero();
        }
    }

    @Test
    void nodesWithTheSameKeysTakeEachOthersAnswers() throws Exception {
        SignInNode one = node(client -> {});
        SignInNode two = node(client ->
                client.put("redirect-uri", one.uri("/connected/fabric").toString()));
        try (CamelApplication first = one.start();
                CamelApplication second = two.start()) {
            URI callback = Browser.location(browser.get(Browser.location(browser.get(one.uri("/connect/fabric")))));
            browser.cookies(two.uri("/")).putAll(browser.cookies(one.uri("/")));

            HttpResponse<String> taken = browser.get(two.uri(callback.getRawPath() + "?" + callback.getRawQuery()));

            assertThat(taken.body()).startsWith("Signed in for fabric");
            assertThat(SignInNode.token(first)).isEqualTo(SignInNode.token(second));
            assertThat(server.statistics().requests()).isEqualTo(1);
        }
    }

    @Test
    void whoeverSignedInFirstIsTheOnlyOneWhoMaySignInAgain() throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            assertThat(SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")))
                            .statusCode())
                    .isEqualTo(200);
            server.signInPage().signsInAs("mallory");

            assertThat(SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")))
                            .body())
                    .contains("another person");

            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
        }
    }

    @Test
    void onlyAllowedSubjectsSignIn() throws Exception {
        SignInNode node = node(client -> client.put("allowed-subjects", "bob, carol"));
        try (CamelApplication application = node.start()) {
            assertThat(SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")))
                            .body())
                    .contains("clients[fabric].allowed-subjects");
            assertThat(repository.keys("session/")).isEmpty();
        }
    }

    @Test
    void returnToLeadsNowhereElse() throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            for (String elsewhere : new String[] {"https://evil.example", "//evil.example", "/%5Cevil.example", "x"}) {
                HttpResponse<String> answer = browser.get(node.uri("/connect/fabric?returnTo=" + elsewhere));

                assertThat(answer.statusCode()).as(elsewhere).isEqualTo(500);
                assertThat(answer.headers().firstValue("Location")).isEmpty();
            }
        }
    }

    @Test
    void theBackEndOfAPageExchangesItsCodes() throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            String verifier = "a-verifier-of-the-page-with-at-least-43-characters";
            Map<?, ?> tokens = (Map<?, ?>) application
                    .template()
                    .requestBody(
                            "direct:bff",
                            "{\"code\":\"" + codeFor(node, verifier) + "\",\"code_verifier\":\"" + verifier + "\"}");

            assertThat(server.accessTokenVerifier().verify((String) tokens.get("access_token")))
                    .contains("alice");
            assertThat(tokens.get("refresh_token")).isNotNull();
            assertThat(repository.keys("session/")).isEmpty();

            Object stored = application
                    .template()
                    .requestBodyAndHeaders(
                            "direct:store",
                            null,
                            Map.of(
                                    "CamelOidcTokenCode", codeFor(node, verifier),
                                    "CamelOidcTokenCodeVerifier", verifier,
                                    "CamelOidcTokenRedirectUri",
                                            node.uri("/connected/fabric").toString()));

            assertThat(stored.toString()).contains("subject=alice");
            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
        }
    }

    @Test
    void aPublicClientSignsInWithoutASecret() throws Exception {
        SignInNode node = node(client -> {
            client.put("client-id", "page");
            client.remove("client-secret");
        });
        try (CamelApplication application = node.start()) {
            SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")));

            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
        }
    }

    @Test
    void neitherCodeNorVerifierNorTokenIsShown() throws Exception {
        SignInNode node = node(client -> {});
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = node.start()) {
            HttpResponse<String> finished = SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")));
            HttpResponse<String> again = browser.get(finished.uri());
            server.signInPage().forceClaim("nonce", "of-somebody-else");
            HttpResponse<String> failed = SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")));
            Canaries canaries = new Canaries()
                    .plant("the code", server.signInPage().issuedCodes().get(0))
                    .plant("the failed code", server.signInPage().issuedCodes().get(1))
                    .plant("the token", SignInNode.token(application))
                    .plantBasic("camel", "s3cret-of-camel");

            String shown = ours(log.text()) + finished.body() + finished.headers() + again.body() + failed.body();
            assertThat(shown).contains("SignInFailedException");
            assertThat(canaries.in(shown)).isEmpty();
        }
    }

    /** The HTTP server and its router print the address of a request at DEBUG, as any web server's access log does. */
    private static String ours(String log) {
        return log.lines()
                .filter(line -> line.contains("oidctoken") || line.contains("connected"))
                .filter(line -> !line.contains("io.vertx") && !line.contains("platform.http"))
                .reduce("", (one, other) -> one + "\n" + other);
    }

    private String codeFor(SignInNode node, String verifier) throws Exception {
        String challenge = com.nimbusds.oauth2.sdk.pkce.CodeChallenge.compute(
                        com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod.S256,
                        new com.nimbusds.oauth2.sdk.pkce.CodeVerifier(verifier))
                .getValue();
        URI asked = URI.create(server.authorizationEndpoint() + "?response_type=code&client_id=camel&scope=openid"
                + "&state=of-the-page&code_challenge_method=S256&code_challenge=" + challenge + "&redirect_uri="
                + node.uri("/connected/fabric"));
        browser.get(asked);
        return server.signInPage()
                .issuedCodes()
                .get(server.signInPage().issuedCodes().size() - 1);
    }

    private SignInNode node(Consumer<Map<String, String>> change) throws IOException {
        return SignInNode.of(server, repository, change);
    }
}
