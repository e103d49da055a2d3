package io.github.oidctoken.camel.http;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.LoggingHttpActivityListener;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * Shows a listener of camel-http, such as the one of {@code logHttpActivity}, no token of ours: it stands behind all that
 * puts headers on the request. Thread-safe as the listener is.
 */
final class ActivityMask extends ServiceSupport implements HttpActivityListener, CamelContextAware {

    private static final String MASKED = "xxxxxx";

    private final HttpActivityListener listener;
    private final LentTokens lent;
    private @Nullable CamelContext context;

    private ActivityMask(HttpActivityListener listener, LentTokens lent) {
        this.listener = listener;
        this.lent = lent;
    }

    /** Puts the mask on an endpoint, before it makes its HTTP client. */
    static void install(HttpEndpoint endpoint, LentTokens lent) {
        HttpActivityListener present = endpoint.getHttpActivityListener();
        if (present == null && endpoint.isLogHttpActivity()) {
            present = new LoggingHttpActivityListener();
        }
        if (present == null || present instanceof ActivityMask) {
            return;
        }
        ActivityMask mask = new ActivityMask(present, lent);
        mask.setCamelContext(endpoint.getCamelContext());
        ServiceHelper.startService(mask);
        endpoint.setHttpActivityListener(mask);
    }

    @Override
    public void onRequestSubmitted(
            Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
        masked(request, () -> listener.onRequestSubmitted(source, exchange, host, request, entity));
    }

    @Override
    public void onResponseReceived(
            Object source, Exchange exchange, HttpHost host, HttpResponse response, HttpEntity entity, long elapsed) {
        masked(response, () -> listener.onResponseReceived(source, exchange, host, response, entity, elapsed));
    }

    /** What the listener itself puts on the message stays there. */
    private void masked(HttpMessage message, Runnable listening) {
        Map<Header, Header> originals = new IdentityHashMap<>();
        message.setHeaders(Stream.of(message.getHeaders())
                .map(header -> mask(header, originals))
                .toArray(Header[]::new));
        try {
            listening.run();
        } finally {
            message.setHeaders(Stream.of(message.getHeaders())
                    .map(header -> originals.getOrDefault(header, header))
                    .toArray(Header[]::new));
        }
    }

    private Header mask(Header header, Map<Header, Header> originals) {
        if (!lent.areIn(header.getValue())) {
            return header;
        }
        Header masked = new BasicHeader(header.getName(), MASKED, true);
        originals.put(masked, header);
        return masked;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
        CamelContextAware.trySetCamelContext(listener, camelContext);
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(listener);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(listener);
    }
}
