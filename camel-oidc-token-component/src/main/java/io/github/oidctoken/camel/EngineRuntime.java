package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.SecretSource;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.renewal.SignInPages;
import io.github.oidctoken.oauth2.renewal.TokenEngine;
import io.github.oidctoken.oauth2.repository.PurgingTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** A running engine with the threads and the transport that are its own. Thread-safe. */
final class EngineRuntime {

    /** Sessions use up to 32 of them and each authorization server 16; the rest keeps other servers' clients going while one hangs. */
    private static final int THREADS = 96;

    private static final int CONTINUATION_THREADS = 32;
    private static final long IDLE_SECONDS = 30;
    private static final int UNBOUNDED = -1;

    /** For the last words of renewals that have ended: listeners hear of them. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ExecutorServiceManager threads;
    private final ExecutorService renewals;
    private final ExecutorService continuations;
    private final ScheduledExecutorService scheduler;
    private final Transport transport;
    private final TokenEngine engine;

    EngineRuntime(
            Object owner,
            CamelContext context,
            TransportFactory transports,
            TokenRepository repository,
            SecretSource secrets,
            TokenEventListener listener,
            SignInPages signInPages,
            @Nullable String nodeId) {
        threads = context.getExecutorServiceManager();
        renewals = pool(owner, "oidc-token", THREADS);
        continuations = pool(owner, "oidc-token-continuation", CONTINUATION_THREADS);
        scheduler = scheduler(threads, owner);
        transport = transports.create(context, scheduler);
        ServiceHelper.startService(transport);
        TokenEngine.Builder parts = TokenEngine.builder(transport, renewals, scheduler)
                .repository(new PurgingTokenRepository(
                        repository, renewals, scheduler, TimeSource.system(), new SecureRandom()))
                .secrets(secrets)
                .listener(listener)
                .signInPages(signInPages);
        engine = (nodeId == null || nodeId.isBlank() ? parts : parts.nodeId(nodeId)).build();
    }

    TokenEngine engine() {
        return engine;
    }

    /** The way to authorization servers. */
    Transport transport() {
        return transport;
    }

    /** For what exchanges do after they have waited. */
    Executor continuations() {
        return continuations;
    }

    /** Lets renewals finish that have sent something, for as long as one of them may take, and ends all threads. */
    void close() {
        engine.close();
        threads.shutdownGraceful(renewals, LAST_WORDS.toMillis());
        threads.shutdownGraceful(continuations);
        threads.shutdownNow(scheduler);
        ServiceHelper.stopAndShutdownService(transport);
    }

    /** Camel's usual scheduler takes a thousand tasks and no more, but every caller that waits has two alarms. */
    static ScheduledExecutorService scheduler(ExecutorServiceManager threads, Object owner) {
        return threads.newScheduledThreadPool(
                owner,
                "oidc-token-scheduler",
                new ThreadPoolProfileBuilder("oidc-token-scheduler")
                        .poolSize(1)
                        .maxPoolSize(0)
                        .maxQueueSize(UNBOUNDED)
                        .build());
    }

    /** Threads come on demand and go when idle; beyond their number tasks wait in a queue, never in the caller. */
    private ExecutorService pool(Object owner, String name, int size) {
        return threads.newThreadPool(
                owner,
                name,
                new ThreadPoolProfileBuilder(name)
                        .poolSize(size)
                        .maxPoolSize(size)
                        .maxQueueSize(UNBOUNDED)
                        .keepAliveTime(IDLE_SECONDS)
                        .allowCoreThreadTimeOut(true)
                        .build());
    }
}
