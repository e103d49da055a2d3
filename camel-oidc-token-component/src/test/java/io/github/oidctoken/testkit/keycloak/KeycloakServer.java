package io.github.oidctoken.testkit.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real Keycloak in its own process, on 127.0.0.1, with a database of its own, for tests and examples.
 *
 * <p>The program comes from Maven ({@code org.keycloak:keycloak-quarkus-dist:zip}); it is unpacked and built once per machine.
 * System properties: {@code oidctoken.keycloak.zip}, the distribution (default: the one in the local Maven repository
 * {@code ~/.m2/repository}); {@code oidctoken.keycloak.cache}, the folder that keeps the built program (default
 * {@code ~/.cache/oidc-token}). Thread-safe. The process ends with {@link #close()}, and when this JVM ends in any way.
 */
public final class KeycloakServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private final KeycloakHome home;
    private final int port;
    private final RealmProbe probe;
    private final Thread shutdownHook = new Thread(this::end, "keycloak-end");
    private ServerProcess process;
    private boolean closed;

    private KeycloakServer(KeycloakHome home, int port, List<String> realms) throws IOException {
        this.home = home;
        this.port = port;
        this.probe = new RealmProbe(baseUrl(port), realms);
        this.process = home.start(port, "--import-realm");
    }

    /**
     * Starts a server with the given realms and returns when all of them answer.
     *
     * @param realmResources absolute class path resources, each a realm representation in JSON, such as {@link IfsRealm#RESOURCE}
     * @throws IllegalStateException if the server does not start; the message ends with the server's log
     */
    public static KeycloakServer start(String... realmResources) {
        List<RealmFile> realms =
                Stream.of(realmResources).map(RealmFile::fromResource).toList();
        try {
            KeycloakHome home =
                    KeycloakHome.create(KeycloakDistribution.configured().prepared(), realms);
            KeycloakServer server = new KeycloakServer(
                    home,
                    FreePort.choose(),
                    Stream.concat(Stream.of("master"), realms.stream().map(RealmFile::realm))
                            .toList());
            Runtime.getRuntime().addShutdownHook(server.shutdownHook);
            server.awaitReadyOrClose();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak cannot be started", e);
        }
    }

    /** {@code http://127.0.0.1:PORT/auth}. */
    public URI baseUrl() {
        return baseUrl(port);
    }

    static URI baseUrl(int port) {
        return URI.create("http://127.0.0.1:" + port + "/auth");
    }

    /** {@code http://127.0.0.1:PORT}: what IFS Cloud calls its system URL. */
    public URI origin() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The realm's issuer, {@code http://127.0.0.1:PORT/auth/realms/REALM}. */
    public URI issuer(String realm) {
        return URI.create(baseUrl() + "/realms/" + realm);
    }

    public URI tokenEndpoint(String realm) {
        return URI.create(issuer(realm) + "/protocol/openid-connect/token");
    }

    /** The process id of the server that runs, or ran last. */
    public synchronized long pid() {
        return process.pid();
    }

    /** Ends the process, keeps its data, and returns when it is gone. */
    public synchronized void stop() {
        process.stop();
    }

    /** Ends the process by force, as a crash does, and returns when it is gone; what it wrote in its last second may be lost. */
    public synchronized void kill() {
        process.kill();
    }

    /** Starts a stopped server on the same port with the same data and returns when it answers. */
    public synchronized void startAgain() {
        if (closed || process.isAlive()) {
            throw new IllegalStateException(closed ? "This server is closed" : "This server is running; stop it first");
        }
        try {
            process = home.start(port);
        } catch (IOException e) {
            throw new UncheckedIOException("Keycloak cannot be started again", e);
        }
        awaitReadyOrClose();
    }

    /** All that the server has printed since its first start. Not available after {@link #close()}. */
    public String log() {
        try {
            return home.log();
        } catch (IOException e) {
            throw new UncheckedIOException("The log of Keycloak cannot be read", e);
        }
    }

    /** A small client for what tests change while the server runs. */
    public KeycloakAdmin admin() {
        return new KeycloakAdmin(this);
    }

    /** Ends the process, waits until it is gone and deletes its data. */
    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
    }

    private void awaitReadyOrClose() {
        boolean ready = false;
        try {
            process.awaitReady(probe, START_LIMIT);
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        process.stop();
        try {
            home.delete();
        } catch (IOException e) {
            throw new UncheckedIOException("The data of Keycloak cannot be deleted", e);
        }
    }
}
