package io.github.oidctoken.camel.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.AuthorizationPolicy;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * Answers a context's lookups of {@code oidc-token:NAME} with the policy that authorizes a route's calls for that client, and of
 * {@code oidc-token-guard:NAME[?options]} with the one that demands a valid token of the route's callers.
 */
final class PolicyLookup extends LifecycleStrategySupport implements BeanRepository {

    private static final String PREFIX = ComponentClients.COMPONENT + ":";

    private static final String GUARD = ComponentClients.COMPONENT + "-guard:";

    private final CamelContext context;

    /** One for each client: Camel keeps every policy that it has once seen until the context ends. */
    private final ConcurrentMap<String, OidcTokenRoutePolicy> policies = new ConcurrentHashMap<>();

    PolicyLookup(CamelContext context) {
        this.context = context;
    }

    /** A registry given to the context may have come after the plug-in was loaded. */
    @Override
    public void onContextInitializing(CamelContext initializing) {
        Registry registry = initializing.getRegistry();
        if (!addTo(registry)) {
            for (String client : ComponentClients.of(initializing).names()) {
                registry.bind(PREFIX + client, policy(client));
                ComponentClients.guards(initializing)
                        .ifPresent(guards -> registry.bind(GUARD + client, guards.guard(client)));
            }
        }
    }

    /** Whether the registry can ask this repository; if not, the policies have to be bound. */
    boolean addTo(Registry registry) {
        if (!(registry instanceof DefaultRegistry extensible)) {
            return false;
        }
        if (extensible.getRepositories() == null
                || !extensible.getRepositories().contains(this)) {
            extensible.addBeanRepository(this);
        }
        return true;
    }

    /**
     * The policy for the client that the bean's name names; absent for all other beans.
     *
     * @throws io.github.oidctoken.oauth2.client.ClientConfigurationException if there is no such client, listing those there are
     */
    @Override
    public @Nullable Object lookupByName(String name) {
        if (name.startsWith(GUARD)) {
            return ComponentClients.guards(context)
                    .map(guards -> guards.guard(name.substring(GUARD.length())))
                    .orElse(null);
        }
        if (!name.startsWith(PREFIX)) {
            return null;
        }
        String client = name.substring(PREFIX.length());
        ComponentClients.of(context).client(client);
        return policy(client);
    }

    /** The policy of that client in this context. */
    OidcTokenRoutePolicy policy(String client) {
        return policies.computeIfAbsent(client, OidcTokenRoutePolicy::forClient);
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        Class<?> mine = name.startsWith(GUARD) ? AuthorizationPolicy.class : OidcTokenRoutePolicy.class;
        return type.isAssignableFrom(mine) ? type.cast(lookupByName(name)) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
