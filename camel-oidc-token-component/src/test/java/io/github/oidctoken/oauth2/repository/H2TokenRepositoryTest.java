package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.repository.TokenRepositoryContract;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The JDBC repository on H2, with two nodes on one database. */
class H2TokenRepositoryTest extends TokenRepositoryContract {

    private final JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:documents", "sa", "");
    private final Random random = new Random(7);

    @AfterEach
    void closeDatabase() {
        pool.dispose();
    }

    @Test
    void aLargePayloadIsReadWholeWhileItIsReplaced() throws Exception {
        TokenRepository writing = openRepository();
        TokenRepository reading = openRepository();
        TokenDocument first = large(DocumentVersion.ABSENT);
        writing.compareAndSet("k", DocumentVersion.ABSENT, first);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        Future<Integer> written = writer.submit(() -> {
            TokenDocument last = first;
            for (int i = 0; i < 500; i++) {
                TokenDocument next = large(last.version());
                assertThat(writing.compareAndSet("k", last.version(), next)).isTrue();
                last = next;
            }
            return 500;
        });
        writer.shutdown();
        do {
            assertThat(reading.find("k").orElseThrow().payload()).hasSize(20_000);
        } while (!written.isDone());

        assertThat(written.get()).isEqualTo(500);
    }

    private TokenDocument large(DocumentVersion before) {
        return new TokenDocument("session", before.next(random), null, "x".repeat(20_000));
    }

    @Override
    protected TokenRepository openRepository() {
        TokenRepository repository =
                JdbcTokenRepository.builder(pool).createTable().build();
        // one thread makes the table: H2 may lose rows that are written meanwhile
        repository.keys("");
        return repository;
    }

    @Override
    protected TokenRepository openSecondInstance() {
        return openRepository();
    }

    @Override
    protected Optional<String> rawContent(String key) throws SQLException {
        return new JdbcRows(pool, "oidc_token_document").row(key);
    }
}
