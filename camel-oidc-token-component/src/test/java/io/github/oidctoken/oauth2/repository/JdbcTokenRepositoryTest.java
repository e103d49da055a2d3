package io.github.oidctoken.oauth2.repository;

import static io.github.oidctoken.oauth2.repository.DocumentVersion.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDBC repository does beyond the contract of all repositories. */
class JdbcTokenRepositoryTest {

    private static final TokenDocument DOCUMENT =
            new TokenDocument("session", new DocumentVersion("1-a"), null, "payload");

    private final JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:jdbc", "sa", "");

    @AfterEach
    void closeDatabase() {
        database.dispose();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a;DROP TABLE b", "a--", "\"a\"", "1a", "a.b.c", ".a", "a.", "\u00e4", "a\n"})
    void aTableNameThatIsNoIdentifierIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcTokenRepository.builder(database).table(name))
                .withMessageContaining("is not a table name");
    }

    @Test
    void aTableOfAnotherSchemaCanBeUsed() throws SQLException {
        new JdbcRows(database, "").execute("CREATE SCHEMA camel");
        TokenRepository repository = JdbcTokenRepository.builder(database)
                .table("camel.tokens")
                .createTable()
                .build();
        assertThat(repository.compareAndSet("k", ABSENT, DOCUMENT)).isTrue();

        assertThat(new JdbcRows(database, "CAMEL.TOKENS").row("k")).isPresent();
    }

    @Test
    void theDdlFileMakesATableThatWorks() throws Exception {
        try (var in = getClass().getResourceAsStream("/META-INF/oidc-token/jdbc/h2.sql")) {
            new JdbcRows(database, "").execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        TokenRepository repository = JdbcTokenRepository.builder(database).build();

        assertThat(repository.compareAndSet("k", ABSENT, DOCUMENT)).isTrue();
        assertThat(repository.find("k")).contains(DOCUMENT);
    }

    @Test
    void aMissingTableIsNamedTogetherWithItsDdl() {
        TokenRepository repository =
                JdbcTokenRepository.builder(database).table("tokens").build();

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("'tokens'")
                .hasMessageContaining("META-INF/oidc-token/jdbc/postgresql.sql or h2.sql")
                .hasMessageContaining("in the component's jar, or set createTable");
    }

    @Test
    void nothingIsWrittenWhileAnotherThreadMakesTheTable() throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        CompletableFuture<TokenRepository> opened = new CompletableFuture<>();
        List<Future<Boolean>> written = new ArrayList<>();
        DataSource watched = JdbcDataSources.before(
                () -> {
                    if (written.isEmpty()) {
                        written.add(writer.submit(() -> opened.join().compareAndSet("late", ABSENT, DOCUMENT)));
                        assertThatThrownBy(() -> written.get(0).get(300, TimeUnit.MILLISECONDS))
                                .isInstanceOf(TimeoutException.class);
                    }
                },
                database);
        TokenRepository repository =
                JdbcTokenRepository.builder(watched).createTable().build();
        opened.complete(repository);
        try {
            assertThat(repository.compareAndSet("k", ABSENT, DOCUMENT)).isTrue();
            assertThat(written.get(0).get(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            writer.shutdownNow();
        }

        assertThat(repository.keys("")).containsExactlyInAnyOrder("k", "late");
    }

    @Test
    void aDatabaseWithoutDdlIsLeftToItsAdministrator() {
        DataSource oracle = JdbcDataSources.ofProduct("Oracle", database);
        TokenRepository repository =
                JdbcTokenRepository.builder(oracle).createTable().build();

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("no DDL for Oracle")
                .hasMessageContaining("postgresql.sql");
    }

    @Test
    void everyStatementHasATimeoutOfWholeSeconds() {
        List<Integer> timeouts = new ArrayList<>();
        TokenRepository repository = JdbcTokenRepository.builder(JdbcDataSources.noting(timeouts, database))
                .createTable()
                .queryTimeout(Duration.ofMillis(1_001))
                .build();
        repository.compareAndSet("k", ABSENT, DOCUMENT);
        repository.compareAndSet("k", DOCUMENT.version(), DOCUMENT);
        repository.find("k");
        repository.keys("k");
        repository.purge(Instant.EPOCH);

        // five calls, and the table is made
        assertThat(timeouts).hasSize(6).containsOnly(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1969-12-31T23:59:59.999999999Z",
                "1970-01-01T00:00:00Z",
                "2026-03-01T12:00:00.123456789Z",
                "0001-01-01T00:00:00Z",
                "5000-01-01T00:00:00Z"
            })
    void anExpiryIsKeptToTheNanosecond(Instant expiresAt) {
        TokenRepository repository =
                JdbcTokenRepository.builder(database).createTable().build();
        TokenDocument expiring = new TokenDocument("session", new DocumentVersion("1-a"), expiresAt, "payload");
        repository.compareAndSet("k", ABSENT, expiring);

        assertThat(repository.find("k")).contains(expiring);
        assertThat(repository.purge(expiresAt)).isZero();
        assertThat(repository.purge(expiresAt.plusNanos(1))).isEqualTo(1);
    }

    @Test
    void aTimeoutThatIsNotPositiveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcTokenRepository.builder(database).queryTimeout(Duration.ZERO))
                .withMessageContaining("not positive");
    }

    @Test
    void aConnectionWithoutAutoCommitIsCommittedAndGivenBackAsItWas() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            TokenRepository repository = JdbcTokenRepository.builder(JdbcDataSources.always(connection))
                    .createTable()
                    .build();
            assertThat(repository.compareAndSet("k", ABSENT, DOCUMENT)).isTrue();
            connection.rollback();

            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(new JdbcRows(database, "oidc_token_document").row("k")).isPresent();
        }
    }

    @Test
    void aPresentKeyIsRecognisedWhereAllIntegrityErrorsHaveOneState() {
        TokenRepository repository = withOneIntegrityState();
        repository.compareAndSet("k", ABSENT, DOCUMENT);

        assertThat(repository.compareAndSet("k", ABSENT, DOCUMENT)).isFalse();
    }

    @Test
    void anotherIntegrityErrorIsAnExceptionWhereAllHaveOneState() throws SQLException {
        TokenRepository repository = withOneIntegrityState();
        repository.keys("");
        new JdbcRows(database, "").execute("ALTER TABLE oidc_token_document ADD CHECK (kind <> 'session')");

        assertThatThrownBy(() -> repository.compareAndSet("k", ABSENT, DOCUMENT))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("could not be written: a constraint of the table forbids it")
                .hasMessageContaining("SQLState 23000");
    }

    @Test
    void aTableWithOtherColumnsPointsToTheDdl() throws SQLException {
        new JdbcRows(database, "").execute("CREATE TABLE oidc_token_document (id INT)");
        TokenRepository repository =
                JdbcTokenRepository.builder(database).createTable().build();

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("other columns than in META-INF/oidc-token/jdbc/");
    }

    @Test
    void aPoolThatThrowsItsOwnExceptionIsADatabaseThatIsDown() {
        DataSource down = JdbcDataSources.failing(new IllegalStateException(
                "canary 1", new SQLException("canary 2", "08001", new ConnectException("Connection refused"))));
        TokenRepository repository = JdbcTokenRepository.builder(down).build();

        assertThatThrownBy(() -> repository.find("k"))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("there is no connection to the database")
                .hasMessageContaining("java.net.ConnectException: Connection refused")
                .extracting(JdbcLeak::shown, InstanceOfAssertFactories.STRING)
                .doesNotContain("canary");
    }

    @Test
    void aValueThatH2QuotesInItsMessageIsNotShown() throws SQLException {
        TokenRepository repository =
                JdbcTokenRepository.builder(database).createTable().build();
        repository.keys("");

        JdbcLeak.assertNothingIsShownOf(
                "canary".repeat(20),
                kind -> new JdbcRows(database, "")
                        .execute("INSERT INTO oidc_token_document VALUES ('k', '" + kind + "', '1', NULL, 'p')"),
                kind -> repository.compareAndSet("k", ABSENT, new TokenDocument(kind, ABSENT, null, "p")));
    }

    private TokenRepository withOneIntegrityState() {
        DataSource general = JdbcDataSources.translating(
                e -> e.getSQLState().startsWith("23") ? new SQLException(e.getMessage(), "23000", 1) : e, database);
        return JdbcTokenRepository.builder(general).createTable().build();
    }
}
