package io.github.oidctoken.camel;

import io.github.oidctoken.camel.observation.Observation;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.SecretSource;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** What runs behind the options of a component: its clients, the engine under them and what shows how they do. It outlives restarts of the component. Thread-safe. */
final class RunningClients {

    private final OidcTokenComponent component;
    private final TransportFactory transports;
    private final PageMount page;
    private final RawClients raw = new RawClients();
    private final TokenEvents events = new TokenEvents();
    private final EngineHolder engines = new EngineHolder(this::startEngine);
    private final SessionStore store;
    private volatile @Nullable ConfiguredClients configured;
    private @Nullable Observation observation;

    RunningClients(OidcTokenComponent component, TransportFactory transports, PageMount page) {
        this.component = component;
        this.transports = transports;
        this.page = page;
        this.store = new SessionStore(component);
    }

    /** Client options as they were written, before Camel converts them. */
    RawClients raw() {
        return raw;
    }

    /** Those who hear of events. */
    TokenEvents events() {
        return events;
    }

    /** The cookies of sign-ins under way. */
    SignInCookies cookies() {
        return store.cookies();
    }

    /**
     * The clients, read and judged on first use.
     *
     * @throws ClientConfigurationException telling everything that is wrong
     */
    ConfiguredClients configured() {
        ConfiguredClients present = configured;
        return present != null ? present : read();
    }

    private synchronized ConfiguredClients read() {
        ConfiguredClients present = configured;
        if (present == null) {
            WrittenKeys.of(context()).checkFunctions(component.functions(), component.options());
            present = new ConfiguredClients(directory(), context(), engines, store.repository());
            configured = present;
        }
        return present;
    }

    /**
     * Has the clients read again, since their options have changed; at once if the component runs.
     *
     * @param undo takes the change back
     * @throws ClientConfigurationException if they are wrong, when the component runs; the change is taken back then
     */
    void changed(Runnable undo) {
        ConfiguredClients before = configured;
        configured = null;
        if (component.isStarted()) {
            try {
                ConfiguredClients changed = configured();
                observation().stop();
                show(changed);
            } catch (ClientConfigurationException e) {
                undo.run();
                configured = before;
                throw e;
            }
        }
    }

    /** Judges the clients, and shows them where the application shows things. */
    void start() {
        engines.open();
        configured().warn();
        show(configured());
    }

    private void show(ConfiguredClients clients) {
        Observation watching = observation();
        if (component.isHealthCheckEnabled()) {
            watching.check(clients.all(), component.getHealthBeforeFirstUse());
        }
        watching.manage(clients.all());
        watching.count(clients.all());
    }

    /** Begins with what needs no caller, once all is there that token requests need. */
    void begin() {
        observation().count(configured().all());
        configured().keepAlive();
        if (component.isEager()) {
            configured().fetch();
        }
    }

    /** The clients that a person signs in for. */
    List<PageClient> pageClients() {
        String path = String.valueOf(component.getConnectPage());
        return configured().all().stream()
                .filter(PageClient::isInteractive)
                .map(client -> new PageClient(client, cookies(), context(), path))
                .toList();
    }

    void stop() {
        engines.close();
        observation().stop();
    }

    private synchronized Observation observation() {
        Observation present = observation;
        if (present == null) {
            present = new Observation(context());
            observation = present;
        }
        return present;
    }

    private EngineRuntime startEngine() {
        SecretSource secrets =
                client -> new ConfiguredSecrets(context(), directory(), component.options(), component.functions())
                        .clientSecret(client);
        List<TokenEventListener> listeners =
                new ArrayList<>(context().getRegistry().findByType(TokenEventListener.class));
        listeners.add(events);
        listeners.add(observation());
        return new EngineRuntime(
                component,
                context(),
                transports,
                store.repository(),
                secrets,
                new EventListeners(listeners),
                page::address,
                component.getNodeId());
    }

    private ClientDirectory directory() {
        return new ClientDirectory(
                new ClientOptionReader(component.options(), component.functions()), raw, component.getClients());
    }

    private CamelContext context() {
        return component.getCamelContext();
    }
}
