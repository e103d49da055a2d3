package io.github.oidctoken.camel.http;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * An API's answer 401 to a send: thrown, or given as a reply where {@code throwExceptionOnFailure} is off.
 *
 * @param challenges what the API wants; empty when it did not say
 */
record Rejection(List<Challenge> challenges) {

    private static final int UNAUTHORIZED = 401;
    private static final String NETTY_FAILURE =
            "org.apache.camel.component.netty.http.NettyHttpOperationFailedException";
    private static final String CHALLENGE_FIELD = "WWW-Authenticate";

    /** The refusal that the finished send left on the exchange; absent when there is none. */
    static @Nullable Rejection of(Exchange exchange) {
        Exception exception = exchange.getException();
        if (exception instanceof HttpOperationFailedException failure) {
            return failure.getHttpResponseCode() == UNAUTHORIZED ? of(failure.getResponseHeaders()) : null;
        }
        if (exception != null && exception.getClass().getName().equals(NETTY_FAILURE)) {
            return ofNetty(exchange);
        }
        // after any other failure the status on the message is that of an earlier call
        Message reply = exchange.getMessage();
        Integer status = exception == null ? reply.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class) : null;
        return status != null && status == UNAUTHORIZED ? of(reply.getHeaders()) : null;
    }

    /** Whether a new token may help: not if the API says that this one is good but does not allow the call. */
    boolean mayBeCuredByRenewal() {
        return challenges.stream().noneMatch(Challenge::outlivesRenewal);
    }

    /** Its exception tells the status and no header; the reply is on the exchange all the same. */
    private static @Nullable Rejection ofNetty(Exchange exchange) {
        Object status = new EndpointOptions(exchange.getContext(), exchange.getException()).get("statusCode");
        return Objects.equals(status, UNAUTHORIZED) ? of(exchange.getMessage().getHeaders()) : null;
    }

    private static Rejection of(@Nullable Map<String, ?> headers) {
        if (headers == null) {
            return new Rejection(List.of());
        }
        return new Rejection(headers.entrySet().stream()
                .filter(header -> CHALLENGE_FIELD.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> lines(header.getValue()))
                .flatMap(line -> Challenges.parse(line).stream())
                .toList());
    }

    private static Stream<String> lines(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several.stream().map(String::valueOf);
        }
        return value == null ? Stream.empty() : Stream.of(value.toString());
    }
}
