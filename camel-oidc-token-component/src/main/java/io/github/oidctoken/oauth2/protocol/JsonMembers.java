package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a JSON answer, read as servers really send them: numbers as text, lists as text, empty values for none. */
final class JsonMembers {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int LONGEST_NUMBER = 64;

    private final Map<String, Object> members;

    private JsonMembers(Map<String, Object> members) {
        this.members = members;
    }

    /** The members of a JSON object, whatever the content type claims; empty when the body is no complete JSON object. */
    static Optional<JsonMembers> parse(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1).strip();
        }
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonMembers(JSONObjectUtils.parse(text)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    Map<String, Object> all() {
        return members;
    }

    /** A member that is text and not empty. */
    @Nullable
    String text(String name) {
        return members.get(name) instanceof String text && !text.isBlank() ? text : null;
    }

    /** A list of words: text divided by spaces, or an array. */
    @Nullable
    List<String> words(String name) {
        Object value = members.get(name);
        List<String> words = new ArrayList<>();
        if (value instanceof String text) {
            words.addAll(Arrays.asList(text.trim().split(" +", -1)));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> words.add(String.valueOf(item)));
        }
        words.removeIf(String::isBlank);
        return words.isEmpty() ? null : List.copyOf(words);
    }

    /** A number of seconds above zero, as number or text, capped at ten years; absent when it is anything else. */
    @Nullable
    Duration seconds(String name) {
        Object value = members.get(name);
        if (!(value instanceof Number) && !(value instanceof String)) {
            return null;
        }
        try {
            String digits = value.toString().trim();
            if (digits.length() > LONGEST_NUMBER) {
                return null;
            }
            BigDecimal capped = new BigDecimal(digits).min(BigDecimal.valueOf(LONGEST.toSeconds()));
            long millis = capped.movePointRight(3).longValue();
            return millis > 0 ? Duration.ofMillis(millis) : null;
        } catch (NumberFormatException | ArithmeticException e) {
            return null;
        }
    }
}
