package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import io.github.oidctoken.testkit.TroubleshootingPage;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultPlan.Call;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import io.github.oidctoken.testkit.repository.RepositoryFault;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person sees when something goes wrong in the middle of a sign-in, and what becomes of the code and of the tokens. */
class SignInTroubleTest {

    private static final String OTHER_KEYS = "k2:b3RoZXJzLWVuY3J5cHRpb24ta2V5LTAxMjM0NTY3ODk=";

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", "s3cret-of-camel").build());
    private final TokenRepository store = new MemoryTokenRepository();
    private final FaultyTokenRepository repository = new FaultyTokenRepository(store, FaultPlan.none());
    private final Browser browser = new Browser();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"at_hash, belongs to another access token", "azp, was issued to another client"})
    void anIdTokenThatBelongsElsewhereIsRefusedAndNothingIsStored(String claim, String reason) throws Exception {
        server.signInPage().forceClaim(claim, "of-somebody-else");
        SignInNode node = node();
        try (CamelApplication application = node.start()) {
            HttpResponse<String> refused = signIn(node);

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).startsWith("SignInFailedException").contains("the ID token " + reason);
            assertThat(store.keys("session/")).isEmpty();
            assertNobodySignedIn(application);
        }
    }

    @Test
    void theServerMayChangeItsKeysBetweenTwoSignIns() throws Exception {
        SignInNode node = node();
        try (CamelApplication application = node.start()) {
            assertThat(signIn(node).body()).startsWith("Signed in");
            server.signInPage().changeKey();

            assertThat(signIn(node).body()).startsWith("Signed in");

            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
        }
    }

    @Test
    void twoTabsMaySignInAtOnce() throws Exception {
        SignInNode node = node();
        try (CamelApplication application = node.start()) {
            HttpResponse<String> firstTab = browser.get(node.uri("/connect/fabric?returnTo=/first"));
            HttpResponse<String> secondTab = browser.get(node.uri("/connect/fabric?returnTo=/second"));
            assertThat(browser.cookies(node.uri("/"))).hasSize(2);

            assertThat(SignInNode.follow(browser, secondTab).headers().firstValue("Location"))
                    .contains("/second");
            assertThat(SignInNode.follow(browser, firstTab).headers().firstValue("Location"))
                    .contains("/first");

            assertThat(browser.cookies(node.uri("/"))).isEmpty();
            assertThat(server.accessTokenVerifier().verify(SignInNode.token(application)))
                    .contains("alice");
            assertThat(server.statistics().requests()).isEqualTo(2);
        }
    }

    @Test
    void aNodeWithOtherKeysSaysSoAndLeavesTheCodeAlone() throws Exception {
        SignInNode one = node();
        SignInNode two = node();
        try (CamelApplication first = one.start();
                CamelApplication second = two.start(OTHER_KEYS)) {
            URI callback = callback(one);
            browser.cookies(two.uri("/")).putAll(browser.cookies(one.uri("/")));

            HttpResponse<String> taken = browser.get(two.uri(callback.getRawPath() + "?" + callback.getRawQuery()));

            assertThat(taken.body())
                    .contains("another node took it with other encryption-keys")
                    .satisfies(TroubleshootingPage.shows("sign-in-cookie", "fabric"));
            assertNobodySignedIn(second);
            assertThat(server.statistics().requests()).isZero();
            assertThat(browser.get(callback).body()).startsWith("Signed in");
            assertThat(SignInNode.token(first)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RepositoryFault.class,
            names = {"FAILS_BEFORE_THE_EFFECT", "FAILS_AFTER_THE_EFFECT", "SAYS_FALSE_AFTER_THE_EFFECT"})
    void aRepositoryThatFailsOnceWhenTheAnswerComesIsNotNoticed(RepositoryFault fault) throws Exception {
        SignInNode node = node();
        try (CamelApplication application = node.start()) {
            URI callback = callback(node);
            repository.follow(FaultPlan.script(Call.COMPARE_AND_SET, fault));

            assertThat(browser.get(callback).body()).startsWith("Signed in");

            assertThat(repository.faults()).isEqualTo(1);
            assertThat(SignInNode.token(application)).isNotEmpty();
            assertThat(server.statistics().requests()).isEqualTo(1);
        }
    }

    @Test
    void aRepositoryThatIsDownWhenTheAnswerComesLeavesTheCodeForTheNextTry() throws Exception {
        SignInNode node = node();
        try (CamelApplication application = node.start()) {
            URI callback = callback(node);
            repository.goDown();

            HttpResponse<String> failed = browser.get(callback);

            assertThat(failed.statusCode()).isEqualTo(400);
            assertThat(failed.body())
                    .startsWith("TokenRequestNotSentException")
                    .contains("the page may be loaded again", "failed before its effect");
            assertThat(server.statistics().requests()).isZero();
            repository.comeBack();
            assertThat(browser.get(callback).body()).startsWith("Signed in");
            assertThat(SignInNode.token(application)).isNotEmpty();
            assertThat(server.statistics().requests()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerWhoseUseMayHaveBeenWrittenIsNotSentASecondTime() throws Exception {
        SignInNode node = node();
        try (CamelApplication application = node.start()) {
            URI callback = callback(node);
            repository.follow(call -> call == Call.COMPARE_AND_SET
                    ? RepositoryFault.FAILS_AFTER_THE_EFFECT
                    : RepositoryFault.FAILS_BEFORE_THE_EFFECT);
            assertThat(browser.get(callback).body()).startsWith("TokenRequestNotSentException");
            repository.follow(FaultPlan.none());

            assertThat(browser.get(callback).body()).contains("used before", "begin again");

            assertThat(server.statistics().requests()).isZero();
            assertThat(signIn(node).body()).startsWith("Signed in");
            assertThat(SignInNode.token(application)).isNotEmpty();
        }
    }

    @Test
    void tokensAreStoredOnceTheRepositoryIsBack() throws Exception {
        SignInNode node = node();
        try (CamelApplication application = node.start()) {
            URI callback = callback(node);
            repository.follow(FaultPlan.script(
                    Call.COMPARE_AND_SET,
                    RepositoryFault.NONE,
                    RepositoryFault.FAILS_BEFORE_THE_EFFECT,
                    RepositoryFault.FAILS_AFTER_THE_EFFECT));

            assertThat(browser.get(callback).body()).startsWith("Signed in");

            assertThat(repository.faults()).isEqualTo(2);
            assertThat(SignInNode.token(application)).isNotEmpty();
            assertThat(server.statistics().requests()).isEqualTo(1);
        }
    }

    @Test
    void tokensThatCannotBeStoredAreNotLostInSilence() throws Exception {
        // the server has its key by now, and need not make it in the 4 s that it has for its answer
        server.signInPage().changeKey();
        SignInNode node = SignInNode.of(
                server,
                repository,
                client -> client.putAll(Map.of("request-timeout", "4s", "read-limit", "4s", "store-budget", "0.5s")));
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = node.start()) {
            URI callback = callback(node);
            boolean[] exchanged = {false};
            repository.follow(call -> {
                boolean down = exchanged[0];
                exchanged[0] = true;
                return down ? RepositoryFault.FAILS_BEFORE_THE_EFFECT : RepositoryFault.NONE;
            });

            HttpResponse<String> failed = browser.get(callback);

            assertThat(failed.statusCode()).isEqualTo(400);
            assertThat(failed.body())
                    .startsWith("SignInFailedException")
                    .contains("the server gave tokens, but the token repository did not take them", "sign in again");
            assertThat(log.text()).contains("a person has signed in, but", "has not taken the session");
            repository.follow(FaultPlan.none());
            assertThat(browser.get(callback).body()).contains("has not kept the sign-in");
            assertThat(server.statistics().requests()).isEqualTo(1);
            assertThat(signIn(node).body()).startsWith("Signed in");
            assertThat(SignInNode.token(application)).isNotEmpty();
        }
    }

    private static void assertNobodySignedIn(CamelApplication application) {
        assertThatThrownBy(() -> SignInNode.token(application))
                .hasRootCauseInstanceOf(ReauthorizationRequiredException.class);
    }

    private SignInNode node() throws Exception {
        return SignInNode.of(server, repository, client -> {});
    }

    private HttpResponse<String> signIn(SignInNode node) throws Exception {
        return SignInNode.follow(browser, browser.get(node.uri("/connect/fabric")));
    }

    /** Where the server sends the browser back to, with a code. */
    private URI callback(SignInNode node) throws Exception {
        return Browser.location(browser.get(Browser.location(browser.get(node.uri("/connect/fabric")))));
    }
}
