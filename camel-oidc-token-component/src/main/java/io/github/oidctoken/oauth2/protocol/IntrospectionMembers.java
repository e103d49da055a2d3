package io.github.oidctoken.oauth2.protocol;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of an introspection response, brought to the names and types of RFC 7662 section 2.2. */
final class IntrospectionMembers {

    private static final Set<String> STANDARD = Set.of(
            "active", "scope", "client_id", "username", "token_type", "exp", "iat", "nbf", "sub", "aud", "iss", "jti");
    private static final Set<String> TIMES = Set.of("exp", "iat", "nbf");
    private static final int LONGEST_NUMBER = 20;

    private IntrospectionMembers() {}

    /** Empty when {@code active} is missing or neither true nor false. */
    static Optional<Map<String, Object>> read(JsonMembers json) {
        Boolean active = truth(json.all().get("active"));
        if (active == null) {
            return Optional.empty();
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", active);
        json.all().forEach((name, value) -> {
            String standard = standard(name);
            boolean otherwise = !standard.equals(name);
            boolean better = otherwise && json.all().containsKey(standard);
            if (value != null && otherwise) {
                members.put(name, value);
            }
            if (value != null && !better && !standard.equals("active")) {
                Object typed = typed(standard, value, json);
                if (typed != null) {
                    members.put(standard, typed);
                }
            }
        });
        return Optional.of(Collections.unmodifiableMap(members));
    }

    /** onePortal says clientId and tokenType, which stay as well. */
    private static String standard(String name) {
        String snake = name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        if (STANDARD.contains(snake)) {
            return snake;
        }
        return snake.equals("user_name") ? "username" : name;
    }

    private static @Nullable Object typed(String name, Object value, JsonMembers json) {
        if (TIMES.contains(name)) {
            return seconds(value);
        }
        if (name.equals("scope")) {
            List<String> words = json.words(name);
            return words == null ? "" : String.join(" ", words);
        }
        return value;
    }

    private static @Nullable Boolean truth(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        String text = value instanceof String s ? s.trim().toLowerCase(Locale.ROOT) : "";
        return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
    }

    private static @Nullable Long seconds(Object value) {
        String text = value.toString().trim();
        try {
            return text.length() > LONGEST_NUMBER ? null : (Long) new BigDecimal(text).longValue();
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
