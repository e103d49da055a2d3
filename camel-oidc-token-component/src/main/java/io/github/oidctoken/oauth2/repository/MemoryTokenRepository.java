package io.github.oidctoken.oauth2.repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps documents in this JVM's memory: they end with it, and no other node sees them. */
public final class MemoryTokenRepository implements TokenRepository {

    private final ConcurrentMap<String, TokenDocument> documents = new ConcurrentHashMap<>();

    @Override
    public Optional<TokenDocument> find(String key) {
        return Optional.ofNullable(documents.get(key));
    }

    @Override
    public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
        if (expected.equals(DocumentVersion.ABSENT)) {
            return documents.putIfAbsent(key, document) == null;
        }
        TokenDocument present = documents.get(key);
        return present != null && present.version().equals(expected) && documents.replace(key, present, document);
    }

    @Override
    public List<String> keys(String prefix) {
        return documents.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public int purge(Instant before) {
        AtomicInteger removed = new AtomicInteger();
        documents.forEach((key, document) -> {
            Instant expiresAt = document.expiresAt();
            if (expiresAt != null && expiresAt.isBefore(before) && documents.remove(key, document)) {
                removed.incrementAndGet();
            }
        });
        return removed.get();
    }
}
