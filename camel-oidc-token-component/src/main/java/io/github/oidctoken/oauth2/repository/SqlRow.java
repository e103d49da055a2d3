package io.github.oidctoken.oauth2.repository;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;

/** A document as the columns of a row; its expiry as exact seconds since 1970, which need no time zone and no database's own type. */
final class SqlRow {

    private static final int NANO_DIGITS = 9;

    private SqlRow() {}

    /** Binds the first five parameters of {@link SqlTable#insert()} and {@link SqlTable#update()}. */
    static void bind(PreparedStatement statement, String key, TokenDocument document) throws SQLException {
        statement.setString(1, document.kind());
        statement.setString(2, document.version().value());
        if (document.expiresAt() == null) {
            statement.setNull(3, Types.NUMERIC);
        } else {
            statement.setBigDecimal(3, seconds(document.expiresAt()));
        }
        statement.setString(4, document.payload());
        statement.setString(5, key);
    }

    /** Reads what {@link SqlTable#select()} selects. */
    static TokenDocument read(ResultSet row) throws SQLException {
        BigDecimal expiresAt = row.getBigDecimal(3);
        return new TokenDocument(
                row.getString(1),
                new DocumentVersion(row.getString(2)),
                expiresAt == null ? null : instant(expiresAt),
                row.getString(4));
    }

    static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), NANO_DIGITS));
    }

    private static Instant instant(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANO_DIGITS).longValue());
    }
}
