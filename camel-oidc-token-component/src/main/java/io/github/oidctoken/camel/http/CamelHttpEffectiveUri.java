package io.github.oidctoken.camel.http;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.http.common.HttpHelper;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * What camel-http will call, told by camel-http's own code: {@code CamelHttpUri}, {@code CamelRestHttpUri}, {@code
 * CamelHttpPath} and the query headers, {@code bridgeEndpoint}, {@code skipControlHeaders}, and what {@code toD} makes
 * of its URI.
 */
record CamelHttpEffectiveUri(HttpEndpoint endpoint) implements EffectiveUri {

    @Override
    public @Nullable URI of(Exchange exchange) {
        // camel-http removes some of the headers that it reads, so it works on an exchange that has nothing else
        Exchange probe = new DefaultExchange(exchange.getContext());
        if (!endpoint.isSkipControlHeaders()) {
            if (!ControlHeaders.areSteady(exchange.getIn())) {
                return null;
            }
            ControlHeaders.copy(exchange.getIn(), probe.getIn());
        }
        try {
            return HttpHelper.createURI(probe, HttpHelper.createURL(probe, endpoint), endpoint);
        } catch (URISyntaxException | RuntimeException e) {
            return null;
        }
    }
}
