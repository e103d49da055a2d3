package io.github.oidctoken.oauth2.repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps documents in one table of a database that all nodes share, by a version column.
 *
 * <p>The table's DDL is in {@code META-INF/oidc-token/jdbc/} of this jar, for PostgreSQL and H2. Correct at the isolation level READ COMMITTED and above.
 *
 * <p>Every call takes a connection of its own from the data source, sets auto-commit on it and gives it back, so that a rollback of the application does
 * not undo a stored rotation. Give it the plain data source: a proxy that joins the caller's transaction, such as Spring's
 * {@code TransactionAwareDataSourceProxy}, hands out the application's own connection, and auto-commit would commit the application's work.
 *
 * <p>Each statement ends at the query timeout. A dead network is noticed by the driver only, so set its connect and socket timeouts too, and the pool's
 * limit for waiting. Thread-safe if the data source is.
 */
public final class JdbcTokenRepository implements TokenRepository {

    private final SqlStatements statements;
    private final SqlTable table;

    private JdbcTokenRepository(SqlStatements statements) {
        this.statements = statements;
        table = statements.table();
    }

    /** A repository on a data source, with defaults that can be changed. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    @Override
    public Optional<TokenDocument> find(String key) {
        return statements.run("read", table.select(), statement -> {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(SqlRow.read(row)) : Optional.empty();
            }
        });
    }

    @Override
    public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
        if (expected.equals(DocumentVersion.ABSENT)) {
            return statements.run("written", table.insert(), statement -> {
                SqlRow.bind(statement, key, document);
                return inserted(statement, key);
            });
        }
        return statements.run("written", table.update(), statement -> {
            SqlRow.bind(statement, key, document);
            statement.setString(6, expected.value());
            return updated(statement);
        });
    }

    @Override
    public List<String> keys(String prefix) {
        return statements.run("read", table.selectKeys(), statement -> {
            statement.setString(1, SqlTable.beginsWith(prefix));
            List<String> keys = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(row.getString(1));
                }
            }
            return keys;
        });
    }

    @Override
    public int purge(Instant before) {
        return statements.run("purged", table.deleteExpired(), statement -> {
            statement.setBigDecimal(1, SqlRow.seconds(before));
            return statement.executeUpdate();
        });
    }

    private boolean inserted(PreparedStatement statement, String key) throws SQLException {
        try {
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            // some databases have one state for every integrity error
            if (SqlFailure.isUniqueViolation(e)
                    || SqlFailure.isSerializationFailure(e)
                    || (SqlFailure.isIntegrityViolation(e) && isPresent(statement.getConnection(), key))) {
                return false;
            }
            throw e;
        }
    }

    private boolean isPresent(Connection connection, String key) throws SQLException {
        return statements.prepare(connection, table.select(), statement -> {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        });
    }

    private static boolean updated(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            if (SqlFailure.isSerializationFailure(e)) {
                return false;
            }
            throw e;
        }
    }

    /** What a repository needs to know beside its data source. Not thread-safe. */
    public static final class Builder {

        private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);

        private final DataSource dataSource;
        private SqlTable table = new SqlTable(SqlTable.DEFAULT_NAME);
        private Duration queryTimeout = QUERY_TIMEOUT;
        private boolean createsTable;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * The table's name, with or without a schema; {@code oidc_token_document} by default.
         *
         * @throws IllegalArgumentException if it is not an SQL identifier without quotes
         */
        public Builder table(String name) {
            table = new SqlTable(name);
            return this;
        }

        /**
         * The limit of each statement, counted in whole seconds, at least one; 5 s by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder queryTimeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("the query timeout " + timeout + " is not positive");
            }
            queryTimeout = timeout;
            return this;
        }

        /**
         * Makes the table when it is found missing. On PostgreSQL this is safe when many nodes do so at once. On H2 it is safe for the threads of one
         * repository, but not for several: H2 2.4 may lose rows that another one writes while the table is being made, so let one node make the first call, or
         * run the DDL file before.
         */
        public Builder createTable() {
            createsTable = true;
            return this;
        }

        /** The repository; the database is not asked yet. */
        public JdbcTokenRepository build() {
            int seconds = Math.toIntExact(queryTimeout.plusNanos(999_999_999).toSeconds());
            return new JdbcTokenRepository(new SqlStatements(dataSource, table, seconds, createsTable));
        }
    }
}
