package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/** An HTTP answer as a value: status, headers, text body. The text form leaves out headers and body, which may hold tokens. */
record HttpAnswer(int status, Map<String, String> headers, String body) {

    HttpAnswer {
        headers = Map.copyOf(headers);
    }

    static HttpAnswer text(int status, String body) {
        return new HttpAnswer(status, Map.of("Content-Type", "text/plain; charset=utf-8"), body);
    }

    /** Sends this answer and ends the exchange; an {@link IOException} means that it did not get out completely. */
    void writeTo(HttpExchange exchange) throws IOException {
        try {
            byte[] bytes = body.getBytes(UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
            if (!empty) {
                exchange.getResponseBody().write(bytes);
                exchange.getResponseBody().close();
            }
        } finally {
            exchange.close();
        }
    }

    @Override
    public String toString() {
        return "HttpAnswer[status=" + status + "]";
    }
}
