package io.github.oidctoken.camel.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A resource server on loopback that remembers every request; it answers 200 to all of them unless told otherwise. */
final class FakeApi implements AutoCloseable {

    /** A request as it arrived. */
    record Received(
            String method,
            String uri,
            @Nullable String authorization,
            @Nullable String host,
            @Nullable String contentType,
            String body) {}

    /** An answer; a header name may be given several lines. */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        static Answer ok() {
            return new Answer(200, Map.of(), "fine");
        }

        static Answer unauthorized(String... challenges) {
            return new Answer(
                    401,
                    Map.of(
                            "WWW-Authenticate",
                            List.of(challenges),
                            "Content-Type",
                            List.of("text/plain; charset=US-ASCII")),
                    "who are you?");
        }
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String scheme;
    private volatile Function<Received, Answer> behaviour = request -> Answer.ok();

    FakeApi() {
        this(null);
    }

    /** Speaks https if a context is given. */
    FakeApi(@Nullable SSLContext tls) {
        this.scheme = tls == null ? "http" : "https";
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer secure = HttpsServer.create(address, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    void answer(Function<Received, Answer> newBehaviour) {
        behaviour = newBehaviour;
    }

    /** Answers 401 with that challenge unless the request carries that token. */
    void require(String token, String... challenges) {
        behaviour = request ->
                ("Bearer " + token).equals(request.authorization()) ? Answer.ok() : Answer.unauthorized(challenges);
    }

    String url(String path) {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    List<Received> received() {
        return received;
    }

    /** The Authorization fields of all requests, in order; {@code none} where there was none. */
    List<String> authorizations() {
        return received.stream()
                .map(request -> request.authorization() == null ? "none" : request.authorization())
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Received request = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("Host"),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            received.add(request);
            Answer answer = behaviour.apply(request);
            exchange.getResponseHeaders().putAll(answer.headers());
            boolean head = request.method().equals("HEAD");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
