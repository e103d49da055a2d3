package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An API for tests that wants a bearer token (RFC 6750). Every path and method answers 200 and
 * {@code {"orders":[...],"call":N}} to a valid token, N being the call's number, and 401 with a challenge to anything else.
 *
 * <p>It listens on 127.0.0.1 and records every call, never the token itself. Thread-safe.
 */
public final class ProtectedApi implements AutoCloseable {

    private static final List<Map<String, Object>> ORDERS = List.of(
            Map.of("OrderNo", "P10001", "Customer", "North Wind"), Map.of("OrderNo", "P10002", "Customer", "Blue Sea"));

    private final BearerGate gate;
    private final Recording<RecordedCall> calls = new Recording<>();
    private final List<Consumer<RecordedCall>> listeners = new CopyOnWriteArrayList<>();
    private final LoopbackHttpServer http;

    private ProtectedApi(AccessTokenVerifier verifier, int port) {
        this.gate = new BearerGate(verifier);
        this.http = new LoopbackHttpServer("protected-api", port, this::handle);
    }

    /** Starts an API on a free port. */
    public static ProtectedApi start(AccessTokenVerifier verifier) {
        return start(verifier, 0);
    }

    /** Starts an API on this port; 0 takes a free one. */
    public static ProtectedApi start(AccessTokenVerifier verifier, int port) {
        ProtectedApi api = new ProtectedApi(verifier, port);
        api.http.start();
        return api;
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return http.port();
    }

    /** The URI of a path, which begins with a slash. */
    public URI uri(String path) {
        return http.uri(path);
    }

    /**
     * Answers 401 to the next call that would have passed, and to every later one with the same token: the caller must come
     * with another token.
     */
    public void rejectNext() {
        gate.rejectNext();
    }

    /** The latest 10,000 calls, oldest first. */
    public List<RecordedCall> calls() {
        return calls.all();
    }

    /** Tells the listener of every call from now on, on the server's thread and before the call is answered. */
    public void onCall(Consumer<RecordedCall> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        BearerGate.Verdict verdict = gate.judge(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
        RecordedCall call = calls.add(number -> record(number, exchange, verdict, body));
        listeners.forEach(listener -> listener.accept(call));
        answer(call, verdict).writeTo(exchange);
    }

    private static RecordedCall record(long number, HttpExchange exchange, BearerGate.Verdict verdict, String body) {
        return new RecordedCall(
                number,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                verdict.status(),
                verdict.token(),
                verdict.subject(),
                exchange.getRequestHeaders().keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                body);
    }

    private static HttpAnswer answer(RecordedCall call, BearerGate.Verdict verdict) {
        if (verdict.challenge() != null) {
            return new HttpAnswer(verdict.status(), Map.of("WWW-Authenticate", verdict.challenge()), "");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("orders", ORDERS);
        members.put("call", call.number());
        return JsonAnswer.ok(members);
    }
}
