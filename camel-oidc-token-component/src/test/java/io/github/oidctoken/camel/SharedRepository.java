package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A repository of an application's own: not the one in memory, though it keeps its documents there. */
final class SharedRepository implements TokenRepository {

    private final TokenRepository documents = new MemoryTokenRepository();

    @Override
    public Optional<TokenDocument> find(String key) {
        return documents.find(key);
    }

    @Override
    public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
        return documents.compareAndSet(key, expected, document);
    }

    @Override
    public List<String> keys(String prefix) {
        return documents.keys(prefix);
    }

    @Override
    public int purge(Instant before) {
        return documents.purge(before);
    }
}
