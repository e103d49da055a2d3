package io.github.oidctoken.oauth2.repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Runs single statements, each on a connection of its own that commits by itself, and makes a missing table if it may. */
record SqlStatements(DataSource dataSource, SqlTable table, int timeoutSeconds, boolean createsTable) {

    /** What is done with a prepared statement. */
    @FunctionalInterface
    interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface ConnectionWork<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Runs a statement.
     *
     * @param action how an error names it, such as {@code read}
     * @throws RepositoryException if the database or its driver fails
     */
    <T> T run(String action, String sql, Work<T> work) {
        ConnectionWork<T> statement = connection -> prepare(connection, sql, work);
        try {
            return connected(action, statement);
        } catch (SQLException e) {
            if (!createsTable || !SqlFailure.isTableMissing(e)) {
                throw SqlFailure.during(action, table, e);
            }
        }
        Optional<SQLException> notCreated = createTable();
        try {
            return connected(action, statement);
        } catch (SQLException e) {
            if (notCreated.isPresent() && SqlFailure.isTableMissing(e)) {
                throw SqlFailure.during("created", table, notCreated.get());
            }
            throw SqlFailure.during(action, table, e);
        }
    }

    /** Prepares a statement with its timeout, for work on a connection one has. */
    <T> T prepare(Connection connection, String sql, Work<T> work) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(timeoutSeconds);
            return work.on(statement);
        }
    }

    /** The error, if any: of two nodes that create it at once one may fail although the table is then there. */
    private Optional<SQLException> createTable() {
        try {
            return connected("created", connection -> {
                SqlSchema.create(connection, table, timeoutSeconds);
                return Optional.<SQLException>empty();
            });
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private <T> T connected(String action, ConnectionWork<T> work) throws SQLException {
        try (Connection connection = connect(action)) {
            boolean autoCommit = connection.getAutoCommit();
            if (autoCommit) {
                return work.on(connection);
            }
            connection.setAutoCommit(true);
            try {
                return work.on(connection);
            } finally {
                connection.setAutoCommit(false);
            }
        }
    }

    private Connection connect(String action) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException e) {
            // a pool that starts on first use may throw its own
            throw SqlFailure.during(action, table, e);
        }
    }
}
