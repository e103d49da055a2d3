package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAliveStartTest {

    private static final String TOKENS = "{\"access_token\":\"first\",\"expires_in\":300,\"refresh_token\":\"next\"}";

    private final TestContext camel = TestContext.create();
    private final CompletableFuture<Thread> asked = new CompletableFuture<>();

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void aSessionIsKeptAliveFromTheStartWithoutAnyCallAndOnThreadsOfItsOwn() {
        start(seeded());

        assertThat(asked).succeedsWithin(Duration.ofSeconds(20)).isNotSameAs(Thread.currentThread());
        assertThat(camel.server.forms()).singleElement().asString().contains("refresh_token=seed");
    }

    @Test
    void soItIsAfterARestartOfTheComponent() {
        start(seeded());
        camel.component.stop();
        camel.component.start();

        assertThat(asked).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void withoutKeepAliveNothingIsAskedBeforeTheFirstCall() throws Exception {
        OidcTokenConfiguration idle = seeded();
        idle.setKeepAlive(false);
        start(idle);
        OidcTokenConfiguration kept = seeded();
        kept.setRefreshToken("another");
        kept.setClientId("other");

        try (TestContext other = TestContext.create()) {
            other.context.getRegistry().bind("shared", TokenRepository.class, new SharedRepository());
            other.server.thenJson(200, TOKENS);
            other.client("kept", kept).start();
            Awaitility.await().until(() -> !other.server.requests().isEmpty());
        }

        assertThat(camel.server.requests()).isEmpty();
    }

    @Test
    void aServerThatIsDownStopsNoStart() {
        camel.server.thenFails(TransportException.Delivery.NOT_SENT, "connection refused");
        start(seeded());

        assertThat(camel.context.isStarted()).isTrue();
        Awaitility.await().until(() -> !camel.server.requests().isEmpty());
    }

    @Test
    void aGrantThatNeedsNoPersonIsToldThatItHasNoUse() {
        OidcTokenConfiguration configuration = service("camel");
        configuration.setKeepAlive(true);

        try (CapturedLog log = CapturedLog.open()) {
            camel.client("ifs", configuration).start();

            assertThat(log.text()).contains("clients[ifs].keep-alive has no use with grant=client_credentials");
        }
    }

    private void start(OidcTokenConfiguration configuration) {
        camel.context.getRegistry().bind("shared", TokenRepository.class, new SharedRepository());
        camel.server.then(request -> {
            asked.complete(Thread.currentThread());
            return ScriptedTransport.json(200, TOKENS);
        });
        camel.client("ifs", configuration).start();
    }

    private static OidcTokenConfiguration seeded() {
        OidcTokenConfiguration configuration = service("camel");
        configuration.setGrant("refresh_token");
        configuration.setRefreshToken("seed");
        configuration.setKeepAlive(true);
        return configuration;
    }
}
