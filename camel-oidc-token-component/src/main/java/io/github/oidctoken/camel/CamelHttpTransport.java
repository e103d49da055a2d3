package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.EndpointUri;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * The transport that speaks through the context's own {@code http} and {@code https} components, so that their TLS, proxy, timeout and pool settings
 * apply to token calls too; their authentication, cookies, redirects, retries and activity listeners do not.
 *
 * <p>A client is made at the first call of a scheme and belongs to this service: it is closed when the service stops and made anew after a restart.
 * Thread-safe.
 */
final class CamelHttpTransport extends ServiceSupport implements Transport {

    private final CamelContext context;
    private final ScheduledExecutorService deadlines;
    private final TimeSource time;
    private final @Nullable SSLContextParameters tls;
    private final Map<String, TokenCallClient> clients = new HashMap<>();

    /**
     * @param context whose {@code http} and {@code https} components are used
     * @param deadlines cuts calls that take too long; stays the caller's
     */
    CamelHttpTransport(CamelContext context, ScheduledExecutorService deadlines) {
        this(context, deadlines, TimeSource.system(), null);
    }

    /** @param tls for calls by https; null leaves them to the {@code https} component */
    CamelHttpTransport(CamelContext context, ScheduledExecutorService deadlines, @Nullable SSLContextParameters tls) {
        this(context, deadlines, TimeSource.system(), tls);
    }

    /** @param time of the scheduler */
    CamelHttpTransport(CamelContext context, ScheduledExecutorService deadlines, TimeSource time) {
        this(context, deadlines, time, null);
    }

    private CamelHttpTransport(
            CamelContext context,
            ScheduledExecutorService deadlines,
            TimeSource time,
            @Nullable SSLContextParameters tls) {
        this.tls = tls;
        this.context = context;
        this.deadlines = deadlines;
        this.time = time;
    }

    @Override
    public TransportResponse send(TransportRequest request) throws TransportException {
        Optional<String> problem = EndpointUri.problem(request.uri().toString(), request.allowInsecure());
        if (problem.isPresent()) {
            throw new TransportException(
                    Delivery.NOT_SENT, "the endpoint at " + request.uri().getHost() + " " + problem.get(), null);
        }
        return client(request.uri().getScheme().toLowerCase(Locale.ROOT)).send(request, deadlines, time);
    }

    private TokenCallClient client(String scheme) throws TransportException {
        synchronized (clients) {
            if (isStoppingOrStopped()) {
                throw new TransportException(Delivery.NOT_SENT, "the component is stopped", null);
            }
            TokenCallClient client = clients.get(scheme);
            if (client == null) {
                client = TokenCallClient.of(context, scheme, tls);
                clients.put(scheme, client);
            }
            return client;
        }
    }

    @Override
    protected void doStop() {
        synchronized (clients) {
            clients.values().forEach(TokenCallClient::stop);
            clients.clear();
        }
    }
}
