package io.github.oidctoken.oauth2.repository;

/** Encrypted documents on H2 keep the contract too. */
class EncryptingH2RepositoryTest extends H2TokenRepositoryTest {

    @Override
    protected TokenRepository openRepository() {
        return new EncryptingTokenRepository(super.openRepository(), EncryptingMemoryRepositoryTest.KEYS);
    }
}
