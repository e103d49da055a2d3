package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenRepository;

/** A session's document in the repository. A repository may be anybody's: whatever it throws must not lose a token that the server has just issued. */
final class StoredSession {

    private final TokenRepository repository;
    private final String key;
    private final AtStake stake;

    StoredSession(TokenRepository repository, String key, AtStake stake) {
        this.repository = repository;
        this.key = key;
        this.stake = stake;
    }

    Step.Event find() {
        try {
            return new Step.Event.Found(repository.find(key));
        } catch (RuntimeException e) {
            return new Step.Event.FindFailed(failed(e));
        }
    }

    Step.Event write(Step.Write write) {
        try {
            return new Step.Event.Wrote(repository.compareAndSet(key, write.expected(), write.document()));
        } catch (RuntimeException e) {
            return new Step.Event.WriteFailed(failed(e));
        }
    }

    private RepositoryException failed(RuntimeException failure) {
        RepositoryException known = known(failure);
        stake.repositoryFailed(String.valueOf(known.getMessage()));
        return known;
    }

    static RepositoryException known(RuntimeException failure) {
        return failure instanceof RepositoryException one
                ? one
                : new RepositoryException("it failed with " + failure.getClass().getName(), failure);
    }
}
