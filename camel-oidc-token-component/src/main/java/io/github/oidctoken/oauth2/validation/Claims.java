package io.github.oidctoken.oauth2.validation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of a token, by itself or by its server, read with the types of RFC 7519 section 4.1. */
record Claims(Map<String, Object> members) {

    @Nullable
    String text(String name) {
        return members.get(name) instanceof String text && !text.isBlank() ? text : null;
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /** Empty when there is no such claim, or it is no number. */
    Optional<Instant> time(String name) {
        if (!(members.get(name) instanceof Number number)) {
            return Optional.empty();
        }
        long seconds = new BigDecimal(number.toString()).longValue();
        return Optional.of(Instant.ofEpochSecond(Math.max(0, Math.min(seconds, Instant.MAX.getEpochSecond()))));
    }

    /** {@code aud}: text or a list of text. */
    List<String> audiences() {
        return words("aud", "\n");
    }

    /** {@code scope} (RFC 9068), or {@code scp} as some servers call it: text divided by spaces, or a list. */
    List<String> scopes() {
        return words(has("scope") ? "scope" : "scp", " +");
    }

    private List<String> words(String name, String separator) {
        Object value = members.get(name);
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return value instanceof String text && !text.isBlank()
                ? Arrays.asList(text.trim().split(separator, -1))
                : List.of();
    }

    /** Claims are often about a person and are not shown. */
    @Override
    public String toString() {
        return "Claims" + members.keySet();
    }
}
