package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportRequest.Connection;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.protocol.HttpContext;

/** One token call on its way through the HTTP client, and how far it got. Belongs to the calling thread; only its expiry comes from another. */
final class TokenCall {

    /** Without charset, unlike the client's own constant: the media type has no such parameter. */
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");

    private static final String ATTRIBUTE = TokenCall.class.getName();

    private final TransportRequest request;
    private final HttpUriRequestBase message;
    private final HttpClientContext context = HttpClientContext.create();
    private boolean begun;
    private volatile boolean expired;

    TokenCall(TransportRequest request, RequestConfig config) {
        this.request = request;
        String form = request.form();
        this.message = new HttpUriRequestBase(request.method(), request.uri());
        request.headers().forEach(message::setHeader);
        if (form != null) {
            message.setEntity(oneShot(form, FORM));
        }
        TransportRequest.Json json = request.json();
        if (json != null && json.text() != null) {
            message.setEntity(oneShot(json.text(), ContentType.APPLICATION_JSON));
        }
        if (newConnection()) {
            message.setHeader(HttpHeaders.CONNECTION, "close");
        }
        message.setConfig(config);
        context.setAttribute(ATTRIBUTE, this);
    }

    /** A stream cannot be sent twice, which stops every part of the client that would. */
    private static HttpEntity oneShot(String text, ContentType type) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new InputStreamEntity(new ByteArrayInputStream(bytes), bytes.length, type);
    }

    /** The call that the client is working on. */
    static TokenCall of(HttpContext context) {
        return (TokenCall) context.getAttribute(ATTRIBUTE);
    }

    HttpUriRequestBase message() {
        return message;
    }

    HttpClientContext context() {
        return context;
    }

    Duration deadline() {
        return request.deadline();
    }

    /** Whether the call must not use a pooled connection. */
    boolean newConnection() {
        return request.connection() == Connection.NEW;
    }

    /** Who is called, for messages: host and port. */
    String server() {
        URI uri = request.uri();
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** Leaves the request with our {@code Authorization}, or with none, whatever other parts of the client have put there. */
    void authorizeAlone(HttpRequest outgoing) {
        outgoing.removeHeaders(HttpHeaders.AUTHORIZATION);
        String ours = request.headers().get(HttpHeaders.AUTHORIZATION);
        if (ours != null) {
            outgoing.setHeader(HttpHeaders.AUTHORIZATION, ours);
        }
    }

    /** The connection stands: from here on the server may receive something. */
    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }

    /** The deadline passed: closes the connection under the calling thread. */
    void expire() {
        expired = true;
        message.cancel();
    }

    boolean expired() {
        return expired;
    }
}
