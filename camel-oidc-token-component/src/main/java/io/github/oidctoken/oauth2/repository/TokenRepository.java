package io.github.oidctoken.oauth2.repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where documents are kept that all nodes of a cluster share. Anything with a compare-and-set can be one: a table with a version column, a cache's
 * {@code replace}, a locked file.
 *
 * <p>Implementations are thread-safe, may block, and must be linearizable per key: what {@link #compareAndSet} has stored is what every later
 * {@link #find} on every node returns. After an exception, and after {@code false}, a writer cannot know whether its write took effect; it reads again.
 */
public interface TokenRepository {

    /**
     * The document under a key.
     *
     * @throws RepositoryException if the store cannot be read
     */
    Optional<TokenDocument> find(String key);

    /**
     * Stores the document under the key if the present one still has the expected version.
     *
     * @param expected the version that was read; {@link DocumentVersion#ABSENT} if there was no document
     * @param document carries a version of its own, never used before
     * @return whether it was stored
     * @throws RepositoryException if that is not known
     */
    boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document);

    /**
     * The keys that begin with a prefix, in no particular order.
     *
     * @throws RepositoryException if the store cannot be read
     */
    List<String> keys(String prefix);

    /**
     * Removes the documents that expired before the given moment, by their {@link TokenDocument#expiresAt()}.
     *
     * @return how many were removed
     * @throws RepositoryException if the store cannot be written
     */
    int purge(Instant before);
}
