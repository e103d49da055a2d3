package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.SessionKey;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stays in the repository of sessions that somebody has signed out of: written over whatever a renewal has put there, by compare-and-set. Blocks.
 * Thread-safe.
 */
record Tombstones(TokenRepository repository, RandomGenerator random, String node) {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    /** Each loss means that another writer has won, and a renewal writes twice. */
    private static final int TRIES = 20;

    private static final SessionDocumentCodec CODEC = new SessionDocumentCodec();

    /**
     * Ends a session.
     *
     * @param now in server time
     * @return the session as it was; one without a document has none
     * @throws TokenRequestNotSentException if the repository did not take it: then nothing has changed for sure
     */
    SessionDocument write(ClientRegistration client, SessionKey key, Instant now) {
        RepositoryException trouble = new RepositoryException("other writers were always faster", null);
        SessionDocument before = SessionDocument.NONE;
        for (int i = 0; i < TRIES; i++) {
            try {
                Optional<TokenDocument> found = repository.find(key.documentKey());
                SessionDocument present =
                        found.map(document -> CODEC.read(document.payload())).orElse(SessionDocument.NONE);
                String seed = seed(client, present);
                if (present.isSignedOut() || (found.isEmpty() && seed == null)) {
                    return isMine(before, present) ? before : present;
                }
                before = present;
                if (store(key, found, present.signedOut(now, node, seed))) {
                    return before;
                }
            } catch (RuntimeException e) {
                trouble = StoredSession.known(e);
            }
        }
        throw new TokenRequestNotSentException(
                client.name(),
                "Client '" + client.name() + "': nobody was signed out, since the token repository did not take it: "
                        + trouble.getMessage()
                        + ". Check the store that the component's repository option names, and try"
                        + " again.",
                trouble);
    }

    /** Takes the refresh token out of a tombstone, after the server has revoked it; it does no harm there if that fails. */
    void revoked(ClientRegistration client, SessionKey key) {
        try {
            Optional<TokenDocument> found = repository.find(key.documentKey());
            SessionDocument present =
                    found.map(document -> CODEC.read(document.payload())).orElse(SessionDocument.NONE);
            if (present.isSignedOut() && present.refreshToken() != null) {
                store(key, found, present.revoked());
            }
        } catch (RuntimeException e) {
            LOG.debug("Client '{}': the revoked refresh token stays in the repository", client.name(), e);
        }
    }

    /** A configured refresh token that was never presented: it must not be from now on. */
    static @Nullable String seed(ClientRegistration client, SessionDocument session) {
        return client.grant() instanceof Grant.RefreshToken grant
                        && !session.seeds().contains(grant.refreshToken().fingerprint())
                ? grant.refreshToken().fingerprint()
                : null;
    }

    /** A write that was not confirmed may have landed all the same. */
    private boolean isMine(SessionDocument before, SessionDocument present) {
        return node.equals(present.renewedBy())
                && present.signedInAt().equals(before.signedInAt())
                && present.generation() == before.generation() + 1;
    }

    private boolean store(SessionKey key, Optional<TokenDocument> found, SessionDocument document) {
        DocumentVersion expected = found.map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
        return repository.compareAndSet(
                key.documentKey(),
                expected,
                new TokenDocument(SessionDocumentCodec.KIND, expected.next(random), null, CODEC.write(document)));
    }
}
