package io.github.oidctoken.testkit;

import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A transport that answers what a test has written down, in order, and remembers what it was asked. Thread-safe. */
public final class ScriptedTransport implements Transport {

    /** One line of the script. */
    @FunctionalInterface
    public interface Answer {
        TransportResponse to(TransportRequest request) throws TransportException;
    }

    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<TransportRequest> requests = new ArrayList<>();

    /** Adds a line to the script. */
    public synchronized ScriptedTransport then(Answer answer) {
        script.add(answer);
        return this;
    }

    /** Answers a JSON body. */
    public ScriptedTransport thenJson(int status, String json) {
        return then(request -> json(status, json));
    }

    /** Fails without an answer. */
    public ScriptedTransport thenFails(TransportException.Delivery delivery, String message) {
        return then(request -> {
            throw new TransportException(delivery, message, null);
        });
    }

    /** A JSON answer. */
    public static TransportResponse json(int status, String json) {
        return new TransportResponse(
                status, Map.of("Content-Type", List.of("application/json")), json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public TransportResponse send(TransportRequest request) throws TransportException {
        Answer answer;
        synchronized (this) {
            requests.add(request);
            answer = script.poll();
        }
        if (answer == null) {
            throw new AssertionError("The script has no answer left for " + request);
        }
        return answer.to(request);
    }

    /** Everything asked so far. */
    public synchronized List<TransportRequest> requests() {
        return List.copyOf(requests);
    }

    /** The forms of everything asked so far. */
    public List<String> forms() {
        return requests().stream().map(TransportRequest::form).toList();
    }
}
