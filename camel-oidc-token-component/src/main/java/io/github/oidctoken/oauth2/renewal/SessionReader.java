package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.SessionKey;
import java.util.Optional;

/** Sessions as the repository holds them, for those who only look. Thread-safe. */
final class SessionReader {

    private final TokenRepository repository;
    private final SessionDocumentCodec codec = new SessionDocumentCodec();

    SessionReader(TokenRepository repository) {
        this.repository = repository;
    }

    /**
     * The session's document; {@link SessionDocument#NONE} when there is none. Blocks.
     *
     * @throws RepositoryException if it cannot be read
     */
    SessionDocument read(SessionKey key) {
        Optional<TokenDocument> found;
        try {
            found = repository.find(key.documentKey());
        } catch (RuntimeException e) {
            throw StoredSession.known(e);
        }
        return found.map(document -> codec.read(document.payload())).orElse(SessionDocument.NONE);
    }
}
