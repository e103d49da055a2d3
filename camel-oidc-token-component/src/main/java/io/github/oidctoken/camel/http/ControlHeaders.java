package io.github.oidctoken.camel.http;

import java.io.InputStream;
import java.io.Reader;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.transform.Source;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/** The message headers by which a route tells an HTTP producer to call something else than its endpoint's URI. */
final class ControlHeaders {

    private static final List<String> WHOLE_URI = List.of(Exchange.REST_HTTP_URI, Exchange.HTTP_URI);
    private static final List<String> NAMES = List.of(
            Exchange.REST_HTTP_URI,
            Exchange.HTTP_URI,
            Exchange.HTTP_PATH,
            Exchange.REST_HTTP_QUERY,
            Exchange.HTTP_RAW_QUERY,
            Exchange.HTTP_QUERY);

    private static final List<String> QUERIES =
            List.of(Exchange.REST_HTTP_QUERY, Exchange.HTTP_RAW_QUERY, Exchange.HTTP_QUERY);

    private static final Pattern METHOD = Pattern.compile("[A-Za-z]+");

    private ControlHeaders() {}

    /** False when one of them can be read only once, or may be read differently by the producer. */
    static boolean areSteady(Message message) {
        for (String name : NAMES) {
            Object value = message.getHeader(name);
            if (value != null && (readableOnce(value) || resolvedLater(name, value))) {
                return false;
            }
        }
        return true;
    }

    static void copy(Message from, Message to) {
        for (String name : NAMES) {
            Object value = from.getHeader(name);
            if (value != null) {
                to.setHeader(name, value);
            }
        }
    }

    /** The text that a header has for the producer; absent when it is not set. */
    static @Nullable String text(Message message, String name) {
        return message.getHeader(name, String.class);
    }

    /** Whether the headers of the query hold only characters that can stand in a request line. */
    static boolean haveAPrintableQuery(Message message) {
        return QUERIES.stream()
                .map(name -> text(message, name))
                .allMatch(query -> query == null || WireUri.of("?" + query) != null);
    }

    /** Whether no header ends its line and begins another request, where a component sends each character as one byte. */
    static boolean keepTheirLines(Message message) {
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            Object value = header.getValue();
            if (value == null || header.getKey().startsWith("Camel")) {
                continue;
            }
            String text = value instanceof Collection<?>
                    ? value.toString()
                    : readableOnce(value) ? "\n" : text(message, header.getKey());
            if (endsLine(header.getKey()) || (text != null && endsLine(text))) {
                return false;
            }
        }
        return true;
    }

    private static boolean endsLine(String text) {
        return text.chars().map(c -> c & 0xFF).anyMatch(c -> c == '\r' || c == '\n');
    }

    /** Whether the method is a name: one with a blank or a line end would begin another request. */
    static boolean nameAMethod(Message message) {
        String method = text(message, Exchange.HTTP_METHOD);
        return method == null || METHOD.matcher(method).matches();
    }

    /** Reading it here would leave another URI for the producer. */
    private static boolean readableOnce(Object value) {
        return value instanceof InputStream
                || value instanceof Reader
                || value instanceof StreamCache
                || value instanceof Source;
    }

    /** A placeholder such as {@code {{random:9}}} may come out differently for the producer. */
    private static boolean resolvedLater(String name, Object value) {
        return WHOLE_URI.contains(name) && value.toString().contains("{{");
    }
}
