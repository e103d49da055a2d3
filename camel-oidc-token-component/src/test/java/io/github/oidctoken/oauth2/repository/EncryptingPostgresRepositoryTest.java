package io.github.oidctoken.oauth2.repository;

/** Encrypted documents on PostgreSQL keep the contract too. */
class EncryptingPostgresRepositoryTest extends PostgresTokenRepositoryTest {

    @Override
    protected TokenRepository openRepository() {
        return new EncryptingTokenRepository(super.openRepository(), EncryptingMemoryRepositoryTest.KEYS);
    }
}
