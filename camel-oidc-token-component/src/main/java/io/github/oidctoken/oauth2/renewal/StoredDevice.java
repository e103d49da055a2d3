package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.SessionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The document of one sign-in by another device, in the repository. Blocks; fails with {@link RepositoryException}. */
record StoredDevice(TokenRepository repository, RandomGenerator random, SessionKey session) {

    /** For people who look what has become of it. */
    static final Duration KEPT = Duration.ofHours(1);

    /** Each loss means that a node has just polled, or has begun again. */
    private static final int TRIES = 20;

    /** @param document absent when there is none */
    record Found(DocumentVersion version, @Nullable DeviceDocument document) {}

    Found find() {
        try {
            Optional<TokenDocument> found = repository.find(DeviceDocument.key(session));
            return new Found(
                    found.map(TokenDocument::version).orElse(DocumentVersion.ABSENT),
                    found.map(document -> DeviceDocument.read(document.payload()))
                            .orElse(null));
        } catch (RuntimeException e) {
            throw StoredSession.known(e);
        }
    }

    boolean store(Found before, DeviceDocument document) {
        try {
            return repository.compareAndSet(
                    DeviceDocument.key(session),
                    before.version(),
                    new TokenDocument(
                            DeviceDocument.KIND,
                            before.version().next(random),
                            document.expiresAt().plus(KEPT),
                            document.write()));
        } catch (RuntimeException e) {
            throw StoredSession.known(e);
        }
    }

    /** Ends what waits for a person: no node asks about it any more, and none shows its code. */
    void withdraw() {
        for (int i = 0; i < TRIES; i++) {
            Found found = find();
            DeviceDocument device = found.document();
            if (device == null
                    || !device.isPending()
                    || store(found, device.ended(DeviceDocument.Status.FAILED, null))) {
                return;
            }
        }
        throw new RepositoryException("other writers were always faster", null);
    }
}
