package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PatternHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a route the policies of the clients whose option {@code routes} matches its id, so that it need not name them.
 */
final class RoutePatterns extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(RoutePatterns.class);

    private final Function<String, OidcTokenRoutePolicy> policies;
    private final Set<Pattern> matched = ConcurrentHashMap.newKeySet();

    /** @param policies finds the policy of a client by its name */
    RoutePatterns(Function<String, OidcTokenRoutePolicy> policies) {
        this.policies = policies;
    }

    private record Pattern(String client, String text) {}

    /** Whether a client's patterns match the route, but none of them is its id: then the route itself was not meant. */
    static boolean matchOnlyByWildcard(ClientRegistration client, String route) {
        List<String> patterns = matching(client, route);
        return !patterns.isEmpty() && patterns.stream().noneMatch(route::equalsIgnoreCase);
    }

    /** Comes before the route's own policies are added. */
    @Override
    public void onRouteContextCreate(Route route) {
        for (ClientRegistration client : clients(route.getCamelContext())) {
            List<String> patterns = matching(client, route.getRouteId());
            if (!patterns.isEmpty()) {
                patterns.forEach(pattern -> matched.add(new Pattern(client.name(), pattern)));
                route.getRoutePolicyList().add(policies.apply(client.name()));
                LOG.debug("Route {} has the policy of client '{}' by {}", route.getRouteId(), client.name(), patterns);
            }
        }
    }

    /** A pattern that matches nothing is most likely mistyped. */
    @Override
    public void onContextStarted(CamelContext context) {
        for (ClientRegistration client : clients(context)) {
            for (String pattern : client.routes()) {
                if (!matched.contains(new Pattern(client.name(), pattern))) {
                    LOG.warn(
                            "{} holds '{}', which is the id of no route so far. There are {}.",
                            client.option("routes"),
                            pattern,
                            context.getRoutes().stream().map(Route::getRouteId).toList());
                }
            }
        }
    }

    private static List<String> matching(ClientRegistration client, String route) {
        List<String> matching = new ArrayList<>();
        for (String pattern : client.routes()) {
            if (PatternHelper.matchPattern(route, pattern)) {
                matching.add(pattern);
            }
        }
        return matching;
    }

    private static List<ClientRegistration> clients(CamelContext context) {
        if (!ComponentClients.arePresent(context)) {
            return List.of();
        }
        AuthorizedClients clients = ComponentClients.of(context);
        List<ClientRegistration> patterned = new ArrayList<>();
        for (String name : clients.names()) {
            ClientRegistration client = clients.client(name).registration();
            if (!client.routes().isEmpty()) {
                patterned.add(client);
            }
        }
        return patterned;
    }
}
