package io.github.oidctoken.oauth2.repository;

import io.github.oidctoken.testkit.keycloak.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** One PostgreSQL for all tests of a run, on 127.0.0.1, started by the first that needs it and ended with the JVM. */
final class PostgresServer {

    private static final int CONNECTIONS = 20;
    private static final AtomicInteger TABLES = new AtomicInteger();

    private PostgresServer() {}

    /** A pool of connections to it. */
    static DataSource dataSource() {
        return Running.POOL;
    }

    /** The name of a table that no other test uses. */
    static String newTable() {
        return "documents_" + TABLES.incrementAndGet();
    }

    /** On a port that nobody is given by chance before the server binds it. */
    static EmbeddedPostgres.Builder onLoopback() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setPort(FreePort.choose())
                .setPGStartupWait(Duration.ofMinutes(1));
    }

    /** A pool of connections to a server; made by H2, which takes connections of any kind. */
    static JdbcConnectionPool pool(EmbeddedPostgres server) {
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setUrl(server.getJdbcUrl("postgres", "postgres"));
        JdbcConnectionPool pool = JdbcConnectionPool.create(connections);
        pool.setMaxConnections(CONNECTIONS);
        return pool;
    }

    private static final class Running {

        static final DataSource POOL = start();

        private static DataSource start() {
            try {
                return pool(onLoopback().start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
