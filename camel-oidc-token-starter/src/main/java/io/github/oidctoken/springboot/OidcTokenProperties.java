package io.github.oidctoken.springboot;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties below {@code camel.component.oidc-token}, the same as those of camel-main. */
@ConfigurationProperties(OidcTokenProperties.PREFIX)
public class OidcTokenProperties {

    static final String PREFIX = "camel.component.oidc-token";

    /** Whether the component is configured by these properties. */
    private boolean enabled = true;

    /** The clients by name, which is made of letters, digits, dash and underscore. */
    private final Map<String, ClientProperties> clients = new LinkedHashMap<>();

    /**
     * Where sessions with a refresh token are kept: memory; file:DIR, a directory of this machine; jdbc, the only DataSource bean; jdbc:NAME, a
     * DataSource bean; or the name of a TokenRepository bean. All nodes must share it. When not set, the only TokenRepository bean is used, and memory
     * if there is none.
     */
    private @Nullable String repository;

    /**
     * The keys that encrypt what file: and jdbc store, and a TokenRepository bean: id:key pairs with commas between them, each key 32 bytes in Base64 as
     * openssl rand -base64 32 makes them. The first encrypts, all decrypt. Needed for file: and jdbc.
     */
    private @Nullable String encryptionKeys;

    /** Whether file: and jdbc may store tokens unencrypted. Cannot be set together with encryption-keys. */
    private boolean allowPlaintext;

    /** Whether the table is made when jdbc finds it missing, on PostgreSQL and H2. */
    private boolean createTable;

    /** The table that jdbc uses, with or without a schema before it; oidc_token_document when not set. */
    private @Nullable String tableName;

    /** What this node is called where people are told who renewed a session. When not set, the host's name and something random. */
    private @Nullable String nodeId;

    /** Whether every client gets its first token as soon as the application has started, in the background. */
    private boolean eager;

    /** Further components that send HTTP and whose URIs are SCHEME:https://host/path, with commas between them. */
    private @Nullable String httpSchemes;

    /** Whether each client has a readiness check, oidc-token:NAME. */
    private boolean healthCheckEnabled = true;

    /** The health of a client before its first use: UP or UNKNOWN, which the readiness probe takes for not ready. */
    private HealthCheck.State healthBeforeFirstUse = HealthCheck.State.UP;

    /** The path of the connect page, such as /connect. When not set, there is no page. It needs camel-platform-http-starter. */
    private @Nullable String connectPage;

    /**
     * Who may open the connect page, and who may begin a sign-in by HTTP routes for a client with one session for all: the name of a Policy bean, or
     * oidc-token-guard:CLIENT. When not set, an address of the page that works once is printed in the log.
     */
    private @Nullable String connectGuard;

    /** Whether failures of consumers go to the error handler of the route. */
    private boolean bridgeErrorHandler;

    /**
     * The SSL bundle (spring.ssl.bundle) for calls to authorization servers: whom to trust, and the client's own key where a server asks for one. When not
     * set, the TLS settings of the https component.
     */
    private @Nullable String sslBundle;

    /** The same as an SSLContextParameters bean, written #bean:NAME; cannot be set together with ssl-bundle. */
    private @Nullable String sslContextParameters;

    /** Whether producers are started at their first message instead of with their routes. */
    private boolean lazyStartProducer;

    /** Whether options of the component may be filled with the only bean of their type. */
    private boolean autowiredEnabled = true;

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
        this.healthBeforeFirstUse = healthBeforeFirstUse;
    }

    public boolean isBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public boolean isLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }

    public boolean isAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Map<String, ClientProperties> getClients() {
        return clients;
    }

    public @Nullable String getNodeId() {
        return nodeId;
    }

    public void setNodeId(@Nullable String nodeId) {
        this.nodeId = nodeId;
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

    public @Nullable String getSslBundle() {
        return sslBundle;
    }

    public void setSslBundle(@Nullable String sslBundle) {
        this.sslBundle = sslBundle;
    }

    public @Nullable String getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable String sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }
}
