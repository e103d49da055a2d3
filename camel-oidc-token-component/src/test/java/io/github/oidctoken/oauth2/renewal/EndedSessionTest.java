package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server that has ended the session and answers {@code invalid_grant} to everything, and how often it is asked. */
class EndedSessionTest {

    private final FakeTime time = new FakeTime();
    private final List<String> presented = new ArrayList<>();
    private boolean live;
    private final TokenRepository repository = new MemoryTokenRepository();
    private final TokenEngine engine = engine();

    @Test
    void whoInsistsOnARenewalPresentsTheRefreshTokenOnceEachTime() {
        live = true;
        assertThat(failure(engine.tokens(client("seed"), "default").request())).isNull();
        live = false;
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofSeconds(10));
            assertThat(failure(engine.tokens(client("seed"), "default").renew(null)))
                    .isInstanceOf(ReauthorizationRequiredException.class);
        }

        assertThat(presented).hasSize(4);
    }

    @Test
    void anotherConfiguredRefreshTokenThatIsDeadTooIsPresentedOnce() {
        assertThat(failure(engine.tokens(client("seed"), "default").request())).isNotNull();
        time.advance(Duration.ofSeconds(10));
        TokenEngine restarted = engine();
        for (int i = 0; i < 3; i++) {
            assertThat(failure(restarted.tokens(client("another"), "default").request()))
                    .isInstanceOf(ReauthorizationRequiredException.class);
            time.advance(Duration.ofSeconds(10));
        }

        assertThat(presented.stream().filter(form -> form.contains("another"))).hasSize(1);
    }

    private TokenEngine engine() {
        return TokenEngine.builder(refusing(), Runnable::run, time.scheduler())
                .repository(repository)
                .time(time)
                .random(new Random(1))
                .build();
    }

    private Transport refusing() {
        return request -> {
            presented.add(String.valueOf(request.form()));
            assertThat(presented).as("refused presentations").hasSizeLessThan(20);
            if (live) {
                return ScriptedTransport.json(
                        200, "{\"access_token\":\"a\",\"expires_in\":180,\"refresh_token\":\"r\"}");
            }
            return ScriptedTransport.json(400, "{\"error\":\"invalid_grant\"}");
        };
    }

    private static @Nullable Throwable failure(CompletionStage<AccessToken> stage) {
        return stage.toCompletableFuture()
                .handle((token, problem) -> problem instanceof CompletionException ? problem.getCause() : problem)
                .getNow(null);
    }

    private static ClientRegistration client(String refreshToken) {
        return ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "clientId", "camel",
                        "clientSecret", "s3cret-s3cret",
                        "grant", "refresh_token",
                        "refreshToken", refreshToken)));
    }
}
