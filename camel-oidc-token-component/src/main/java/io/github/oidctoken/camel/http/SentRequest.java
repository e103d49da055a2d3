package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.token.AccessToken;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * The request of one send as it was before: it lends the message our header, and brings the whole message back for a
 * second attempt.
 */
final class SentRequest {

    private static final String AUTHORIZATION = "Authorization";
    private static final String HOST = "Host";

    private final Exchange exchange;
    private final Message saved;
    private final @Nullable Object charsetBefore;
    private final @Nullable Object hostBefore;
    private final LentTokens lent;
    private @Nullable Message request;

    SentRequest(Exchange exchange, LentTokens lent) {
        this.exchange = exchange;
        this.lent = lent;
        this.saved = exchange.getIn().copy();
        this.hostBefore = saved.getHeader(HOST);
        this.charsetBefore = exchange.getProperty(ExchangePropertyKey.CHARSET_NAME);
    }

    /**
     * Puts the token on the request, in place of any {@code Authorization} of an incoming caller, and takes the {@code
     * Host} off that the caller used: some components would send it on, and a server may take it for another one's.
     */
    void authorize(AccessToken token) {
        Message message = exchange.getIn();
        request = message;
        message.removeHeader(HOST);
        message.setHeader(AUTHORIZATION, token.headerValue());
        lent.lend(token.headerValue());
    }

    /** Takes the token off request and reply again, and puts back what was there. */
    void release(AccessToken token) {
        lent.takeBack(token.headerValue());
        if (request != null && hostBefore != null && request.getHeader(HOST) == null) {
            request.setHeader(HOST, hostBefore);
        }
        String value = token.headerValue();
        clean(exchange.getIn(), value);
        if (exchange.getMessage() != exchange.getIn()) {
            clean(exchange.getMessage(), value);
        }
        if (exchange.getException() instanceof HttpOperationFailedException failure
                && failure.getResponseHeaders() != null) {
            carrying(failure.getResponseHeaders(), value).forEach(failure.getResponseHeaders()::remove);
        }
    }

    /** Why the request cannot be sent once more; absent when it can. */
    @Nullable
    String obstacleToResend() {
        Object body = saved.getBody();
        return body == null || RepeatableBody.is(body)
                ? null
                : "its body is a " + body.getClass().getName()
                        + ", which can be read only once. Enable stream caching, or"
                        + " convert the body to String or byte[] before the call";
    }

    /** Brings the message back as it was before the first attempt. */
    @SuppressWarnings("deprecation")
    void restore() {
        discardReply();
        exchange.setException(null);
        // a producer that replies in an Out message leaves it in front of the In message: nothing but this takes it
        // away
        exchange.setOut(null);
        // a copy, or what the second attempt puts on it would count as having been there before
        Message again = saved.copy();
        exchange.setIn(again);
        // the refusal's own charset must not encode the request
        exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, charsetBefore);
        MessageHelper.resetStreamCache(again);
    }

    /** Lets go of an uncached reply: it holds its connection, which the next call may need. */
    void discardReply() {
        Message reply = exchange.getMessage();
        if (reply.getBody() instanceof InputStream stream
                && stream != saved.getBody()
                && !(stream instanceof StreamCache)) {
            reply.setBody(null);
            IOHelper.close(stream);
        }
    }

    /** Some servers repeat in their answer what they were sent, so every header is looked at. */
    private void clean(Message message, String value) {
        for (String name : carrying(message.getHeaders(), value)) {
            if (saved.getHeaders().containsKey(name)) {
                message.setHeader(name, saved.getHeader(name));
            } else {
                message.removeHeader(name);
            }
        }
    }

    private static List<String> carrying(Map<String, ?> headers, String value) {
        List<String> names = List.of();
        for (Map.Entry<String, ?> header : headers.entrySet()) {
            if (carries(header.getValue(), value)) {
                names = new ArrayList<>(names);
                names.add(header.getKey());
            }
        }
        return names;
    }

    private static boolean carries(@Nullable Object header, String value) {
        return header instanceof String text
                ? text.contains(value)
                : header instanceof Collection<?> several && several.stream().anyMatch(one -> carries(one, value));
    }
}
