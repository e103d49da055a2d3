package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.testkit.keycloak.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A real PostgreSQL on 127.0.0.1 that can be stopped and started again with the same data on the same port. Not thread-safe. */
final class SharedDatabase implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    /** Starts it with a new database in an empty directory. */
    SharedDatabase(Path data) throws IOException {
        this.data = data;
        this.port = FreePort.choose();
        this.server = start();
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Ends all connections and the server, and starts it again. Returns when it takes connections. */
    void restart() throws IOException {
        server.close();
        server = start();
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(1))
                .start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
