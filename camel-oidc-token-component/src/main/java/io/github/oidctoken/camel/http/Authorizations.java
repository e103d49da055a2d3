package io.github.oidctoken.camel.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * Tells which clients may authorize a send: those of the current route's policies
 * and blocks, and those granted to the exchange.
 */
final class Authorizations {

    private Authorizations() {}

    /**
     * In rising order of precedence: the policies' clients as the route names them, those of the blocks around the send
     * from the outermost, then the granted ones as they were granted.
     */
    static List<Authorization> of(Exchange exchange) {
        List<Authorization> granted = ExchangeAuthorization.of(exchange);
        Route route = currentRoute(exchange);
        if (route == null) {
            return granted;
        }
        List<Authorization> blocks = AuthorizedBlock.around(exchange, route);
        List<RoutePolicy> policies = route.getRoutePolicyList();
        if (blocks.isEmpty() && (policies == null || policies.isEmpty())) {
            return granted;
        }
        List<Authorization> all = named(route, policies == null ? List.of() : policies);
        all.addAll(blocks);
        all.addAll(granted);
        return all;
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

    private static List<Authorization> named(Route route, List<RoutePolicy> policies) {
        List<Authorization> all = new ArrayList<>();
        for (RoutePolicy policy : policies) {
            Authorization authorization =
                    policy instanceof OidcTokenRoutePolicy oidcToken ? oidcToken.authorization(route) : null;
            if (authorization != null) {
                all.add(authorization);
            }
        }
        return all;
    }
}
