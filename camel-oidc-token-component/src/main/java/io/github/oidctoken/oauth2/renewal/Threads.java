package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/**
 * Who may use how many of the engine's threads: a repository that hangs stops sessions only, and a server that hangs stops only those who ask it. Thread-safe.
 */
final class Threads {

    private static final int FOR_SESSIONS = 32;
    private static final int FOR_EACH_SERVER = 16;

    private final Executor executor;
    private final Executor sessions;
    private final ConcurrentMap<URI, Executor> grants = new ConcurrentHashMap<>();

    Threads(Executor executor) {
        this.executor = executor;
        this.sessions = new Share(executor, FOR_SESSIONS);
    }

    /** For renewals of sessions, which wait for the repository. */
    Executor sessions() {
        return sessions;
    }

    /** For grants without a session, which wait for nothing but the client's authorization server. */
    Executor grants(ClientRegistration client) {
        URI tokenEndpoint = client.provider().tokenEndpoint();
        URI issuer = client.provider().issuer();
        URI server = tokenEndpoint != null || issuer == null ? tokenEndpoint : issuer;
        return server == null
                ? executor
                : grants.computeIfAbsent(server, unseen -> new Share(executor, FOR_EACH_SERVER));
    }
}
