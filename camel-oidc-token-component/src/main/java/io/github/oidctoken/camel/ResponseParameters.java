package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.protocol.AuthorizationResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The parameters of the request that brings an authorization response, as Camel's HTTP consumers hand them over. */
final class ResponseParameters {

    private static final List<String> NAMES =
            List.of("code", "state", "iss", "session_state", "error", "error_description", "error_uri");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> QUERIES = List.of(Exchange.HTTP_RAW_QUERY, Exchange.HTTP_QUERY);
    private static final List<String> ADDRESSES = List.of(Exchange.HTTP_URL, Exchange.HTTP_URI);

    private ResponseParameters() {}

    /**
     * Reads the parameters and takes them off the message: a code must not travel on, nor go back as a response header.
     *
     * @return empty if one came twice
     */
    static Optional<AuthorizationResponse> take(Message message) {
        Map<String, List<String>> headers = named(name -> ResponseHeaders.values(message, name));
        Map<String, List<String>> form = named(form(message)::get);
        Map<String, List<String>> query = QUERIES.stream()
                .flatMap(name -> ResponseHeaders.values(message, name).stream())
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(text -> named(AuthorizationResponse.fields(text)::get))
                .orElse(Map.of());
        NAMES.forEach(message::removeHeader);
        QUERIES.forEach(message::removeHeader);
        ADDRESSES.forEach(name -> withoutQuery(message, name));
        if (!form.isEmpty()) {
            message.setBody(null);
        }
        return single(form.isEmpty() && query.isEmpty() ? List.of(headers) : List.of(form, query));
    }

    /** The state of an answer that stays on the message; empty if there is none. */
    static Optional<String> state(Message message) {
        return Stream.concat(
                        form(message).getOrDefault("state", List.of()).stream(),
                        ResponseHeaders.values(message, "state").stream())
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private static Map<String, List<String>> named(Function<String, @Nullable List<String>> values) {
        Map<String, List<String>> found = new HashMap<>();
        for (String name : NAMES) {
            List<String> given = values.apply(name);
            if (given != null && !given.isEmpty()) {
                found.put(name, given);
            }
        }
        return found;
    }

    private static Optional<AuthorizationResponse> single(List<Map<String, List<String>>> places) {
        Map<String, String> parameters = new HashMap<>();
        for (Map<String, List<String>> place : places) {
            for (Map.Entry<String, List<String>> parameter : place.entrySet()) {
                List<String> values = parameter.getValue();
                if (values.size() > 1 || parameters.put(parameter.getKey(), values.get(0)) != null) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(AuthorizationResponse.of(parameters));
    }

    /** The fields of a form that was posted: some HTTP consumers hand them over as a map, others as the text of the body. */
    private static Map<String, List<String>> form(Message message) {
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return Map.of();
        }
        if (message.getBody() instanceof Map<?, ?> fields) {
            Map<String, List<String>> form = new HashMap<>();
            fields.forEach((key, value) -> {
                String name = String.valueOf(key);
                List<String> headers = ResponseHeaders.values(message, name);
                form.put(name, texts(value).map(text -> decoded(text, headers)).toList());
            });
            return form;
        }
        String text = message.getBody(String.class);
        // a stream can be read once only
        message.setBody(text);
        return text == null ? Map.of() : AuthorizationResponse.fields(text);
    }

    private static Stream<String> texts(Object value) {
        Stream<?> all = value instanceof Collection<?> many
                ? many.stream()
                : value instanceof Object[] array ? Arrays.stream(array) : Stream.of(value);
        return all.map(String::valueOf);
    }

    /** The platform-http of Spring Boot leaves the values of the map percent-encoded, but has decoded those of the headers. */
    private static String decoded(String text, List<String> headers) {
        if (text.indexOf('%') < 0 || headers.contains(text)) {
            return text;
        }
        try {
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            return headers.contains(decoded) ? decoded : text;
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static void withoutQuery(Message message, String header) {
        String address = message.getHeader(header, String.class);
        if (address != null && address.indexOf('?') >= 0) {
            message.setHeader(header, address.substring(0, address.indexOf('?')));
        }
    }
}
