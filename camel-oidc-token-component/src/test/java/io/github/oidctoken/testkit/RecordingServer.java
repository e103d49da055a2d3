package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A host that answers 200 and {@code {"ok":true}} to everything and keeps all it was sent, to show what reaches a foreign
 * host. It listens on 127.0.0.1. Thread-safe.
 */
public final class RecordingServer implements AutoCloseable {

    private final Recording<ReceivedRequest> requests = new Recording<>();
    private final LoopbackHttpServer http;

    private RecordingServer(int port) {
        this.http = new LoopbackHttpServer("recording-server", port, this::handle);
    }

    /** Starts a server on a free port. */
    public static RecordingServer start() {
        return start(0);
    }

    /** Starts a server on this port; 0 takes a free one. */
    public static RecordingServer start(int port) {
        RecordingServer server = new RecordingServer(port);
        server.http.start();
        return server;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return http.port();
    }

    /** The URI of a path, which begins with a slash. */
    public URI uri(String path) {
        return http.uri(path);
    }

    /** The latest 10,000 requests, oldest first. */
    public List<ReceivedRequest> requests() {
        return requests.all();
    }

    @Override
    public void close() {
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        ReceivedRequest request = new ReceivedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        requests.add(number -> request);
        JsonAnswer.ok(Map.of("ok", true)).writeTo(exchange);
    }
}
