package io.github.oidctoken.testkit.repository;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.util.Optional;
import java.util.Random;

/** A number kept in a document, which many may increment by compare-and-set. One instance per thread. */
public final class Counter {

    private static final int MOST_REFUSALS = 100_000;

    private final TokenRepository repository;
    private final String key;
    private final Random random;

    /** A counter under a key; the seed makes its versions differ from those of the other writers. */
    public Counter(TokenRepository repository, String key, long seed) {
        this.repository = repository;
        this.key = key;
        this.random = new Random(seed);
    }

    /**
     * Adds one, so many times.
     *
     * @return how often a write was refused because another came first
     */
    public int increment(int times) {
        int refused = 0;
        for (int done = 0; done < times; ) {
            if (incrementOnce()) {
                done++;
            } else if (++refused > MOST_REFUSALS) {
                throw new AssertionError("Refused " + refused + " times after " + done + " increments");
            }
        }
        return refused;
    }

    private boolean incrementOnce() {
        Optional<TokenDocument> read = repository.find(key);
        int next =
                1 + read.map(document -> Integer.parseInt(document.payload())).orElse(0);
        DocumentVersion expected = read.map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
        return repository.compareAndSet(
                key, expected, new TokenDocument("counter", expected.next(random), null, Integer.toString(next)));
    }
}
