package io.github.oidctoken.oauth2.repository;

import java.util.regex.Pattern;

/**
 * The statements on the table of documents.
 *
 * @param name an SQL identifier without quotes, with or without a schema before it
 */
record SqlTable(String name) {

    static final String DEFAULT_NAME = "oidc_token_document";

    private static final Pattern IDENTIFIER =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,62}");

    SqlTable {
        // the name is part of the statements: it cannot be bound
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a table name: use letters, digits and _,"
                    + " at most 63, with or without a schema and a dot before it");
        }
    }

    String select() {
        return "SELECT kind, version, expires_at, payload FROM " + name + " WHERE doc_key = ?";
    }

    String insert() {
        return "INSERT INTO " + name + " (kind, version, expires_at, payload, doc_key) VALUES (?, ?, ?, ?, ?)";
    }

    String update() {
        return "UPDATE " + name
                + " SET kind = ?, version = ?, expires_at = ?, payload = ? WHERE doc_key = ? AND version = ?";
    }

    String selectKeys() {
        return "SELECT doc_key FROM " + name + " WHERE doc_key LIKE ? ESCAPE '!'";
    }

    String deleteExpired() {
        return "DELETE FROM " + name + " WHERE expires_at < ?";
    }

    /** What {@link #selectKeys()} is asked for. */
    static String beginsWith(String prefix) {
        return prefix.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }
}
