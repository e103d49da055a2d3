package io.github.oidctoken.oauth2.protocol;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to an authorization server: a GET when there is no body, a POST of a form, or a JSON call of its management interface.
 *
 * @param headers header fields to send, beside {@code Content-Type}
 * @param form an {@code application/x-www-form-urlencoded} body; absent for a GET
 * @param connection which connection may carry it
 * @param deadline the most that sending and reading may take together
 * @param allowInsecure whether plain http to another machine is accepted; else the transport refuses it
 * @param json the method and the JSON body; absent for a GET or a form
 */
public record TransportRequest(
        URI uri,
        Map<String, String> headers,
        @Nullable String form,
        Connection connection,
        Duration deadline,
        boolean allowInsecure,
        @Nullable Json json) {

    /**
     * A call with a JSON body, or with none.
     *
     * @param method such as {@code PUT} or {@code DELETE}
     */
    public record Json(String method, @Nullable String text) {
        /** The text may hold secrets. */
        @Override
        public String toString() {
            return "Json[" + method + "]";
        }
    }

    /** Which connection may carry a request. */
    public enum Connection {
        /** A pooled connection will do. */
        ANY,
        /** Only a new one: the request spends something that can be spent once, and a stale pooled connection may lose the answer. */
        NEW
    }

    public TransportRequest {
        headers = Map.copyOf(headers);
    }

    /** A GET, or a POST of a form. */
    public TransportRequest(
            URI uri,
            Map<String, String> headers,
            @Nullable String form,
            Connection connection,
            Duration deadline,
            boolean allowInsecure) {
        this(uri, headers, form, connection, deadline, allowInsecure, null);
    }

    /** A request that goes by https, or by plain http within this machine. */
    public TransportRequest(
            URI uri, Map<String, String> headers, @Nullable String form, Connection connection, Duration deadline) {
        this(uri, headers, form, connection, deadline, false);
    }

    /** A GET of a public document. */
    public static TransportRequest get(URI uri, Duration deadline) {
        return new TransportRequest(uri, Map.of("Accept", "application/json"), null, Connection.ANY, deadline);
    }

    /** The same request, held to the {@code allowInsecure} of the client that sends it. */
    public TransportRequest withAllowInsecure(boolean allowed) {
        return new TransportRequest(uri, headers, form, connection, deadline, allowed, json);
    }

    /** The HTTP method. */
    public String method() {
        if (json != null) {
            return json.method();
        }
        return form == null ? "GET" : "POST";
    }

    /** Neither headers, form nor query are shown: all may carry secrets. */
    @Override
    public String toString() {
        return "TransportRequest[" + method() + " " + uri.getScheme() + "://" + uri.getHost()
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getRawPath() + "]";
    }
}
