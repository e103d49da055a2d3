package io.github.oidctoken.camel.http;

import java.net.URI;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * What camel-netty-http will call. It connects to the endpoint's host whatever the headers say, and takes the request's
 * path and its {@code Host} from the URI that results from them: both have to be the same.
 *
 * @param uri of the endpoint
 * @param connected where the endpoint connects to; absent when that is no host
 * @param reusesChannel whether the connection of an earlier call of the exchange, to whatever host, is used again
 */
record NettyHttpEffectiveUri(String uri, @Nullable HttpPlace connected, boolean reusesChannel) implements EffectiveUri {

    private static final String CHANNEL = "CamelNettyChannel";

    static NettyHttpEffectiveUri of(Endpoint endpoint) {
        EndpointOptions configuration = EndpointOptions.of(endpoint).nested("configuration");
        String scheme = configuration.isOn("ssl") ? "https" : "http";
        URI connected = WireUri.of(scheme + "://" + configuration.get("host") + ":" + configuration.require("port"));
        boolean socketFile = configuration.get("unixDomainSocketPath") != null;
        return new NettyHttpEffectiveUri(
                endpoint.getEndpointUri(),
                connected == null || socketFile ? null : HttpPlace.of(connected),
                configuration.isOn("reuseChannel"));
    }

    @Override
    public @Nullable URI of(Exchange exchange) {
        Message message = exchange.getIn();
        if (connected == null
                || !ControlHeaders.areSteady(message)
                || !ControlHeaders.nameAMethod(message)
                || (reusesChannel && exchange.getProperty(CHANNEL) != null)
                || isOf(message.getBody(), "io.netty.handler.codec.http.")) {
            return null;
        }
        String base = ControlHeaders.text(message, Exchange.REST_HTTP_URI);
        URI called =
                WireUri.of(WireUri.insert(base == null ? uri : base, ControlHeaders.text(message, Exchange.HTTP_PATH)));
        HttpPlace place = called == null ? null : HttpPlace.of(called);
        return place != null && place.sameOrigin(connected) && ControlHeaders.haveAPrintableQuery(message)
                ? called
                : null;
    }

    /** A message of camel-netty-http's consumer brings the caller's whole request, which would be sent on as it is. */
    @Override
    public void detach(Exchange exchange) {
        Message message = exchange.getIn();
        if (isOf(message, "org.apache.camel.component.netty.http.") && isOf(message.getBody(), "io.netty.buffer.")) {
            DefaultMessage plain = new DefaultMessage(exchange);
            plain.copyFrom(message);
            exchange.setIn(plain);
        }
    }

    private static boolean isOf(@Nullable Object object, String prefix) {
        return object != null && object.getClass().getName().startsWith(prefix);
    }
}
