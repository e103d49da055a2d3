package io.github.oidctoken.oauth2.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.Canaries;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Encrypted documents on PostgreSQL keep the contract too, and its table shows no token. */
class EncryptingPostgresRepositoryTest extends PostgresTokenRepositoryTest {

    private static final String TOKEN = "canary-refresh-token-of-alice";

    @Test
    void theTableShowsNoToken() throws SQLException {
        Canaries canaries = new Canaries().plant("the refresh token", TOKEN);
        store("clear", super.openRepository());
        store("encrypted", openRepository());

        assertThat(canaries.in(rawContent("clear").orElseThrow())).contains("the refresh token in plain");
        assertThat(canaries.in(rawContent("encrypted").orElseThrow())).isEmpty();
    }

    @Override
    protected TokenRepository openRepository() {
        return new EncryptingTokenRepository(super.openRepository(), EncryptingMemoryRepositoryTest.KEYS);
    }

    private static void store(String key, TokenRepository repository) {
        DocumentVersion version = DocumentVersion.ABSENT.next(new Random(1));
        assertThat(repository.compareAndSet(
                        key, DocumentVersion.ABSENT, new TokenDocument("session", version, null, TOKEN)))
                .isTrue();
    }
}
