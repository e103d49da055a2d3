package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.AuthorizationRequest;
import io.github.oidctoken.oauth2.renewal.SignInAttempt;
import io.github.oidctoken.oauth2.repository.EncryptionKeys;
import io.github.oidctoken.testkit.FakeTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

class SignInCookiesTest {

    private final FakeTime time = new FakeTime();
    private final SignInCookies cookies =
            new SignInCookies(EncryptionKeys.parse("k1:Y2FuYXJ5LWVuY3J5cHRpb24ta2V5LTAxMjM0NTY3ODk="), time);
    private final AuthorizationRequest request = AuthorizationRequest.random(new Random(1));
    private final ClientRegistration fabric = client("fabric");

    @Test
    void aYoungCookieIsRead() {
        String cookie = kept(fabric);
        time.advance(SignInCookies.LONGEST);

        assertThat(found(fabric, "other=1; " + cookie)).hasValueSatisfying(kept -> {
            assertThat(kept.attempt().principal()).isEqualTo("alice");
            assertThat(kept.attempt().request()).isEqualTo(request);
            assertThat(kept.returnTo()).isEqualTo("/orders");
        });
    }

    @Test
    void anOldCookieIsNotTakenHoweverLongTheBrowserKeepsIt() {
        String cookie = kept(fabric);
        time.advance(SignInCookies.LONGEST.plusSeconds(1));

        assertThat(found(fabric, cookie)).isEmpty();
    }

    @Test
    void aCookieFromTheFutureIsTakenWithinWhatClocksDifferBy() {
        String cookie = kept(fabric);
        time.stepWallClock(Duration.ofMinutes(-1));
        assertThat(found(fabric, cookie)).isPresent();
        time.stepWallClock(Duration.ofSeconds(-1));

        assertThat(found(fabric, cookie)).isEmpty();
    }

    @Test
    void aCookieOfAnotherClientIsNotTakenUnderANewName() {
        String renamed = kept(client("other")).replaceFirst("oidc-token-other-", "oidc-token-fabric-");

        assertThat(found(fabric, renamed)).isEmpty();
    }

    @Test
    void aCookieOfAnotherSignInIsNotTakenUnderANewName() {
        AuthorizationRequest another = AuthorizationRequest.random(new Random(2));
        String renamed = kept(fabric)
                .replaceFirst(
                        request.state().shortFingerprint(), another.state().shortFingerprint());

        assertThat(cookies.find(message(renamed), fabric, another.state())).isEmpty();
    }

    private String kept(ClientRegistration client) {
        Message message = new DefaultMessage(new DefaultCamelContext());
        SignInAttempt attempt = new SignInAttempt(client.name(), "alice", request, time.now());
        cookies.keep(message, client, SignInCookies.Kept.byRoute(attempt, "/orders"));
        return message.getHeader("Set-Cookie", String.class).split(";", 2)[0];
    }

    private Optional<SignInCookies.Kept> found(ClientRegistration client, String cookie) {
        return cookies.find(message(cookie), client, request.state());
    }

    private static Message message(String cookie) {
        Message message = new DefaultMessage(new DefaultCamelContext());
        message.setHeader("Cookie", cookie);
        return message;
    }

    private static ClientRegistration client(String name) {
        return ClientRegistration.of(ClientOptions.of(
                name,
                Map.of(
                        "issuer", "https://id.example.com",
                        "clientId", "camel",
                        "grant", "authorization_code",
                        "redirectUri", "https://me.example.com/back")));
    }
}
