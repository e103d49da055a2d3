package io.github.oidctoken.oauth2.repository;

import io.github.oidctoken.testkit.repository.TokenRepositoryContract;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The JDBC repository on PostgreSQL, with two nodes on one database. */
class PostgresTokenRepositoryTest extends TokenRepositoryContract {

    private final DataSource dataSource = PostgresServer.dataSource();
    private final String table = PostgresServer.newTable();

    @Override
    protected TokenRepository openRepository() {
        return JdbcTokenRepository.builder(dataSource)
                .table(table)
                .createTable()
                .build();
    }

    @Override
    protected TokenRepository openSecondInstance() {
        return openRepository();
    }

    @Override
    protected Optional<String> rawContent(String key) throws SQLException {
        return new JdbcRows(dataSource, table).row(key);
    }
}
