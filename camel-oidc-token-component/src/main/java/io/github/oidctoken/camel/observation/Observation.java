package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.oauth2.token.TokenMeasurement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.ManagementStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a component's clients wherever Camel shows things, as far as the application has such places. Thread-safe. */
public final class Observation implements TokenEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    private final CamelContext context;
    private final List<HealthCheck> checks = new ArrayList<>();
    private final Map<ObjectName, ManagementAgent> managed = new LinkedHashMap<>();
    private volatile @Nullable TokenEventListener meters;

    public Observation(CamelContext context) {
        this.context = context;
    }

    /** Adds a readiness check for each client, if the application checks its health. */
    public synchronized void check(Collection<? extends ObservedClient> clients, HealthCheck.State beforeFirstUse) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry == null) {
            return;
        }
        for (ObservedClient client : clients) {
            HealthCheck check = new ClientHealthCheck(client, beforeFirstUse);
            if (registry.register(check)) {
                checks.add(check);
            }
        }
    }

    /** Starts to count if there is a meter registry; once only, so it may be tried again when more of the application has started. */
    public synchronized void count(Collection<? extends ObservedClient> clients) {
        boolean countable = context.getClassResolver().resolveClass(MeterRegistries.TYPE) != null;
        if (meters == null && countable) {
            meters = MeterRegistries.meters(context, clients).orElse(null);
        }
    }

    /** Registers each client with JMX, if that is on. */
    public synchronized void manage(Collection<? extends ObservedClient> clients) {
        ManagementStrategy management = context.getManagementStrategy();
        ManagementAgent agent = management == null ? null : management.getManagementAgent();
        if (agent == null || management.getManagementObjectNameStrategy() == null) {
            return;
        }
        for (ObservedClient client : clients) {
            try {
                ObjectName name = name(
                        management.getManagementObjectNameStrategy().getObjectNameForCamelContext(context), client);
                agent.register(new ManagedClient(client), name);
                managed.put(name, agent);
            } catch (JMException e) {
                LOG.warn("Client '{}' cannot be registered with JMX", client.name(), e);
            }
        }
    }

    private static ObjectName name(ObjectName context, ObservedClient client) throws MalformedObjectNameException {
        return new ObjectName(context.getDomain() + ":context=" + context.getKeyProperty("context")
                + ",type=oidc-token,name=" + ObjectName.quote(client.name()));
    }

    /** Takes back all that was shown. */
    public synchronized void stop() {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            checks.forEach(registry::unregister);
        }
        checks.clear();
        managed.forEach((name, agent) -> {
            try {
                agent.unregister(name);
            } catch (JMException e) {
                LOG.debug("{} cannot be unregistered from JMX", name, e);
            }
        });
        managed.clear();
        TokenEventListener counting = meters;
        meters = null;
        if (counting != null) {
            MeterRegistries.close(counting);
        }
    }

    @Override
    public void on(TokenEvent event) {
        TokenEventListener counting = meters;
        if (counting != null) {
            counting.on(event);
        }
    }

    @Override
    public void measured(TokenMeasurement measurement) {
        TokenEventListener counting = meters;
        if (counting != null) {
            counting.measured(measurement);
        }
    }
}
