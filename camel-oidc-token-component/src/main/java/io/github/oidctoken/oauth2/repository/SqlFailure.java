package io.github.oidctoken.oauth2.repository;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a driver's exception: its class, SQLState, code, place and the network's reason. Its message is dropped, because drivers quote the
 * values of a statement in it.
 */
final class SqlFailure extends SQLException {

    private static final long serialVersionUID = 1L;
    private static final int CHAIN = 20;

    private SqlFailure(String message, @Nullable SQLException original, Throwable thrown) {
        super(
                message,
                original == null ? null : original.getSQLState(),
                original == null ? 0 : original.getErrorCode());
        setStackTrace(thrown.getStackTrace());
    }

    /** The exception for callers: what was being done to which table, and why it failed. */
    static RepositoryException during(String action, SqlTable table, Throwable thrown) {
        SQLException original = cause(thrown, SQLException.class);
        StringBuilder detail = new StringBuilder(thrown.getClass().getName());
        if (original != null) {
            detail.append(", SQLState ").append(original.getSQLState());
            detail.append(", code ").append(original.getErrorCode());
        }
        Throwable network = network(thrown);
        if (network != null) {
            detail.append(", ").append(network);
        }
        return new RepositoryException(
                "the table '" + table.name() + "' could not be " + action + ": " + reason(original, table) + " ("
                        + detail + ")",
                new SqlFailure(detail.toString(), original, thrown));
    }

    static boolean isTableMissing(SQLException e) {
        return switch (state(e)) {
            case "42P01", "42S02", "42S03", "42S04" -> true;
            default -> false;
        };
    }

    /** Whether a row with this key is already there: the one integrity error that has a state of its own. */
    static boolean isUniqueViolation(SQLException e) {
        return state(e).equals("23505");
    }

    static boolean isIntegrityViolation(SQLException e) {
        return state(e).startsWith("23");
    }

    /** Whether another transaction changed the row first, at an isolation above READ COMMITTED; this one did nothing. */
    static boolean isSerializationFailure(SQLException e) {
        return state(e).equals("40001");
    }

    private static String reason(@Nullable SQLException e, SqlTable table) {
        if (e == null) {
            return "the data source gave no connection";
        }
        if (isTableMissing(e)) {
            return "there is no such table. Create it with " + SqlSchema.DIRECTORY + "postgresql.sql or h2.sql, for '"
                    + table.name() + "', which are in the component's jar, or set createTable to have it made";
        }
        String state = state(e);
        if (e instanceof SQLTimeoutException || state.equals("57014") || state.equals("HYT00")) {
            return "no answer within the query timeout";
        }
        return switch (state.substring(0, Math.min(2, state.length()))) {
            case "08" -> "there is no connection to the database";
            case "22" -> "a value does not fit its column";
            case "23" -> "a constraint of the table forbids it";
            case "25" -> "the transaction does not allow it; is this a read-only database?";
            case "28" -> "the database refused the login";
            case "40" -> "the database rolled it back";
            case "42" ->
                "the database user may not do this, or the table has other columns than in " + SqlSchema.DIRECTORY;
            case "53" -> "the database is out of resources";
            case "57" -> "the database is not available";
            default -> "the database or its driver failed";
        };
    }

    private static String state(SQLException e) {
        return Objects.requireNonNullElse(e.getSQLState(), "");
    }

    /** Only messages of the JDK's network classes are known to hold no values. */
    private static @Nullable Throwable network(Throwable thrown) {
        Throwable at = thrown;
        for (int i = 0; i < CHAIN && at != null; i++) {
            String name = at.getClass().getName();
            if (name.startsWith("java.net.") || name.startsWith("javax.net.ssl.")) {
                return at;
            }
            at = at.getCause();
        }
        return null;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        Throwable at = thrown;
        for (int i = 0; i < CHAIN && at != null; i++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
