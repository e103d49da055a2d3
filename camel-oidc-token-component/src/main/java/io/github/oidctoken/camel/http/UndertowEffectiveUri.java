package io.github.oidctoken.camel.http;

import java.net.URI;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What camel-undertow will call. It sends path and query <em>decoded</em>, and each character as one byte: an escaped
 * blank or line end in either, or a line end in a header, would begin another request.
 *
 * @param uri of the endpoint
 */
record UndertowEffectiveUri(String uri) implements EffectiveUri {

    static UndertowEffectiveUri of(Endpoint endpoint) {
        return new UndertowEffectiveUri(((URI) EndpointOptions.of(endpoint).require("httpURI")).toASCIIString());
    }

    @Override
    public @Nullable URI of(Exchange exchange) {
        Message message = exchange.getIn();
        if (!ControlHeaders.areSteady(message)
                || !ControlHeaders.nameAMethod(message)
                || !ControlHeaders.keepTheirLines(message)) {
            return null;
        }
        String base = ControlHeaders.text(message, Exchange.REST_HTTP_URI);
        URI called =
                WireUri.of(WireUri.append(base == null ? uri : base, ControlHeaders.text(message, Exchange.HTTP_PATH)));
        if (called == null
                || !WireUri.hasPlainPath(called)
                || !survivesDecoding(called.getRawQuery())
                || !survivesDecoding(URI.create(uri).getRawQuery())
                || !survivesDecoding(ControlHeaders.text(message, Exchange.REST_HTTP_QUERY))
                || !survivesDecoding(ControlHeaders.text(message, Exchange.HTTP_QUERY))) {
            return null;
        }
        return called;
    }

    private static boolean survivesDecoding(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return true;
        }
        URI decoded = WireUri.of("?" + query);
        return decoded != null && WireUri.isPrintable(String.valueOf(decoded.getQuery()));
    }
}
