package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A repository that tells of every access as soon as it has ended. */
record ToldRepository(TokenRepository repository, Consumer<String> ended) implements TokenRepository {

    @Override
    public Optional<TokenDocument> find(String key) {
        return tell(() -> repository.find(key), found -> "read");
    }

    @Override
    public boolean compareAndSet(String key, DocumentVersion expected, TokenDocument document) {
        return tell(
                () -> repository.compareAndSet(key, expected, document),
                stored -> stored ? NodeLine.STORED : "not stored");
    }

    @Override
    public List<String> keys(String prefix) {
        return repository.keys(prefix);
    }

    @Override
    public int purge(Instant before) {
        return repository.purge(before);
    }

    private <T> T tell(Supplier<T> access, Function<T, String> name) {
        T result;
        try {
            result = access.get();
        } catch (RepositoryException e) {
            ended.accept("failed: " + e.getMessage());
            throw e;
        }
        ended.accept(name.apply(result));
        return result;
    }
}
