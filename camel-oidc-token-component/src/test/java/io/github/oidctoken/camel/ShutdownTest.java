package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.HeldAnswer;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A context that stops while a session is being renewed at a server that ends it when a refresh token comes twice. */
class ShutdownTest {

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .client("camel", "s3cret")
            .user("alice", "wonderland")
            .build());
    private final FaultyTokenRepository repository =
            new FaultyTokenRepository(new SharedRepository(), FaultPlan.none());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anAnswerThatComesWhileTheContextStopsIsStored() throws Exception {
        CamelContext context = start(repository);
        TokenSource tokens = tokens(context);
        AccessToken first = tokens.get();
        HeldAnswer held = server.holdNext();
        tokens.renew(first);
        assertThat(held.awaitReady(Duration.ofSeconds(10))).isTrue();

        Thread stopping = stopping(context);
        held.release();
        stopping.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(stopping.isAlive()).isFalse();
        assertTheSessionLives();
    }

    @Test
    void anAnswerThatTheStoreCouldNotTakeIsStoredBeforeTheContextHasStopped() throws Exception {
        CamelContext context = start(repository);
        TokenSource tokens = tokens(context);
        AccessToken first = tokens.get();
        HeldAnswer held = server.holdNext();
        tokens.renew(first);
        assertThat(held.awaitReady(Duration.ofSeconds(10))).isTrue();
        repository.goDown();
        int faults = repository.faults();
        held.release();
        Awaitility.await().until(() -> repository.faults() >= faults + 2);

        Thread stopping = stopping(context);
        repository.comeBack();
        stopping.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(stopping.isAlive()).isFalse();
        assertTheSessionLives();
    }

    /** Another node goes on with the refresh token that it finds in the repository. */
    private void assertTheSessionLives() throws Exception {
        try (CamelContext next = start(repository)) {
            AccessToken adopted = tokens(next).get();
            AccessToken renewed =
                    tokens(next).renew(adopted).toCompletableFuture().get(20, TimeUnit.SECONDS);

            assertThat(server.accessTokenVerifier().verify(renewed.value())).contains("alice");
        }
        assertThat(server.statistics().reuses()).isZero();
        assertThat(server.statistics().requests("password")).isEqualTo(1);
        assertThat(server.statistics().requests("refresh_token")).isEqualTo(2);
    }

    private static Thread stopping(CamelContext context) {
        Thread stopping = new Thread(context::stop);
        stopping.start();
        Awaitility.await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        return stopping;
    }

    private CamelContext start(TokenRepository shared) {
        CamelContext context = new DefaultCamelContext();
        OidcTokenComponent component = new OidcTokenComponent();
        component.setTokenRepository(shared);
        OidcTokenConfiguration client = new OidcTokenConfiguration();
        client.setTokenEndpoint(server.tokenEndpoint().toString());
        client.setClientId("camel");
        client.setClientSecret("s3cret");
        client.setGrant("password");
        client.setUsername("alice");
        client.setPassword("wonderland");
        client.setTargets("https://api.example.com/");
        component.addClient("fabric", client);
        context.addComponent("oidc-token", component);
        context.start();
        return context;
    }

    private static TokenSource tokens(CamelContext context) {
        return context.getComponent("oidc-token", OidcTokenComponent.class)
                .client("fabric")
                .tokens(new DefaultExchange(context));
    }
}
