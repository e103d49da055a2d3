package io.github.oidctoken.camel.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * An API's answer to a send: thrown, or given as a message where {@code throwExceptionOnFailure} is off.
 *
 * @param sent the exchange that was sent
 * @param thrown whether the answer is an exception
 * @param headers the answer's header fields, and whatever else the message holds
 * @param body the answer's body, where it was thrown
 */
record Reply(
        Exchange sent,
        boolean thrown,
        int status,
        Map<String, ?> headers,
        @Nullable Object body) {

    private static final String NETTY_FAILURE =
            "org.apache.camel.component.netty.http.NettyHttpOperationFailedException";
    private static final String CHALLENGE_FIELD = "WWW-Authenticate";

    /** The answer that the finished send left on the exchange; absent when none came. */
    static @Nullable Reply of(Exchange exchange) {
        Exception exception = exchange.getException();
        if (exception instanceof HttpOperationFailedException failure) {
            Map<String, String> headers = failure.getResponseHeaders();
            return new Reply(
                    exchange,
                    true,
                    failure.getHttpResponseCode(),
                    headers == null ? Map.of() : headers,
                    failure.getResponseBody());
        }
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        if (exception != null && exception.getClass().getName().equals(NETTY_FAILURE)) {
            // it tells the status and no header; the reply is on the exchange all the same
            EndpointOptions failure = new EndpointOptions(exchange.getContext(), exception);
            return failure.get("statusCode") instanceof Integer status
                    ? new Reply(exchange, true, status, headers, failure.get("contentAsString"))
                    : null;
        }
        // after any other failure the status on the message is that of an earlier call
        Integer status =
                exception == null ? exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class) : null;
        return status == null ? null : new Reply(exchange, false, status, headers, null);
    }

    /** The answer as a message: what {@code throwExceptionOnFailure=false} would give. The body is the real one, not a copy. */
    Exchange asMessage() {
        if (!thrown) {
            return sent;
        }
        Map<String, Object> merged = new HashMap<>(sent.getMessage().getHeaders());
        merged.putAll(headers);
        merged.put(Exchange.HTTP_RESPONSE_CODE, status);
        Message message = new DefaultMessage(sent);
        message.setHeaders(merged);
        message.setBody(body);
        Exchange shown = ExchangeHelper.createCopy(sent, true);
        shown.setException(sent.getException());
        ExchangeHelper.replaceMessage(shown, message, false);
        return shown;
    }

    /** What the API wants; empty when it did not say. */
    List<Challenge> challenges() {
        return headers.entrySet().stream()
                .filter(header -> CHALLENGE_FIELD.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> lines(header.getValue()))
                .flatMap(line -> Challenges.parse(line).stream())
                .toList();
    }

    private static Stream<String> lines(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf);
        }
        return value == null ? Stream.empty() : Stream.of(value.toString());
    }
}
