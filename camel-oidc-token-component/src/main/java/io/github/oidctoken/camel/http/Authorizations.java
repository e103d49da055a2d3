package io.github.oidctoken.camel.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * Tells which clients may authorize a send: those of the current route's policies, and those granted to the exchange.
 */
final class Authorizations {

    private Authorizations() {}

    /**
     * In rising order of precedence: the policies' clients as the route names them, then the granted ones as they were
     * granted.
     */
    static List<Authorization> of(Exchange exchange) {
        List<Authorization> granted = ExchangeAuthorization.of(exchange);
        Route route = currentRoute(exchange);
        List<RoutePolicy> policies = route == null ? List.of() : route.getRoutePolicyList();
        if (route == null || policies == null || policies.isEmpty()) {
            return granted;
        }
        return concat(route, policies, granted);
    }

    /** The client whose most specific target covers the place; of equals the one of higher precedence. */
    static @Nullable Authorization covering(List<Authorization> authorizations, @Nullable HttpPlace called) {
        Authorization best = null;
        int longest = Targets.NONE;
        for (Authorization candidate : authorizations) {
            int length = candidate.targets().longestCovering(called);
            if (length != Targets.NONE && length >= longest) {
                best = candidate;
                longest = length;
            }
        }
        return best;
    }

    private static @Nullable Route currentRoute(Exchange exchange) {
        Route route = ExchangeHelper.getRoute(exchange);
        return route != null ? route : EnrichInterceptor.enrichingRoute(exchange);
    }

    private static List<Authorization> concat(Route route, List<RoutePolicy> policies, List<Authorization> granted) {
        List<Authorization> all = new ArrayList<>(policies.size() + granted.size());
        for (RoutePolicy policy : policies) {
            Authorization authorization =
                    policy instanceof OidcTokenRoutePolicy oidcToken ? oidcToken.authorization(route) : null;
            if (authorization != null) {
                all.add(authorization);
            }
        }
        all.addAll(granted);
        return all;
    }
}
