package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.List;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a route with a policy may start: everything that would make its calls go out without a token is said
 * now.
 */
record RouteCheck(Route route, String name) {

    private static final Logger LOG = LoggerFactory.getLogger(RouteCheck.class);

    /** Checks the whole route. */
    Authorization authorization() {
        Authorization authorization = client();
        List<StaticHttpUri> called = StaticHttpUri.calledBy(route);
        requireTargets(authorization, called);
        refuseContested(authorization);
        if (!RoutePatterns.matchOnlyByWildcard(authorization.client().registration(), route.getRouteId())) {
            warnOfMismatch("Route " + route.getRouteId(), authorization, called);
        }
        return authorization;
    }

    /** Checks a block of the route. */
    void check(NamedNode block) {
        Authorization authorization = client();
        List<StaticHttpUri> called = StaticHttpUri.calledBy(route.getCamelContext(), block);
        requireTargets(authorization, called);
        warnOfMismatch("A block of route " + route.getRouteId(), authorization, called);
    }

    private Authorization client() {
        if (!AuthorizingProducerFactory.isInstalledIn(route.getCamelContext())) {
            throw new IllegalStateException("Route " + route.getRouteId() + " cannot be authorized for client '" + name
                    + "': the decorator of HTTP producers is not in place in CamelContext "
                    + route.getCamelContext().getName()
                    + ". Either loading " + OidcTokenContextPlugin.class.getName()
                    + " failed (Camel logs that as a warning only), or something replaced Camel's"
                    + " InternalProcessorFactory afterwards, or META-INF/services was lost when jars were merged.");
        }
        return Authorization.of(ComponentClients.of(route.getCamelContext()).client(name));
    }

    private void requireTargets(Authorization authorization, List<StaticHttpUri> called) {
        if (authorization.targets().all().isEmpty()) {
            throw new ClientConfigurationException(
                    name,
                    "route " + route.getRouteId() + " is to be authorized, but no call may receive the token. Set "
                            + option(authorization) + " to the URI prefixes of the API. The route calls "
                            + (called.isEmpty() ? "no HTTP URI that is written in it" : called) + ".");
        }
    }

    private void refuseContested(Authorization authorization) {
        for (RoutePolicy policy : route.getRoutePolicyList()) {
            Authorization other =
                    policy instanceof OidcTokenRoutePolicy oidcToken ? oidcToken.authorization(route) : null;
            Target contested = other == null || other.name().equals(name) ? null : authorization.contested(other);
            if (other != null && contested != null) {
                throw new ClientConfigurationException(
                        name,
                        "route " + route.getRouteId() + " also has a policy for client '" + other.name()
                                + "', and both have the target " + contested.written()
                                + ", so that nothing says whose token to send. Change " + option(authorization)
                                + " or " + option(other) + ".");
            }
        }
    }

    private void warnOfMismatch(String caller, Authorization authorization, List<StaticHttpUri> called) {
        if (!called.isEmpty() && called.stream().noneMatch(uri -> uri.mayBeCoveredBy(authorization.targets()))) {
            LOG.warn(
                    "{} has a policy for client '{}', but calls {}, of which none matches a target: {}. They go out"
                            + " without a token. Check {}.",
                    caller,
                    name,
                    called,
                    authorization.targets(),
                    option(authorization));
        }
    }

    private static String option(Authorization authorization) {
        return authorization.client().registration().option("targets");
    }
}
