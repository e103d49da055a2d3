package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client's secret is changed at the server and in its source while the application runs. */
class SecretRereadTest {

    private final FakeTime time = new FakeTime();
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final ScriptedTransport server = new ScriptedTransport();
    private String source = "new-secret";
    private int reads;
    private final TokenEngine engine = TokenEngine.builder(server, Runnable::run, time.scheduler())
            .repository(repository)
            .time(time)
            .random(new Random(1))
            .secrets(client -> {
                reads++;
                return client.equals("ifs") ? Secret.of(source) : null;
            })
            .build();

    @ParameterizedTest
    @CsvSource({"401, invalid_client", "400, invalid_client", "401, unauthorized_client"})
    void aGrantIsTriedOnceMoreWithTheSecretThatTheSourceHasNow(int status, String error) {
        server.thenJson(status, "{\"error\":\"" + error + "\"}").thenJson(200, token("a1"));

        assertThat(engine.tokens(service("a"), "default").get().value()).isEqualTo("a1");
        assertThat(secrets()).containsExactly("old-secret", "new-secret");
    }

    @Test
    void theNewSecretServesAllTokensOfTheClientFromThenOn() {
        server.thenJson(401, "{\"error\":\"invalid_client\"}")
                .thenJson(200, token("a1"))
                .thenJson(200, token("b1"));
        engine.tokens(service("a"), "default").get();

        engine.tokens(service("b"), "default").get();
        assertThat(secrets()).containsExactly("old-secret", "new-secret", "new-secret");
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void aSessionIsAnnouncedAnewAndKeepsItsRefreshToken() {
        ClientRegistration person = person();
        server.thenJson(200, token("a1", "r1"))
                .thenJson(401, "{\"error\":\"unauthorized_client\"}")
                .then(request -> {
                    assertThat(session(person).intent()).isNotNull();
                    return ScriptedTransport.json(200, token("a2", "r2"));
                });
        var tokens = engine.tokens(person, "default");
        tokens.get();
        time.advance(Duration.ofSeconds(200));

        assertThat(tokens.get().value()).isEqualTo("a2");
        assertThat(server.forms().get(1)).contains("refresh_token=r1");
        assertThat(server.forms().get(2)).contains("refresh_token=r1");
        assertThat(secrets()).containsExactly("old-secret", "old-secret", "new-secret");
        assertThat(session(person).intent()).isNull();
    }

    @Test
    void theSameSecretIsNotTriedAgain() {
        source = "old-secret";
        server.thenJson(401, "{\"error\":\"invalid_client\"}");

        assertThatThrownBy(() -> engine.tokens(service("a"), "default").get())
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("clients[ifs].client-secret")
                .hasMessageNotContaining("old-secret");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aSecretThatIsWrongTooIsTriedOnce() {
        server.thenJson(401, "{\"error\":\"invalid_client\"}").thenJson(401, "{\"error\":\"invalid_client\"}");

        assertThatThrownBy(() -> engine.tokens(person(), "default").get())
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageNotContaining("new-secret");
        assertThat(server.requests()).hasSize(2);
        assertThat(session(person()).intent()).isNull();
    }

    @Test
    void theSourceIsAskedOnceASecondForAllTokensOfAClient() {
        source = "old-secret";
        for (int i = 0; i < 10; i++) {
            server.thenJson(401, "{\"error\":\"invalid_client\"}");
            var tokens = engine.tokens(service("s" + i), "default");
            assertThatThrownBy(tokens::get).isInstanceOf(TokenRefusedException.class);
        }
        assertThat(reads).isEqualTo(1);

        time.advance(Duration.ofSeconds(1));
        server.thenJson(401, "{\"error\":\"invalid_client\"}");
        assertThatThrownBy(() -> engine.tokens(service("later"), "default").get())
                .isInstanceOf(TokenRefusedException.class);
        assertThat(reads).isEqualTo(2);
    }

    private SessionDocument session(ClientRegistration client) {
        return new SessionDocumentCodec()
                .read(repository
                        .find(SessionKey.of(client, "default").documentKey())
                        .orElseThrow()
                        .payload());
    }

    private List<String> secrets() {
        return server.forms().stream()
                .map(form -> form.replaceAll(".*client_secret=([^&]*).*", "$1"))
                .toList();
    }

    private static String token(String accessToken) {
        return "{\"access_token\":\"" + accessToken + "\",\"expires_in\":180}";
    }

    private static String token(String accessToken, String refreshToken) {
        return "{\"access_token\":\"" + accessToken + "\",\"expires_in\":180,\"refresh_token\":\"" + refreshToken
                + "\"}";
    }

    private static ClientRegistration service(String scope) {
        return client(Map.of("scope", scope));
    }

    private static ClientRegistration person() {
        return client(Map.of("grant", "password", "username", "alice", "password", "wonderland"));
    }

    private static ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "clientId", "camel",
                "clientSecret", "old-secret",
                "clientAuthentication", "client_secret_post"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }
}
