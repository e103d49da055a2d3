package io.github.oidctoken.oauth2.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;

/** Makes the table of documents, on the databases whose DDL is part of this library. */
final class SqlSchema {

    static final String DIRECTORY = "META-INF/oidc-token/jdbc/";

    private static final Map<String, String> FILES = Map.of("PostgreSQL", "postgresql.sql", "H2", "h2.sql");

    private SqlSchema() {}

    static void create(Connection connection, SqlTable table, int timeoutSeconds) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        String file = FILES.get(product);
        if (file == null) {
            throw new RepositoryException(
                    "the table '" + table.name() + "' is missing and cannot be created: there is no DDL for " + product
                            + ". Create it yourself, after the example of " + DIRECTORY + "postgresql.sql",
                    null);
        }
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(timeoutSeconds);
            statement.execute(ddl(file).replace(SqlTable.DEFAULT_NAME, table.name()));
        }
    }

    private static String ddl(String file) {
        try (InputStream in = SqlSchema.class.getResourceAsStream("/" + DIRECTORY + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
