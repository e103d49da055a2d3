package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of the component, valid and ready for use. Thread-safe. */
final class ConfiguredClients {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredClients.class);

    private final ClientDirectory directory;
    private final CamelContext context;
    private final EngineHolder engines;
    private final TokenRepository repository;
    private final SessionOwners owners = new SessionOwners();
    private final Map<String, OidcTokenClient> clients = new TreeMap<>();

    /**
     * Reads and validates all clients.
     *
     * @throws ClientConfigurationException telling everything that is wrong
     */
    ConfiguredClients(
            ClientDirectory directory, CamelContext context, EngineHolder engines, TokenRepository repository) {
        this.directory = directory;
        this.context = context;
        this.engines = engines;
        this.repository = repository;
        for (ClientRegistration registration : directory.read(this::check).values()) {
            clients.put(registration.name(), ready(registration));
        }
        for (OidcTokenClient client : clients.values()) {
            TokenExchange.check(client.registration(), this::registration);
        }
    }

    boolean has(String name) {
        return clients.containsKey(name);
    }

    Collection<OidcTokenClient> all() {
        return clients.values();
    }

    /** The options that a configured client was read from. */
    Map<String, Object> options(String name) {
        return directory.options(name);
    }

    /**
     * The client of that name.
     *
     * @throws ClientConfigurationException if there is none
     */
    OidcTokenClient client(String name) {
        OidcTokenClient client = clients.get(name);
        if (client == null) {
            throw directory.unknown(name, MissingStarter.hint(context));
        }
        return client;
    }

    /**
     * A configured client that an endpoint asks something else of.
     *
     * @throws ClientConfigurationException if its options are wrong
     */
    OidcTokenClient overridden(String name, Map<String, Object> options) {
        ClientRegistration registration = ClientRegistration.of(ClientOptions.of(name, options));
        owners.check(registration);
        TokenExchange.check(registration, this::registration);
        return ready(registration);
    }

    /**
     * A client that an endpoint brings whole.
     *
     * @throws ClientConfigurationException if its options are wrong
     */
    OidcTokenClient inline(String name, Map<String, Object> options) {
        ClientRegistration registration = ClientRegistration.of(ClientOptions.of(name, options));
        check(registration);
        TokenExchange.check(registration, this::registration);
        return ready(registration);
    }

    /** Says once what is allowed but should not be. */
    void warn() {
        for (OidcTokenClient client : clients.values()) {
            warn(client.registration());
        }
    }

    private void warn(ClientRegistration client) {
        for (String option : PaddedSecrets.of(client)) {
            LOG.warn(
                    "Client '{}': {} begins or ends with white space, which the server gets too. Remove it, unless it"
                            + " belongs there.",
                    client.name(),
                    option);
        }
        Grant grant = client.grant();
        if (grant.grantType().equals("password")) {
            LOG.warn(
                    "Client '{}' uses grant=password, which RFC 9700 section 2.4 says must not be used. Use"
                            + " another grant,"
                            + " such as client_credentials, if the authorization server offers one to this client.",
                    client.name());
        }
        if ((grant instanceof Grant.AuthorizationCode || grant instanceof Grant.DeviceCode)
                && repository instanceof MemoryTokenRepository) {
            LOG.warn(
                    "Client '{}' keeps its sign-ins in memory: they end with this JVM, and no other node has them. Set the"
                            + " component's option repository to keep them.",
                    client.name());
        }
        if (client.renewal().keepAlive() && grant.repeatable()) {
            LOG.warn(
                    "Client '{}': {} has no use with grant={}, which starts a new session at any time without a person.",
                    client.name(),
                    client.option("keepAlive"),
                    grant.grantType());
        }
    }

    /** Starts to keep alive the sessions that are known before anybody uses them. */
    void keepAlive() {
        clients.values().forEach(OidcTokenClient::keepAlive);
    }

    /** Asks for the first token of each, in the background. */
    void fetch() {
        clients.values().forEach(OidcTokenClient::fetch);
    }

    private OidcTokenClient ready(ClientRegistration registration) {
        return new OidcTokenClient(registration, context, engines, this::client);
    }

    private @Nullable ClientRegistration registration(String name) {
        OidcTokenClient client = clients.get(name);
        return client == null ? null : client.registration();
    }

    private void check(ClientRegistration client) {
        if (client.grant() instanceof Grant.RefreshToken
                && repository instanceof MemoryTokenRepository
                && !client.reusableRefreshToken()) {
            throw new ClientConfigurationException(
                    client.name(),
                    "grant=refresh_token needs a repository that outlives this process: with the memory repository a"
                            + " restart would"
                            + " present the configured refresh token again, which a rotating server takes for theft."
                            + " Set the"
                            + " component's option repository, or " + client.option("reusableRefreshToken")
                            + " = true if the server does not rotate refresh tokens.");
        }
        owners.enter(client);
    }
}
