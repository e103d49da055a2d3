package io.github.oidctoken.testkit.repository;

import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Increments its own part of a shared document in spite of a repository that lies: neither an exception nor {@code false} is believed; the document is
 * read again, and its own write recognised in it. One instance per thread.
 */
final class DeterminedCounter {

    private static final int MOST_CALLS = 100_000;

    private final TokenRepository repository;
    private final String key;
    private final String name;
    private final Random random;
    private int calls;

    DeterminedCounter(TokenRepository repository, String key, String name, long seed) {
        this.repository = repository;
        this.key = key;
        this.name = name;
        this.random = new Random(seed);
    }

    /**
     * Adds one to its own part, so many times.
     *
     * @return the number of calls that it took
     */
    int increment(int times) {
        for (int next = 1; next <= times; ) {
            if (++calls > MOST_CALLS) {
                throw new AssertionError("Still at " + next + " after " + calls + " calls");
            }
            next += landed(next) ? 1 : 0;
        }
        return calls;
    }

    /** The parts in a payload, by the names of their counters. */
    static Map<String, Integer> parts(String payload) {
        Map<String, Integer> parts = new TreeMap<>();
        payload.lines().forEach(line -> parts.put(line.split("=", -1)[0], Integer.valueOf(line.split("=", -1)[1])));
        return parts;
    }

    /** Whether the increment is in the document; else it is tried, and what the repository says about that does not count. */
    private boolean landed(int next) {
        try {
            Optional<TokenDocument> read = repository.find(key);
            Map<String, Integer> parts =
                    read.map(document -> parts(document.payload())).orElseGet(TreeMap::new);
            if (parts.getOrDefault(name, 0) >= next) {
                return true;
            }
            parts.put(name, next);
            DocumentVersion expected = read.map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
            repository.compareAndSet(
                    key, expected, new TokenDocument("counter", expected.next(random), null, payload(parts)));
        } catch (RepositoryException e) {
            calls++;
        }
        return false;
    }

    private static String payload(Map<String, Integer> parts) {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(Collectors.joining("\n"));
    }
}
