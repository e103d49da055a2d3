package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of the session at the server when the same person signs in again. */
class ReplacedSessionTest {

    private static final String WHO = ClientRegistration.DEFAULT_PRINCIPAL;

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport server = new ScriptedTransport();
    private final TokenEngine engine = TokenEngine.builder(this::send, Runnable::run, time.scheduler())
            .repository(new MemoryTokenRepository())
            .time(time)
            .build();

    @Test
    void theRefreshTokenOfAnotherSessionOfTheServerIsRevoked() {
        signIn("r1", "session-1");
        server.then(request -> tokens("r2", "session-2")).thenJson(200, "{}");

        signIn();

        assertThat(revocations()).singleElement().asString().contains("token=r1", "token_type_hint=refresh_token");
        assertThat(engine.tokens(client(), WHO).get().value()).isEqualTo("a-of-r2");
    }

    @Test
    void thatOfTheSameSessionIsNotSinceTheNewOneWouldEndWithIt() {
        signIn("r1", "session-1");

        signIn("r2", "session-1");

        assertThat(revocations()).isEmpty();
    }

    @Test
    void thatOfASessionWhichTheServerDoesNotNameIsNot() {
        signIn("r1", null);
        signIn("r2", "session-2");
        signIn("r3", null);

        assertThat(revocations()).isEmpty();
    }

    @Test
    void aServerThatDoesNotRevokeDisturbsNoSignIn() {
        signIn("r1", "session-1");
        server.then(request -> tokens("r2", "session-2")).thenJson(503, "{}");

        signIn();

        assertThat(revocations()).hasSize(1);
        assertThat(engine.tokens(client(), WHO).get().value()).isEqualTo("a-of-r2");
    }

    /** Nobody is told the time; all else is in the script. */
    private TransportResponse send(TransportRequest request) throws TransportException {
        return request.form() == null ? ScriptedTransport.json(405, "{}") : server.send(request);
    }

    private void signIn(String refreshToken, @Nullable String session) {
        server.then(request -> tokens(refreshToken, session));
        signIn();
    }

    private void signIn() {
        TokenRequest.ByCode code =
                new TokenRequest.ByCode(Secret.of("the-code"), URI.create("https://me.example.com/back"), null);
        assertThat(engine.signIns().signIn(client(), WHO, code, null).toCompletableFuture())
                .isCompleted();
    }

    private List<@Nullable String> revocations() {
        return server.forms().stream()
                .filter(form -> form != null && !form.contains("grant_type="))
                .toList();
    }

    /** Without scope openid nobody asks who it is, and what the server sends is kept all the same. */
    private static TransportResponse tokens(String refreshToken, @Nullable String session) {
        String claims = session == null ? "{\"sub\":\"alice\"}" : "{\"sub\":\"alice\",\"sid\":\"" + session + "\"}";
        return ScriptedTransport.json(
                200,
                "{\"access_token\":\"a-of-" + refreshToken
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":300,\"refresh_token\":\"" + refreshToken
                        + "\",\"id_token\":\"" + encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".\"}");
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ClientRegistration client() {
        return ClientRegistration.of(ClientOptions.of(
                "fabric",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "authorizationEndpoint", "https://id.example.com/authorize",
                        "revocationEndpoint", "https://id.example.com/revoke",
                        "clientId", "camel",
                        "grant", "authorization_code",
                        "redirectUri", "https://me.example.com/back")));
    }
}
