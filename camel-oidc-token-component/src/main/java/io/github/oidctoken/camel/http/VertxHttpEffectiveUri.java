package io.github.oidctoken.camel.http;

import java.net.URI;
import java.util.Locale;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What camel-vertx-http will call. With a port in the URI it sends the <em>decoded</em> path, and whether the connection
 * is encrypted depends on the endpoint's TLS options and not on the URI.
 *
 * @param uri of the endpoint
 * @param bridge whether {@code CamelHttpUri} is ignored
 * @param secure whether the client of the endpoint speaks TLS
 */
record VertxHttpEffectiveUri(String uri, boolean bridge, boolean secure) implements EffectiveUri {

    static VertxHttpEffectiveUri of(Endpoint endpoint) {
        EndpointOptions configuration = EndpointOptions.of(endpoint).nested("configuration");
        boolean secure = configuration.get("sslContextParameters") != null
                || (configuration.get("webClientOptions") != null
                        && configuration.nested("webClientOptions").isOn("ssl"));
        return new VertxHttpEffectiveUri(
                ((URI) configuration.require("httpUri")).toASCIIString(), configuration.isOn("bridgeEndpoint"), secure);
    }

    @Override
    public @Nullable URI of(Exchange exchange) {
        Message message = exchange.getIn();
        if (!ControlHeaders.areSteady(message) || !ControlHeaders.nameAMethod(message)) {
            return null;
        }
        String base = ControlHeaders.text(message, Exchange.REST_HTTP_URI);
        if ((base == null || base.isEmpty()) && !bridge) {
            base = ControlHeaders.text(message, Exchange.HTTP_URI);
        }
        URI called =
                WireUri.of(WireUri.append(base == null ? uri : base, ControlHeaders.text(message, Exchange.HTTP_PATH)));
        return called == null || called.getPort() < 0 || sentAsWritten(called) ? called : null;
    }

    private boolean sentAsWritten(URI called) {
        String scheme = String.valueOf(called.getScheme()).toLowerCase(Locale.ROOT);
        return scheme.equals(secure ? "https" : "http") && WireUri.hasPlainPath(called);
    }
}
