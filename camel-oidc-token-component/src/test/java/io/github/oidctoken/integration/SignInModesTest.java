package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways in which a sign-in can go to the server and come back, and whose session it then is. */
class SignInModesTest {

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", "s3cret-of-camel").build());
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final Browser browser = new Browser();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void byFormPostTheCodeStandsInNoAddress() throws Exception {
        SignInNode node = node(client -> client.put("response-mode", "form_post"));
        try (CamelApplication application = node.start()) {
            HttpResponse<String> begun = browser.get(node.uri("/connect/fabric?returnTo=/orders"));
            assertThat(Browser.location(begun).getQuery()).contains("response_mode=form_post");
            assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
                    .contains("HttpOnly", "SameSite=None; Secure");

            HttpResponse<String> finished = browser.submit(browser.get(Browser.location(begun)));

            assertThat(finished.statusCode()).isEqualTo(302);
            assertThat(finished.headers().firstValue("Location")).contains("/orders");
            assertThat(finished.uri().getQuery()).isNull();
            assertThat(finished.headers().map() + finished.body())
                    .doesNotContain(server.signInPage().issuedCodes().get(0));
            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
        }
    }

    @Test
    void aFormOfAnotherBrowserOrWithAParameterTwiceIsRefused() throws Exception {
        SignInNode node = node(client -> client.put("response-mode", "form_post"));
        try (CamelApplication application = node.start()) {
            HttpResponse<String> page = browser.get(Browser.location(browser.get(node.uri("/connect/fabric"))));

            assertThat(new Browser().submit(page).body())
                    .contains("has not kept the sign-in")
                    .doesNotContain(server.signInPage().issuedCodes().get(0));
            assertThat(browser.post(node.uri("/connected/fabric"), "state=a&state=b&code=x")
                            .body())
                    .contains("came twice");
            assertThat(browser.post(node.uri("/connected/fabric?state=a"), "state=a&code=x")
                            .body())
                    .contains("came twice");
            assertThat(server.statistics().requests()).isZero();
            assertThat(browser.submit(page).body()).startsWith("Signed in for fabric");
        }
    }

    @Test
    void whatTheServerSaysByFormPostInsteadOfACodeIsShown() throws Exception {
        server.signInPage().refuses();
        SignInNode node = node(client -> client.put("response-mode", "form_post"));
        try (CamelApplication application = node.start()) {
            HttpResponse<String> page = browser.get(Browser.location(browser.get(node.uri("/connect/fabric"))));

            assertThat(browser.submit(page).body())
                    .startsWith("AuthorizationRefusedException")
                    .contains("access_denied, User denied consent");
        }
    }

    /** The codes of RFC 6749 section 4.1.2.1 and OpenID Connect Core section 3.1.2.6. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "access_denied | has refused",
                "invalid_scope | clients[fabric].scope",
                "unauthorized_client | Allow the authorization code flow",
                "unsupported_response_type | Allow the authorization code flow",
                "server_error | Try again later",
                "temporarily_unavailable | Try again later",
                "invalid_request | server's log",
                "login_required | Begin again",
                "interaction_required | Begin again",
            })
    void everyErrorAnswerSaysWhatToDoAndSendsNoTokenRequest(String error, String advice) throws Exception {
        SignInNode node = node(client -> {});
        try (CamelApplication application = node.start()) {
            String callback = Browser.location(browser.get(Browser.location(browser.get(node.uri("/connect/fabric")))))
                    .toString();

            String refused = browser.get(URI.create(callback.replaceFirst("code=[^&]+", "error=" + error)))
                    .body();

            assertThat(refused).startsWith("AuthorizationRefusedException").contains(error + ". ", advice);
            assertThat(server.statistics().requests()).isZero();
        }
    }

    @Test
    void aServerThatRequiresPushedRequestsHasThemBeforeTheBrowserComes() throws Exception {
        server.signInPage().requiresPushedRequests();
        SignInNode node = node(client -> client.put("authorization-parameters.prompt", "login"));
        try (CamelApplication application = node.start()) {
            HttpResponse<String> begun = browser.get(node.uri("/connect/fabric"));

            assertThat(Browser.location(begun).getQuery())
                    .matches("client_id=camel&request_uri=urn:ietf:params:oauth:request_uri:[0-9a-f-]+");
            assertThat(SignInNode.follow(browser, begun).body()).startsWith("Signed in for fabric");
            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
        }
    }

    @Test
    void requestsArePushedWhereTheOptionSaysSoAlthoughTheServerTakesOthers() throws Exception {
        SignInNode node = node(client -> {
            client.put("pushed-authorization", "always");
            client.put("response-mode", "form_post");
        });
        try (CamelApplication application = node.start()) {
            HttpResponse<String> begun = browser.get(node.uri("/connect/fabric"));

            assertThat(Browser.location(begun).getQuery())
                    .contains("request_uri=")
                    .doesNotContain("state=");
            assertThat(browser.submit(browser.get(Browser.location(begun))).body())
                    .startsWith("Signed in for fabric");
        }
    }

    @Test
    void whoMustPushAndDoesNotIsToldTheOption() throws Exception {
        server.signInPage().requiresPushedRequests();
        SignInNode node = node(client -> client.put("pushed-authorization", "never"));
        try (CamelApplication application = node.start()) {
            assertThat(SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")))
                            .body())
                    .contains("AuthorizationRefusedException", "Pushed Authorization Request is only allowed")
                    .contains("Set clients[fabric].pushed-authorization = always.");
        }
    }

    @Test
    void aRefusedPushSaysWhatToCheckAndNoBrowserIsSentAway() throws Exception {
        SignInNode node = node(client -> {
            client.put("pushed-authorization", "always");
            client.put("client-secret", "another-s3cret");
        });
        try (CamelApplication application = node.start()) {
            assertThatThrownBy(() -> application
                            .template()
                            .requestBody("oidc-token:fabric?operation=authorizationRequest", (Object) null))
                    .rootCause()
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("the pushed authorization request to " + server.issuer() + "/par was refused")
                    .hasMessageContaining("401 unauthorized_client")
                    .hasMessageContaining("clients[fabric].client-secret")
                    .hasMessageNotContaining("another-s3cret");
        }
    }

    @Test
    void everybodyWhoSignsInHasASessionOfHisOwnWhereAClaimNamesThePrincipal() throws Exception {
        SignInNode node = node(client -> {
            client.put("principal-claim", "sub");
            client.put("principal", "${header.user}");
        });
        try (CamelApplication application = node.start()) {
            SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")));
            server.signInPage().signsInAs("bob");
            SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")));

            assertThat(repository.keys("session/")).hasSize(2);
            assertThat(server.accessTokenVerifier().verify(token(application, "alice")))
                    .contains("alice");
            assertThat(server.accessTokenVerifier().verify(token(application, "bob")))
                    .contains("bob");
            assertThatThrownBy(() -> token(application, "carol"))
                    .rootCause()
                    .hasMessageContaining("nobody has signed in yet");
        }
    }

    @Test
    void aClaimThatNamesNobodyIsRefusedAndNothingIsStored() throws Exception {
        SignInNode node = node(client -> client.put("principal-claim", "email"));
        try (CamelApplication application = node.start()) {
            assertThat(SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")))
                            .body())
                    .contains("SignInFailedException", "'email'", "clients[fabric].principal-claim");
            assertThat(repository.keys("session/")).isEmpty();
            assertThatThrownBy(() -> SignInNode.token(application))
                    .rootCause()
                    .hasMessageContaining("nothing says whose token is meant")
                    .hasMessageContaining("clients[fabric].principal");
        }
    }

    @Test
    void howLongAgoThePersonProvedWhoItIsIsChecked() throws Exception {
        SignInNode node = node(client -> client.put("authorization-parameters.max_age", "300"));
        try (CamelApplication application = node.start()) {
            assertThat(signIn(node)).contains("SignInFailedException", "auth_time");
            server.signInPage()
                    .forceClaim("auth_time", Instant.now().minusSeconds(900).getEpochSecond());
            assertThat(signIn(node)).contains("longer ago than max_age allows");
            assertThat(repository.keys("session/")).isEmpty();
            server.signInPage()
                    .forceClaim("auth_time", Instant.now().minusSeconds(200).getEpochSecond());
            assertThat(signIn(node)).startsWith("Signed in for fabric");
        }
    }

    private String signIn(SignInNode node) throws Exception {
        URI page = Browser.location(browser.get(node.uri("/connect/fabric")));
        return browser.get(Browser.location(browser.get(page))).body();
    }

    private static String token(CamelApplication application, String user) {
        Map<?, ?> token = (Map<?, ?>)
                application.template().requestBodyAndHeader("direct:token", (Object) null, "user", (Object) user);
        return String.valueOf(token.get("access_token"));
    }

    private SignInNode node(Consumer<Map<String, String>> change) throws IOException {
        return SignInNode.of(server, repository, change);
    }
}
