package io.github.oidctoken.camel.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} values that requests of one CamelContext carry at this moment: what is below a producer
 * tells by them a request with a token of ours from any other. Thread-safe.
 */
final class LentTokens {

    private final ConcurrentMap<String, Integer> requests = new ConcurrentHashMap<>();

    void lend(String headerValue) {
        requests.merge(headerValue, 1, Integer::sum);
    }

    void takeBack(String headerValue) {
        requests.computeIfPresent(headerValue, (value, count) -> count == 1 ? null : count - 1);
    }

    /** Whether a text holds one of them. */
    boolean areIn(@Nullable String text) {
        return text != null && requests.keySet().stream().anyMatch(text::contains);
    }

    boolean contains(@Nullable String headerValue) {
        return headerValue != null && requests.containsKey(headerValue);
    }
}
