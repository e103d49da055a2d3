package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.token.AccessToken;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.MessageHelper;
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
    private final @Nullable Object authorizationBefore;
    private final @Nullable Object charsetBefore;
    private final @Nullable Object hostBefore;
    private final LentTokens lent;
    private @Nullable Message request;

    SentRequest(Exchange exchange, LentTokens lent) {
        this.exchange = exchange;
        this.lent = lent;
        this.saved = exchange.getIn().copy();
        this.authorizationBefore = saved.getHeader(AUTHORIZATION);
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
        release(exchange.getIn(), token);
        release(exchange.getMessage(), token);
    }

    /** Why the request cannot be sent once more; absent when it can. */
    @Nullable
    String obstacleToResend() {
        Object body = saved.getBody();
        boolean repeatable = body == null
                || body instanceof String
                || body instanceof byte[]
                || body instanceof StreamCache
                || body instanceof File
                || (body instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof File);
        return body == null || repeatable
                ? null
                : "its body is a " + body.getClass().getName()
                        + ", which can be read only once. Enable stream caching, or"
                        + " convert the body to String or byte[] before the call";
    }

    /** Brings the message back as it was before the first attempt. */
    @SuppressWarnings("deprecation")
    void restore() throws IOException {
        closeReply();
        exchange.setException(null);
        // a producer that replies in an Out message leaves it in front of the In message: nothing but this takes it
        // away
        exchange.setOut(null);
        exchange.setIn(saved);
        // the refusal's own charset must not encode the request
        exchange.setProperty(ExchangePropertyKey.CHARSET_NAME, charsetBefore);
        MessageHelper.resetStreamCache(saved);
    }

    /** An uncached reply holds its connection, which the next attempt may need. */
    private void closeReply() throws IOException {
        Message reply = exchange.getMessage();
        if (reply != exchange.getIn()
                && reply.getBody() instanceof InputStream stream
                && !(stream instanceof StreamCache)) {
            stream.close();
        }
    }

    private void release(Message message, AccessToken token) {
        if (!token.headerValue().equals(message.getHeader(AUTHORIZATION))) {
            return;
        }
        if (authorizationBefore == null) {
            message.removeHeader(AUTHORIZATION);
        } else {
            message.setHeader(AUTHORIZATION, authorizationBefore);
        }
    }
}
