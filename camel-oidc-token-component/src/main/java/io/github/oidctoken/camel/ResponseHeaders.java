package io.github.oidctoken.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The headers by which a route answers an HTTP request. */
final class ResponseHeaders {

    private static final int FOUND = 302;

    private ResponseHeaders() {}

    /** Sends the browser to another address. What that shows in its address bar is not told to the next site. */
    static void redirect(Message message, String location) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, FOUND);
        message.setHeader("Location", location);
        message.setHeader("Referrer-Policy", "no-referrer");
        message.setBody(null);
    }

    /** Adds a value to those that are there. */
    static void add(Message message, String name, String value) {
        List<String> values = new ArrayList<>(values(message, name));
        values.add(value);
        message.setHeader(name, values.size() == 1 ? value : values);
    }

    /** All values of a header. */
    static List<String> values(Message message, String name) {
        @Nullable Object header = message.getHeader(name);
        if (header instanceof Iterable<?> many) {
            List<String> values = new ArrayList<>();
            many.forEach(one -> values.add(String.valueOf(one)));
            return values;
        }
        return header == null ? List.of() : List.of(String.valueOf(header));
    }
}
