package io.github.oidctoken.oauth2.repository;

import static io.github.oidctoken.oauth2.repository.DocumentVersion.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.oidctoken.testkit.repository.Counter;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The JDBC repository against PostgreSQL when transactions, locks, other nodes and outages get in its way. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PostgresFailureTest {

    private static final TokenDocument DOCUMENT =
            new TokenDocument("session", new DocumentVersion("1-a"), null, "payload");

    private final DataSource dataSource = PostgresServer.dataSource();
    private final String table = PostgresServer.newTable();
    private final JdbcRows rows = new JdbcRows(dataSource, table);
    private final TokenRepository repository =
            JdbcTokenRepository.builder(dataSource).table(table).createTable().build();

    @Test
    void theDdlFileMakesATableThatWorks() throws Exception {
        try (var in = getClass().getResourceAsStream("/META-INF/oidc-token/jdbc/postgresql.sql")) {
            rows.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        TokenRepository byDefault = JdbcTokenRepository.builder(dataSource).build();

        assertThat(byDefault.compareAndSet("k", ABSENT, DOCUMENT)).isTrue();
        assertThat(byDefault.find("k")).contains(DOCUMENT);
    }

    @Test
    void aRollbackOfTheApplicationDoesNotUndoAStoredDocument() throws SQLException {
        repository.compareAndSet("before", ABSENT, DOCUMENT);
        try (Connection application = dataSource.getConnection()) {
            application.setAutoCommit(false);
            try (Statement statement = application.createStatement()) {
                statement.execute("INSERT INTO " + table + " VALUES ('order', 'x', '1', NULL, '')");
                assertThat(repository.compareAndSet("k", ABSENT, DOCUMENT)).isTrue();
            }
            application.rollback();
        }

        assertThat(repository.find("k")).contains(DOCUMENT);
        assertThat(repository.find("order")).isEmpty();
    }

    @Test
    void manyNodesThatMakeTheTableAtOnceAllGoOn() throws Exception {
        List<Callable<Boolean>> nodes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String key = "k" + i;
            TokenRepository node = JdbcTokenRepository.builder(dataSource)
                    .table(table)
                    .createTable()
                    .build();
            nodes.add(() -> node.compareAndSet(key, ABSENT, DOCUMENT));
        }

        assertThat(atOnce(nodes)).containsOnly(true);
        assertThat(repository.keys("k")).hasSize(8);
    }

    @Test
    void aTableThatCannotBeMadeIsAClearError() {
        TokenRepository nowhere = JdbcTokenRepository.builder(dataSource)
                .table("nowhere.tokens")
                .createTable()
                .build();

        assertThatThrownBy(() -> nowhere.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("the table 'nowhere.tokens' could not be created")
                .hasMessageContaining("SQLState 3F000");
    }

    @Test
    void writersThatHinderEachOtherAtAHigherIsolationLoseNothingAndGetNoException() throws Exception {
        PGSimpleDataSource serializable = new PGSimpleDataSource();
        try (Connection connection = dataSource.getConnection()) {
            serializable.setUrl(connection.getMetaData().getURL());
        }
        serializable.setUser("postgres");
        serializable.setOptions("-c default_transaction_isolation=serializable");
        List<Callable<Integer>> writers = new ArrayList<>();
        repository.keys("");
        for (int i = 0; i < 4; i++) {
            Counter counter = new Counter(
                    JdbcTokenRepository.builder(serializable).table(table).build(), "counter", i);
            writers.add(() -> counter.increment(10));
        }
        atOnce(writers);

        assertThat(repository.find("counter").orElseThrow().payload()).isEqualTo("40");
    }

    @Test
    void aLockedTableIsGivenUpAtTheQueryTimeout() throws SQLException {
        TokenRepository impatient = JdbcTokenRepository.builder(dataSource)
                .table(table)
                .queryTimeout(Duration.ofSeconds(1))
                .build();
        repository.compareAndSet("k", ABSENT, DOCUMENT);
        try (Connection administrator = dataSource.getConnection()) {
            administrator.setAutoCommit(false);
            try (Statement statement = administrator.createStatement()) {
                statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
                assertThatThrownBy(() -> impatient.find("k"))
                        .isInstanceOf(RepositoryException.class)
                        .hasMessageContaining("no answer within the query timeout");
            }
            administrator.rollback();
        }

        assertThat(repository.find("k")).contains(DOCUMENT);
    }

    @Test
    void aPayloadThatPostgresQuotesInItsMessageIsNotShown() throws SQLException {
        repository.keys("");
        rows.execute("ALTER TABLE " + table + " ADD CHECK (kind <> 'forbidden')");

        JdbcLeak.assertNothingIsShownOf(
                "canary-payload",
                payload -> insertByTheDriver("k", payload),
                payload ->
                        repository.compareAndSet("k", ABSENT, new TokenDocument("forbidden", ABSENT, null, payload)));
    }

    @Test
    void aKeyThatPostgresQuotesInItsMessageIsNotShown() throws SQLException {
        repository.keys("");
        rows.execute("ALTER TABLE " + table + " ADD CHECK (kind <> 'forbidden')");

        JdbcLeak.assertNothingIsShownOf(
                "canary-key",
                key -> insertByTheDriver(key, "p"),
                key -> repository.compareAndSet(key, ABSENT, new TokenDocument("forbidden", ABSENT, null, "p")));
    }

    @Test
    void anOutageIsAnErrorAtOnceAndOverWhenTheDatabaseIsBack(@TempDir Path data) throws Exception {
        EmbeddedPostgres server = startIn(data).start();
        int port = server.getPort();
        TokenRepository repository = JdbcTokenRepository.builder(server.getPostgresDatabase())
                .createTable()
                .build();
        repository.compareAndSet("k", ABSENT, DOCUMENT);
        server.close();

        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> repository.compareAndSet("k", DOCUMENT.version(), DOCUMENT))
                        .isInstanceOf(RepositoryException.class)
                        .hasMessageContaining("there is no connection to the database")
                        .hasMessageContaining("Connection refused"));

        try (EmbeddedPostgres again = startIn(data).setPort(port).start()) {
            assertThat(again.getPort()).isEqualTo(port);
            assertThat(repository.find("k")).contains(DOCUMENT);
        }
    }

    private static EmbeddedPostgres.Builder startIn(Path data) throws IOException {
        return PostgresServer.onLoopback().setDataDirectory(data).setCleanDataDirectory(false);
    }

    private void insertByTheDriver(String key, String payload) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO " + table + " VALUES (?, 'forbidden', '1', NULL, ?)")) {
            statement.setString(1, key);
            statement.setString(2, payload);
            statement.execute();
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
