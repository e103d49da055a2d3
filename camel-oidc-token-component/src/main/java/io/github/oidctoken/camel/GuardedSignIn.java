package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.Grant;
import java.util.Locale;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * The connect page's guard before an operation by which whoever calls could become the person whose session all routes use. It judges what comes by HTTP; the rest
 * was begun by the application itself. Thread-safe.
 */
final class GuardedSignIn extends DefaultAsyncProducer {

    private final AsyncProducer operation;
    private final String name;
    private @Nullable Policy guard;
    private @Nullable AsyncProcessor guarded;

    private GuardedSignIn(OidcTokenEndpoint endpoint, AsyncProducer operation, String name) {
        super(endpoint);
        this.operation = operation;
        this.name = name;
    }

    /** The operation behind the guard, if there is one and the client has one session for all. */
    static AsyncProducer around(AsyncProducer operation, OidcTokenEndpoint endpoint, OidcTokenClient client) {
        String guard = ((OidcTokenComponent) endpoint.getComponent()).getConnectGuard();
        boolean shared = client.isOnePrincipals()
                && !(client.registration().grant() instanceof Grant.AuthorizationCode code
                        && code.principalClaim() != null);
        return guard == null || !shared ? operation : new GuardedSignIn(endpoint, operation, guard);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Route route = ExchangeHelper.getRoute(exchange);
        boolean isIn = policy() instanceof OidcTokenGuard own && own.hasLetIn(exchange);
        return route == null || isIn || !cameByHttp(exchange)
                ? operation.process(exchange, callback)
                : guarded(route).process(exchange, callback);
    }

    private static boolean cameByHttp(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.HTTP_METHOD) != null
                || (exchange.getFromEndpoint() instanceof EndpointServiceLocation location
                        && String.valueOf(location.getServiceProtocol())
                                .toLowerCase(Locale.ROOT)
                                .startsWith("http"));
    }

    private synchronized AsyncProcessor guarded(Route route) {
        AsyncProcessor present = guarded;
        if (present == null) {
            Policy policy = policy();
            policy.beforeWrap(route, route.getRoute());
            present = AsyncProcessorConverterHelper.convert(policy.wrap(route, operation));
            ServiceHelper.startService(present);
            guarded = present;
        }
        return present;
    }

    private synchronized Policy policy() {
        Policy present = guard;
        if (present == null) {
            present = new ConnectGuard(getEndpoint().getCamelContext(), name).policy();
            guard = present;
        }
        return present;
    }

    /** A guard that is not there stops the start. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(policy(), operation);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(guarded, operation);
        super.doStop();
    }
}
