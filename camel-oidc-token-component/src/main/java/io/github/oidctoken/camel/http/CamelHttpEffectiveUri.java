package io.github.oidctoken.camel.http;

import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import javax.xml.transform.Source;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
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

    private static final List<String> WHOLE_URI = List.of(Exchange.REST_HTTP_URI, Exchange.HTTP_URI);
    private static final List<String> CONTROL_HEADERS = List.of(
            Exchange.REST_HTTP_URI,
            Exchange.HTTP_URI,
            Exchange.HTTP_PATH,
            Exchange.REST_HTTP_QUERY,
            Exchange.HTTP_RAW_QUERY,
            Exchange.HTTP_QUERY);

    @Override
    public @Nullable URI of(Exchange exchange) {
        // camel-http removes some of the headers that it reads, so it works on an exchange that has nothing else
        Exchange probe = new DefaultExchange(exchange.getContext());
        if (!endpoint.isSkipControlHeaders() && !copyControlHeaders(exchange.getIn(), probe.getIn())) {
            return null;
        }
        try {
            return HttpHelper.createURI(probe, HttpHelper.createURL(probe, endpoint), endpoint);
        } catch (URISyntaxException | RuntimeException e) {
            return null;
        }
    }

    private static boolean copyControlHeaders(Message from, Message to) {
        for (String name : CONTROL_HEADERS) {
            Object value = from.getHeader(name);
            if (value == null) {
                continue;
            }
            if (readableOnce(value) || resolvedLater(name, value)) {
                return false;
            }
            to.setHeader(name, value);
        }
        return true;
    }

    /** Reading it here would leave another URI for the producer. */
    private static boolean readableOnce(Object value) {
        return value instanceof InputStream
                || value instanceof Reader
                || value instanceof StreamCache
                || value instanceof Source;
    }

    /** A placeholder such as {@code {{random:9}}} may come out differently for the producer. */
    private static boolean resolvedLater(String name, Object value) {
        return WHOLE_URI.contains(name) && value.toString().contains("{{");
    }
}
