package io.github.oidctoken.oauth2.repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;

/** Runs single statements, each on a connection of its own that commits by itself, and makes a missing table if it may. Thread-safe. */
final class SqlStatements {

    private final DataSource dataSource;
    private final SqlTable table;
    private final int timeoutSeconds;
    private final boolean createsTable;

    /** Written under when the table is made: H2 may lose rows that are stored meanwhile. */
    private final ReadWriteLock present = new ReentrantReadWriteLock();

    SqlStatements(DataSource dataSource, SqlTable table, int timeoutSeconds, boolean createsTable) {
        this.dataSource = dataSource;
        this.table = table;
        this.timeoutSeconds = timeoutSeconds;
        this.createsTable = createsTable;
    }

    /** What is done with a prepared statement. */
    @FunctionalInterface
    interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface ConnectionWork<T> {
        T on(Connection connection) throws SQLException;
    }

    SqlTable table() {
        return table;
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
            return connected(present.readLock(), action, statement);
        } catch (SQLException e) {
            if (!createsTable || !SqlFailure.isTableMissing(e)) {
                throw SqlFailure.during(action, table, e);
            }
        }
        Optional<SQLException> notCreated = createTable();
        try {
            return connected(present.readLock(), action, statement);
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
            return connected(present.writeLock(), "created", connection -> {
                SqlSchema.create(connection, table, timeoutSeconds);
                return Optional.<SQLException>empty();
            });
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private <T> T connected(Lock lock, String action, ConnectionWork<T> work) throws SQLException {
        lock.lock();
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
        } finally {
            lock.unlock();
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
