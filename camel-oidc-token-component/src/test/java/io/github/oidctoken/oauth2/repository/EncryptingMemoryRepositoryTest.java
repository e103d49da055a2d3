package io.github.oidctoken.oauth2.repository;

import io.github.oidctoken.testkit.repository.TokenRepositoryContract;
import java.util.Optional;

/** Encryption keeps the contract of what it encrypts. */
class EncryptingMemoryRepositoryTest extends TokenRepositoryContract {

    static final EncryptionKeys KEYS = EncryptionKeys.parse("k1:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=");

    private final TokenRepository store = new MemoryTokenRepository();

    @Override
    protected TokenRepository openRepository() {
        return new EncryptingTokenRepository(store, KEYS);
    }

    @Override
    protected TokenRepository openSecondInstance() {
        return openRepository();
    }

    @Override
    protected Optional<String> rawContent(String key) {
        return store.find(key).map(document -> document + document.payload());
    }
}
