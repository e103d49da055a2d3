package io.github.oidctoken.benchmark;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.renewal.TokenEngine;
import io.github.oidctoken.oauth2.token.ClientTokens;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The production engine with threads as the component gives it, and one client. */
final class BenchmarkEngine implements AutoCloseable {

    private static final int THREADS = 32;

    private final ExecutorService renewals =
            new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final TokenEngine engine;

    BenchmarkEngine(Transport tokenEndpoint) {
        scheduler.setRemoveOnCancelPolicy(true); // as Camel does
        engine = TokenEngine.builder(tokenEndpoint, renewals, scheduler).build();
    }

    /** The tokens of the client, which remembers more principals than any benchmark has. */
    ClientTokens tokens() {
        return engine.tokens(ClientRegistration.of(ClientOptions.of(
                "orders",
                Map.of(
                        "issuer", "https://id.example.com/realms/acme",
                        "tokenEndpoint", "https://id.example.com/realms/acme/protocol/openid-connect/token",
                        "clientId", "camel",
                        "clientSecret", "s3cret-s3cret",
                        "scope", "orders.read orders.write",
                        "maxPrincipals", "200000"))));
    }

    @Override
    public void close() {
        engine.close();
        renewals.shutdownNow();
        scheduler.shutdownNow();
    }
}
