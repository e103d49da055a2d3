package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes the HTTP sends of a route to a client's targets. The policy only switches it on: the header is put on the
 * request at every send and taken off after it, so nothing else in the route ever sees the token.
 *
 * <p>Thread-safe; one instance may serve several routes and contexts. In YAML, XML and {@code routePolicyRef} it is
 * named {@code oidc-token:CLIENT}.
 */
public final class OidcTokenRoutePolicy extends RoutePolicySupport {

    private final String client;
    private final Map<Route, Authorization> authorizations = new ConcurrentHashMap<>();

    private OidcTokenRoutePolicy(String client) {
        this.client = client;
    }

    /** The policy for the client of that name, which is looked for when a route with the policy is built. */
    public static OidcTokenRoutePolicy forClient(String client) {
        return new OidcTokenRoutePolicy(client);
    }

    /** The name of the client. */
    public String client() {
        return client;
    }

    /**
     * Checks that the route can be authorized, else the route does not start.
     *
     * @throws ClientConfigurationException if the client does not exist, is not valid, has no targets, or shares one with another policy of the route
     * @throws IllegalStateException if the producers of this context are not decorated
     */
    @Override
    public void onInit(Route route) {
        super.onInit(route);
        authorizations.put(route, new RouteCheck(route, client).authorization());
    }

    @Override
    public void onRemove(Route route) {
        authorizations.remove(route);
        super.onRemove(route);
    }

    /** What the policy authorizes in that route; absent while the route has not been checked. */
    @Nullable
    Authorization authorization(Route route) {
        return authorizations.get(route);
    }

    @Override
    public String toString() {
        return ComponentClients.COMPONENT + ":" + client;
    }
}
