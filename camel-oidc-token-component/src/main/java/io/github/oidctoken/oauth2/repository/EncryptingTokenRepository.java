package io.github.oidctoken.oauth2.repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Encrypts the payloads of another repository; key, kind, version and expiry stay in clear.
 *
 * <p>A payload can be read only in the row and at the version it was written for. Two rows that were swapped, a payload that was copied or put back to an
 * older one are refused; an older row that was put back whole is not noticed here. A document that cannot be decrypted is an error to whoever reads it, and is never
 * overwritten: to replace a document one must name the version that was read.
 *
 * <p>Thread-safe if the other repository is.
 */
public final class EncryptingTokenRepository implements TokenRepository {

    private final TokenRepository repository;
    private final EncryptedPayload encryption;

    /** Encrypts what the given repository stores. */
    public EncryptingTokenRepository(TokenRepository repository, EncryptionKeys keys) {
        this.repository = repository;
        encryption = new EncryptedPayload(keys);
    }

    /** @throws RepositoryException also if the document cannot be decrypted; the message names the key id */
    @Override
    public Optional<TokenDocument> find(String key) {
        return repository.find(key).map(stored -> withPayload(stored, encryption.decrypt(key, stored)));
    }

    @Override
    public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
        return repository.compareAndSet(key, expected, withPayload(document, encryption.encrypt(key, document)));
    }

    @Override
    public List<String> keys(String prefix) {
        return repository.keys(prefix);
    }

    @Override
    public int purge(Instant before) {
        return repository.purge(before);
    }

    private static TokenDocument withPayload(TokenDocument document, String payload) {
        return new TokenDocument(document.kind(), document.version(), document.expiresAt(), payload);
    }
}
