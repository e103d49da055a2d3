package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an {@code application/x-www-form-urlencoded} body, at most 64 KiB. A body of another content type has no
 * fields. {@code problem} says what is wrong with a body that must be refused (RFC 6749 section 3.2). The text form shows
 * names only.
 */
record FormBody(Map<String, String> fields, @Nullable String problem) {

    private static final int LIMIT = 64 * 1024;

    FormBody {
        fields = Map.copyOf(fields);
    }

    static FormBody read(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LIMIT + 1);
        if (bytes.length > LIMIT) {
            return new FormBody(Map.of(), "body too large");
        }
        return parse(exchange.getRequestHeaders().getFirst("Content-Type"), new String(bytes, UTF_8));
    }

    static FormBody parse(@Nullable String contentType, String body) {
        Map<String, String> fields = new HashMap<>();
        if (!isForm(contentType) || body.isEmpty()) {
            return new FormBody(fields, null);
        }
        String problem = null;
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                problem = "malformed form body";
                continue;
            }
            try {
                String name = URLDecoder.decode(pair.substring(0, equals), UTF_8);
                if (fields.putIfAbsent(name, URLDecoder.decode(pair.substring(equals + 1), UTF_8)) != null) {
                    problem = "duplicated parameter";
                }
            } catch (IllegalArgumentException badPercentSign) {
                problem = "malformed form body";
            }
        }
        return new FormBody(fields, problem);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null
                && contentType
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals("application/x-www-form-urlencoded");
    }

    @Override
    public String toString() {
        return "FormBody" + fields.keySet();
    }
}
