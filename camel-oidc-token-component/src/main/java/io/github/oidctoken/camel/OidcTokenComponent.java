package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.camel.http.AuthorizedClients;
import io.github.oidctoken.camel.http.Guards;
import io.github.oidctoken.camel.http.HttpSchemes;
import io.github.oidctoken.camel.observation.ObservedClient;
import io.github.oidctoken.camel.observation.ObservedClients;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.TokenEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.AuthorizationPolicy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Gets, keeps and renews OAuth 2 / OpenID Connect access tokens for the configured clients.
 *
 * <p>It makes no network call at start. Options are set before the first client is asked for; clients are thread-safe from then on.
 */
@Component("oidc-token")
public class OidcTokenComponent extends DefaultComponent implements AuthorizedClients, Guards, ObservedClients {

    private final PageMount page = new PageMount(this);
    private final RunningClients running;
    private volatile @Nullable PropertyConfigurer configurer;
    private @Nullable ConfigurationOptions options;

    @Metadata(
            label = "common",
            description =
                    "The clients by name. In properties the name stands in brackets after clients, followed by a dot and the option; a name is letters,"
                            + " digits, - and _. The options are those of the endpoint.")
    private volatile Map<String, OidcTokenConfiguration> clients = new TreeMap<>();

    @Metadata(
            label = "common",
            description = "Where sessions with a refresh token are kept: memory; file:DIR, a directory of this machine;"
                    + " jdbc, the only DataSource bean; jdbc:NAME, a DataSource bean; or the name of a TokenRepository bean."
                    + " All nodes must share it. When not set, the only TokenRepository bean is used, and memory if there"
                    + " is none. A database is first asked when a session is needed.")
    private @Nullable String repository;

    @Metadata(
            label = "security",
            secret = true,
            description =
                    "The keys that encrypt what file: and jdbc store, and a TokenRepository bean: id:key pairs with"
                            + " commas between them, each key 32 bytes in Base64 as openssl rand -base64 32 makes them. The first"
                            + " encrypts, all decrypt. Needed for file: and jdbc; memory does without.")
    private @Nullable String encryptionKeys;

    @Metadata(
            label = "security",
            defaultValue = "false",
            description =
                    "Set to true to let file: and jdbc store tokens unencrypted, for whoever reads the store to use."
                            + " Cannot be set together with encryptionKeys.")
    private boolean allowPlaintext;

    @Metadata(
            label = "advanced",
            defaultValue = "false",
            description =
                    "Set to true to have the table made when jdbc finds it missing, on PostgreSQL and H2. Its DDL is in"
                            + " META-INF/oidc-token/jdbc of the component's jar, for administrators who make it themselves.")
    private boolean createTable;

    @Metadata(
            label = "advanced",
            defaultValue = "oidc_token_document",
            description = "The table that jdbc uses, with or without a schema before it.")
    private @Nullable String tableName;

    @Metadata(label = "advanced", description = "Where sessions with a refresh token are kept, as an object.")
    private @Nullable TokenRepository tokenRepository;

    @Metadata(
            label = "advanced",
            description =
                    "What this node is called where people are told who renewed a session: in the repository and"
                            + " in operation=explain. Nothing else depends on it. When not set, the host's name and something random.")
    private @Nullable String nodeId;

    @Metadata(
            label = "advanced",
            defaultValue = "false",
            description =
                    "Set to true to get the first token of every client as soon as the application has started, in"
                            + " the background. A failure is logged and shown by the health checks, and stops nothing. Otherwise"
                            + " nothing is asked before the first use. Clients whose principal comes with the exchange are left out.")
    private boolean eager;

    @Metadata(
            label = "advanced",
            description =
                    "Further components that send HTTP and whose URIs are SCHEME:https://host/path, with commas between"
                            + " them: a route's policy authorizes their calls too. A call to another place than the URI and"
                            + " Camel's HTTP headers say, and a redirect that such a component follows, cannot be seen: name"
                            + " only those that take no Authorization to another host. http, https, vertx-http, netty-http,"
                            + " undertow and rest need not be named.")
    private @Nullable String httpSchemes;

    @Metadata(
            label = "health",
            defaultValue = "true",
            description = "Whether each client has a readiness check, oidc-token:NAME, where the application checks its"
                    + " health.")
    private boolean healthCheckEnabled = true;

    @Metadata(
            label = "health",
            defaultValue = "UP",
            enums = "UP,UNKNOWN",
            description =
                    "The health of a client before its first use: UP or UNKNOWN. Spring Boot's readiness probe takes"
                            + " UNKNOWN for not ready.")
    private HealthCheck.State healthBeforeFirstUse = HealthCheck.State.UP;

    @Metadata(
            label = "security",
            description = "The TLS settings of calls to authorization servers: whom to trust, and the client's own key"
                    + " where a server asks for one. When not set, those of the https component, which is otherwise used as"
                    + " it is configured.")
    private @Nullable SSLContextParameters sslContextParameters;

    @Metadata(
            label = "consumer",
            description =
                    "The path of the connect page, such as /connect: there an operator sees the clients that a person signs"
                            + " in for, connects and disconnects them. It needs platform-http. When not set, there is no page.")
    private @Nullable String connectPage;

    @Metadata(
            label = "security",
            description =
                    "Who may open the connect page, and who may begin a sign-in by HTTP routes of yours for a client with one"
                            + " session for all: the name of a Policy bean, or oidc-token-guard:CLIENT. When not set, an"
                            + " address of the page that works once is printed in the log at start.")
    private @Nullable String connectGuard;

    public OidcTokenComponent() {
        this.running = new RunningClients(this, this::transport, page);
    }

    OidcTokenComponent(TransportFactory transports) {
        this.running = new RunningClients(this, transports, page);
    }

    @Override
    public AuthorizedClient client(String name) {
        return running.configured().client(name);
    }

    @Override
    public AuthorizationPolicy guard(String reference) {
        return OidcTokenGuard.of(reference);
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(clients.keySet());
        names.addAll(running.raw().all().keySet());
        return names;
    }

    @Override
    public HttpSchemes schemes() {
        return HttpSchemes.of(httpSchemes);
    }

    /**
     * Configures a client; it replaces one of that name. While the component runs the client is judged and shown at once; routes that run go on with the client
     * that they have started with.
     *
     * @throws io.github.oidctoken.oauth2.client.ClientConfigurationException if the component runs and the client is wrong; then nothing has changed
     */
    public void addClient(String name, OidcTokenConfiguration configuration) {
        Map<String, OidcTokenConfiguration> more = new TreeMap<>(clients);
        more.put(name, configuration.copy());
        setClients(more);
    }

    public Map<String, OidcTokenConfiguration> getClients() {
        return clients;
    }

    public void setClients(Map<String, OidcTokenConfiguration> clients) {
        Map<String, OidcTokenConfiguration> before = this.clients;
        this.clients = new TreeMap<>(clients);
        running.changed(() -> this.clients = before);
    }

    public @Nullable String getRepository() {
        return repository;
    }

    public void setRepository(@Nullable String repository) {
        this.repository = repository;
    }

    public @Nullable String getEncryptionKeys() {
        return encryptionKeys;
    }

    public void setEncryptionKeys(@Nullable String encryptionKeys) {
        this.encryptionKeys = encryptionKeys;
    }

    public boolean isAllowPlaintext() {
        return allowPlaintext;
    }

    public void setAllowPlaintext(boolean allowPlaintext) {
        this.allowPlaintext = allowPlaintext;
    }

    public boolean isCreateTable() {
        return createTable;
    }

    public void setCreateTable(boolean createTable) {
        this.createTable = createTable;
    }

    public @Nullable String getTableName() {
        return tableName;
    }

    public void setTableName(@Nullable String tableName) {
        this.tableName = tableName;
    }

    public @Nullable TokenRepository getTokenRepository() {
        return tokenRepository;
    }

    public void setTokenRepository(@Nullable TokenRepository tokenRepository) {
        this.tokenRepository = tokenRepository;
    }

    public @Nullable String getNodeId() {
        return nodeId;
    }

    public void setNodeId(@Nullable String nodeId) {
        this.nodeId = nodeId;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public boolean isEager() {
        return eager;
    }

    public void setEager(boolean eager) {
        this.eager = eager;
    }

    public @Nullable String getHttpSchemes() {
        return httpSchemes;
    }

    public void setHttpSchemes(@Nullable String httpSchemes) {
        this.httpSchemes = httpSchemes;
    }

    public boolean isHealthCheckEnabled() {
        return healthCheckEnabled;
    }

    public void setHealthCheckEnabled(boolean healthCheckEnabled) {
        this.healthCheckEnabled = healthCheckEnabled;
    }

    public HealthCheck.State getHealthBeforeFirstUse() {
        return healthBeforeFirstUse;
    }

    public void setHealthBeforeFirstUse(HealthCheck.State healthBeforeFirstUse) {
        if (healthBeforeFirstUse == HealthCheck.State.DOWN) {
            throw OptionName.ofComponent("healthBeforeFirstUse").wrong("must be UP or UNKNOWN.");
        }
        this.healthBeforeFirstUse = healthBeforeFirstUse;
    }

    public @Nullable String getConnectPage() {
        return connectPage;
    }

    public void setConnectPage(@Nullable String connectPage) {
        this.connectPage = connectPage;
    }

    public @Nullable String getConnectGuard() {
        return connectGuard;
    }

    public void setConnectGuard(@Nullable String connectGuard) {
        this.connectGuard = connectGuard;
    }

    @Override
    public Collection<? extends ObservedClient> observedClients() {
        return isStarted() ? running.configured().all() : List.of();
    }

    /** Tells the routes of an event. */
    void tell(TokenEvent event) {
        running.events().on(event);
    }

    /** Those who hear of events. */
    TokenEvents events() {
        return running.events();
    }

    /** The generated configurer, completed for {@code clients}. */
    @Override
    public @Nullable PropertyConfigurer getComponentPropertyConfigurer() {
        return configurer;
    }

    /** Camel initializes a component that is made before the context's own initialization only after the context has told of that. */
    @Override
    protected void doBuild() throws Exception {
        super.doBuild();
        getCamelContext().addLifecycleStrategy(page);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        SensitiveOptions.mask(getCamelContext());
        getCamelContext().getExecutorServiceManager().addThreadFactoryListener(new ComponentThreads(this));
        ComponentConfigurer mine = new ComponentConfigurer(super.getComponentPropertyConfigurer(), running.raw());
        configurer = mine;
        WrittenKeys keys = WrittenKeys.of(getCamelContext());
        keys.check(mine, options());
        keys.checkKeys(functions());
        keys.checkPlaceholders(functions(), options());
        running.raw().spell(keys.spellings());
    }

    /** The clients are judged here and not in {@code doInit}, which comes before the properties are bound. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        running.start();
        // only then is all there that token requests need
        getCamelContext().addStartupListener((context, alreadyStarted) -> begin());
        getCamelContext().addStartupListener(page);
    }

    private void begin() {
        if (isStarting() || isStarted()) {
            running.begin();
        }
    }

    /** The clients that a person signs in for. */
    List<PageClient> pageClients() {
        return running.pageClients();
    }

    @Override
    protected void doStop() throws Exception {
        running.stop();
        super.doStop();
    }

    @Override
    protected void doShutdown() throws Exception {
        running.stop();
        super.doShutdown();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        OidcTokenConfiguration configuration = new OidcTokenConfiguration();
        configuration.setParameters(below("parameters.", parameters));
        configuration.setRefreshParameters(below("refreshParameters.", parameters));
        configuration.setAuthorizationParameters(below("authorizationParameters.", parameters));
        OidcTokenEndpoint endpoint = new OidcTokenEndpoint(uri, this, remaining, configuration);
        EndpointValues.check(remaining, parameters);
        setProperties(endpoint, parameters);
        validateParameters(uri, parameters, null);
        if (remaining.equals(OidcTokenConsumer.EVERY_CLIENT)) {
            return endpoint;
        }
        EndpointClients found = new EndpointClients(running.configured());
        Map<String, Object> written = options().values(configuration);
        endpoint.setAuthorizedClient(
                endpoint.getOperation() == OidcTokenOperation.tokenExchange
                        ? found.exchanging(remaining, uri, written)
                        : found.find(remaining, uri, written));
        return endpoint;
    }

    /** Names unknown parameters without their values, which Camel would print. */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, @Nullable String optionPrefix) {
        if (!parameters.isEmpty()) {
            String name = parameters.keySet().iterator().next();
            throw new ResolveEndpointFailedException(
                    URISupport.stripQuery(uri),
                    "'" + name + "' is not an option of the endpoint."
                            + NearestName.question(name, options().names()));
        }
    }

    private static @Nullable Map<String, Object> below(String prefix, Map<String, Object> parameters) {
        Map<String, Object> found = PropertiesHelper.extractProperties(parameters, prefix);
        return found.isEmpty() ? null : new TreeMap<>(found);
    }

    synchronized ConfigurationOptions options() {
        ConfigurationOptions present = options;
        if (present == null) {
            present = ConfigurationOptions.of(getCamelContext());
            options = present;
        }
        return present;
    }

    PropertyFunctions functions() {
        return new PropertyFunctions(getCamelContext());
    }

    private Transport transport(CamelContext context, ScheduledExecutorService deadlines) {
        return new CamelHttpTransport(context, deadlines, sslContextParameters);
    }

    /** The cookies of sign-ins under way. */
    SignInCookies signInCookies() {
        return running.cookies();
    }

    /** The options about the repository, with the placeholders in them resolved. */
    RepositorySettings repositorySettings() {
        return new RepositorySettings(
                        repository, Secret.ofNullable(encryptionKeys), allowPlaintext, createTable, tableName)
                .resolved(functions());
    }
}
