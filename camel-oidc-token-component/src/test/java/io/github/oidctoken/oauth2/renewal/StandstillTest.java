package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The machine stands still for longer than {@code requestTimeout} while the answer is on its way. */
class StandstillTest {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport server = new ScriptedTransport();
    private final TokenSource tokens = TokenEngine.builder(server, Runnable::run, time.scheduler())
            .repository(new MemoryTokenRepository())
            .time(time)
            .random(new Random(4711))
            .build()
            .tokens(client(), "default");

    @Test
    void callersGetTheAnswerThatCameMeanwhile() {
        server.then(request -> {
            time.standStill(REQUEST_TIMEOUT.multipliedBy(2));
            time.advance(Duration.ZERO);
            return ScriptedTransport.json(200, "{\"access_token\":\"a1\",\"expires_in\":180}");
        });

        assertThat(tokens.get().value()).isEqualTo("a1");
    }

    private static ClientRegistration client() {
        return ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "clientId", "camel",
                        "clientSecret", "s3cret-s3cret",
                        "grant", "client_credentials")));
    }
}
