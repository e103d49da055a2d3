package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Alarm;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client of one scheme, as camel-http builds it from its component's settings, made fit for token calls.
 *
 * @param endpoint never registered in the context: a registered one closes its connections before the last token call of a shutdown
 * @param config the user's timeouts, with what a token call must not do switched off
 */
record TokenCallClient(HttpEndpoint endpoint, HttpClient client, RequestConfig config) {

    /**
     * Every authority can share a scheme's client: no setting of the component differs by host.
     *
     * @param tls comes before the component's; null when there is none
     */
    static TokenCallClient of(CamelContext context, String scheme, @Nullable SSLContextParameters tls)
            throws TransportException {
        try {
            HttpComponent component = context.getComponent(scheme, HttpComponent.class);
            HttpEndpoint endpoint = (HttpEndpoint) component.createEndpoint(
                    scheme + "://token-endpoint.invalid",
                    tls != null && scheme.equals("https") ? Map.of("sslContextParameters", tls) : Map.of());
            ProxyCredentials proxy = new ProxyCredentials(component);
            endpoint.setHttpClientConfigurer(new TokenCallConfigurer(endpoint.getHttpClientConfigurer(), proxy));
            endpoint.setAuthenticationPreemptive(false);
            endpoint.setLogHttpActivity(false);
            endpoint.setHttpActivityListener(null);
            HttpClient client = endpoint.getHttpClient();
            return new TokenCallClient(endpoint, client, config(client, proxy));
        } catch (Exception e) {
            throw new TransportException(
                    Delivery.NOT_SENT, "component '" + scheme + "' made no HTTP client: " + e.getMessage(), e);
        }
    }

    private static RequestConfig config(HttpClient client, ProxyCredentials proxy) {
        RequestConfig users = client instanceof Configurable configurable ? configurable.getConfig() : null;
        return RequestConfig.copy(users == null ? RequestConfig.DEFAULT : users)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(proxy.present())
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    TransportResponse send(TransportRequest request, ScheduledExecutorService deadlines, TimeSource time)
            throws TransportException {
        TokenCall call = new TokenCall(request, config);
        Alarm alarm = limit(call, deadlines, time);
        TransportResponse response;
        try {
            response = client.execute(call.message(), call.context(), answer -> read(answer, call));
        } catch (IOException | RuntimeException e) {
            throw FailedCall.of(call, e);
        } finally {
            alarm.stop();
        }
        if (!call.begun()) {
            throw new TransportException(
                    Delivery.NOT_SENT,
                    "the proxy answered " + response.status() + " when asked for " + call.server(),
                    null);
        }
        return response;
    }

    private static Alarm limit(TokenCall call, ScheduledExecutorService deadlines, TimeSource time)
            throws TransportException {
        try {
            return Alarm.set(call.deadline(), call::expire, deadlines, time);
        } catch (RejectedExecutionException e) {
            throw new TransportException(Delivery.NOT_SENT, "the component is stopped", e);
        }
    }

    private static TransportResponse read(ClassicHttpResponse answer, TokenCall call) throws IOException {
        byte[] body = new byte[0];
        if (answer.getEntity() != null) {
            body = answer.getEntity().getContent().readNBytes(Transport.MAX_BODY + 1);
        }
        if (body.length > Transport.MAX_BODY) {
            // or closing the answer would read it to its end
            call.message().cancel();
            throw new TooLongException();
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : answer.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue());
        }
        return new TransportResponse(answer.getCode(), headers, body);
    }

    void stop() {
        ServiceHelper.stopAndShutdownService(endpoint);
    }

    /** The answer is longer than {@link Transport#MAX_BODY}. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
