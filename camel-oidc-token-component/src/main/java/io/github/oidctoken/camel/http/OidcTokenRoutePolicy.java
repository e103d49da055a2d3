package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes the HTTP sends of a route, or of a {@code policy} block in a route, to a client's targets. The policy only switches it on: the header is put on the
 * request at every send and taken off after it, so nothing else in the route ever sees the token.
 *
 * <p>Thread-safe; one instance may serve several routes and contexts. In YAML, XML and {@code routePolicyRef} it is
 * named {@code oidc-token:CLIENT}.
 */
public final class OidcTokenRoutePolicy extends RoutePolicySupport implements Policy {

    private final String client;
    /** Weakly: Camel does not tell of a route that failed to start after it was checked. */
    private final Map<Route, Authorization> authorizations = Collections.synchronizedMap(new WeakHashMap<>());

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

    /**
     * Checks that the block can be authorized, else the route does not start.
     *
     * @throws ClientConfigurationException if the client does not exist, is not valid or has no targets
     * @throws IllegalStateException if the producers of this context are not decorated
     */
    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        new RouteCheck(route, client).check(definition);
    }

    /** Stands around the steps of a block. */
    @Override
    public Processor wrap(Route route, Processor steps) {
        AuthorizedClient authorized =
                ComponentClients.of(route.getCamelContext()).client(client);
        return new AuthorizedBlock(route, Authorization.of(authorized), steps);
    }

    /** What the policy authorizes in that route; absent while the route has not been checked. */
    @Nullable
    Authorization authorization(Route route) {
        return authorizations.get(route);
    }

    /** The routes that have been checked and not been removed. */
    Set<Route> routes() {
        synchronized (authorizations) {
            return Set.copyOf(authorizations.keySet());
        }
    }

    @Override
    public String toString() {
        return ComponentClients.COMPONENT + ":" + client;
    }
}
