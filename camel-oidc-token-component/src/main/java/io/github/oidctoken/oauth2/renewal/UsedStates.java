package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.SignInFailedException;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The sign-ins whose answer was taken, by their {@code state}, so that no node takes the same answer again. Thread-safe. */
record UsedStates(TokenRepository repository, TimeSource time, RandomGenerator random) {

    static final String KIND = "used-state";

    private static final int TRIES = 3;

    /** Longer than any sign-in may take. */
    private static final Duration KEPT = Duration.ofHours(1);

    /**
     * Takes a state for the one time that it may be used. Blocks.
     *
     * @throws SignInFailedException if it was used before
     * @throws TokenRequestNotSentException if that cannot be known
     */
    void use(ClientRegistration client, Secret state) {
        String key = KIND + "/" + state.fingerprint();
        DocumentVersion mine = DocumentVersion.ABSENT.next(random);
        TokenDocument used = new TokenDocument(KIND, mine, time.now().plus(KEPT), "{}");
        RepositoryException failure = new RepositoryException("it did not say whether a sign-in was used before", null);
        for (int i = 0; i < TRIES; i++) {
            try {
                if (repository.compareAndSet(key, DocumentVersion.ABSENT, used)) {
                    return;
                }
                var found = repository.find(key);
                if (found.isPresent()) {
                    judge(client, found.get().version().equals(mine));
                    return;
                }
            } catch (SignInFailedException e) {
                throw e;
            } catch (RuntimeException e) {
                failure = StoredSession.known(e);
            }
        }
        throw new TokenRequestNotSentException(
                client.name(),
                "Client '" + client.name() + "': the sign-in was not finished, since the token repository does not tell"
                        + " whether it was used before: " + failure.getMessage()
                        + ". Check the store that the component's"
                        + " repository option names. The code was not sent: the page may be loaded again.",
                failure);
    }

    /** A write that was not confirmed may have been ours all the same. */
    private static void judge(ClientRegistration client, boolean ours) {
        if (!ours) {
            throw new SignInFailedException(
                    client.name(),
                    "this answer of the server was used before: the page was loaded again, or somebody else has sent it."
                            + " If the first time did not succeed, begin again.",
                    null);
        }
    }
}
