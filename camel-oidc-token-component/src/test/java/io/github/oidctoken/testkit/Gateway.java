package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One address of 127.0.0.1 for several servers, as a whole system has it: a request goes to the server that was named for the first part of its path. The
 * {@code Host} of the caller is kept, for which the JVM needs {@code -Djdk.httpclient.allowRestrictedHeaders=host}. Thread-safe.
 */
public final class Gateway implements AutoCloseable {

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "transfer-encoding",
            "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, URI> servers = new ConcurrentHashMap<>();
    private final List<Consumer<TokenRequestSeen>> listeners = new CopyOnWriteArrayList<>();
    private final LoopbackHttpServer http = new LoopbackHttpServer("gateway", 0, this::handle);

    private Gateway() {}

    /**
     * A request to a token endpoint, without anything secret in it.
     *
     * @param clientId as the form says; null when it does not
     * @param grantType as sent
     * @param status of the answer
     */
    public record TokenRequestSeen(@Nullable String clientId, String grantType, int status) {}

    /** Starts on a free port. */
    public static Gateway start() {
        Gateway gateway = new Gateway();
        gateway.http.start();
        return gateway;
    }

    /** The address, without a path. */
    public URI uri() {
        return http.uri("");
    }

    /**
     * Sends requests to that server from now on.
     *
     * @param firstPart of the path, such as {@code auth}
     * @param server scheme, host and port
     */
    public void forward(String firstPart, URI server) {
        servers.put(firstPart, server);
    }

    /** Tells the listener of every token request from now on, before it is answered. */
    public void onTokenRequest(Consumer<TokenRequestSeen> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        URI server = servers.get(exchange.getRequestURI().getPath().split("/", 3)[1]);
        if (server == null) {
            HttpAnswer.text(404, "Nothing is served here").writeTo(exchange);
            return;
        }
        HttpResponse<byte[]> answer = send(request(exchange, server, body));
        FormBody form = FormBody.parse(exchange.getRequestHeaders().getFirst("Content-Type"), new String(body, UTF_8));
        form.get("grant_type").ifPresent(grant -> {
            TokenRequestSeen seen = new TokenRequestSeen(form.fields().get("client_id"), grant, answer.statusCode());
            listeners.forEach(listener -> listener.accept(seen));
        });
        answer.headers().map().forEach((name, values) -> {
            if (isEndToEnd(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body());
        }
    }

    private static HttpRequest request(HttpExchange exchange, URI server, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server + exchange.getRequestURI().toString()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .setHeader("Host", exchange.getRequestHeaders().getFirst("Host"));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (isEndToEnd(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static boolean isEndToEnd(String name) {
        return !OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
    }
}
