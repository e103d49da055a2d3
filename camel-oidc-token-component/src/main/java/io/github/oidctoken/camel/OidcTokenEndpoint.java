package io.github.oidctoken.camel;

import io.github.oidctoken.keycloak.ExchangeVersion;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Get, keep, renew and attach OAuth 2 / OpenID Connect access tokens. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "oidc-token",
        title = "OIDC Token",
        syntax = "oidc-token:client",
        category = Category.SECURITY,
        headersClass = OidcTokenConstants.class)
public class OidcTokenEndpoint extends DefaultEndpoint {

    @UriPath(
            description =
                    "The name of a configured client; in from also an asterisk, for the events of all of them. A name that is not configured stands for a client that the URI"
                            + " brings whole, with at least clientId.")
    @Metadata(required = true)
    private final String client;

    @UriParam(
            label = "common",
            defaultValue = "token",
            description =
                    "token has a valid token ready and waits only while none is held, or logs a user in whose name and"
                            + " password come with the exchange; renew replaces the token even"
                            + " if it is still valid; explain fetches nothing and sets the body to a Map that tells how it"
                            + " stands with the token and why, in words by its member explanation; introspect asks the"
                            + " server about the token that the message brings and sets the body to its answer, a Map;"
                            + " validate judges that token for this client as its audience, and fails if it is not valid;"
                            + " authorizationRequest answers"
                            + " an HTTP request by sending the browser off to sign in; authorizationResponse takes the answer"
                            + " that the browser brings back to redirectUri, and stores the session; exchangeCode exchanges a"
                            + " code that another application has asked for, and stores the session, or with output=body hands"
                            + " out the token response and stores nothing; tokenExchange has a"
                            + " token ready that is got in exchange for the subjectToken, whatever grant the client has;"
                            + " deviceAuthorization begins a sign-in by a browser on any device and sets the body to the code and"
                            + " the address that a person needs, a Map; a node polls the server and stores the session;"
                            + " revoke has the server revoke the token that the message brings, or without one the session"
                            + " of this client, which ends on all nodes; logout ends that session, and answers an HTTP"
                            + " request by sending the browser to the server to end its session there; userinfo sets the"
                            + " body to what the server says about the person whom the token is about, a Map;"
                            + " createClient, findClient, createTokenExchangePolicy, enablePermissions,"
                            + " findTokenExchangeScope, updateTokenExchangePermission and provisionTokenExchange call"
                            + " Keycloak's admin REST API with the client's token and set the body to a Map.")
    private OidcTokenOperation operation = OidcTokenOperation.token;

    @UriParam(
            label = "common",
            defaultValue = "none",
            description = "Where to put the token. none: nowhere, but from here on HTTP calls of this exchange to the"
                    + " client's targets are authorized. header: the header Authorization, which travels"
                    + " with the message wherever it goes, also to other systems and into logs. body: a Map"
                    + " with the members of a token response. property: the exchange property"
                    + " CamelOidcTokenHeaderValue.")
    private OidcTokenOutput output = OidcTokenOutput.none;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description =
                    "Set to true to leave the token on the message after operation=introspect, operation=validate,"
                            + " operation=revoke or the guard has looked at it. Otherwise the headers Authorization and CamelOidcTokenToken are"
                            + " removed, so that the caller's token goes nowhere else.")
    private boolean keepToken;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description = "Set to true to keep the session of whoever logs in with the user name and password of the"
                    + " exchange (grant=password without username and password): its principal is the user name as it"
                    + " was given. Otherwise nothing of a login is kept.")
    private boolean storeSession;

    @UriParam(
            label = "keycloak",
            description = "The client that exchanges tokens, for Keycloak operations: its client id, or "
                    + "client:NAME for one of your own clients, which is then made with its secret. "
                    + "When not set, the header CamelOidcTokenSourceClient or the member sourceClient "
                    + "of a Map body.")
    private @Nullable String sourceClient;

    @UriParam(
            label = "keycloak",
            description =
                    "The client that tokens are exchanged for, for Keycloak operations, given as " + "sourceClient.")
    private @Nullable String targetClient;

    @UriParam(
            label = "keycloak",
            description = "The client of createClient and findClient, given as sourceClient. The Map body "
                    + "of createClient may be its whole representation.")
    private @Nullable String managedClient;

    @UriParam(
            label = "keycloak",
            description = "The name of the policy for createTokenExchangePolicy and "
                    + "updateTokenExchangePermission. When not set, token-exchange-to- and the target "
                    + "client.")
    private @Nullable String policyName;

    @UriParam(
            label = "keycloak",
            description = "The realm that Keycloak operations administer. When not set, the realm of the " + "client.")
    private @Nullable String adminRealm;

    @UriParam(
            label = "keycloak",
            defaultValue = "auto",
            description = "Which token exchange provisionTokenExchange sets up: v1, legacy, by a permission "
                    + "of the target client; v2, standard, by a client scope of the source client; "
                    + "auto, v1 where the server has such permissions, else v2.")
    private ExchangeVersion exchangeVersion = ExchangeVersion.auto;

    @UriParam(
            label = "keycloak",
            defaultValue = "false",
            description = "Set to true to have missing clients made as public ones, without a secret.")
    private boolean publicClient;

    @UriParam(
            label = "keycloak",
            defaultValue = "false",
            description = "Set to true to have provisionTokenExchange tell what it would do.")
    private boolean dryRun;

    @UriParam(
            label = "keycloak",
            defaultValue = "false",
            description =
                    "Set to true to have provisionTokenExchange take back what it has allowed. " + "Clients stay.")
    private boolean undo;

    @UriParam(
            label = "consumer",
            description =
                    "Which events become exchanges, separated by commas: obtained, renewed, adopted, renewalFailed,"
                            + " reauthorizationRequired, refreshTokenExpiring, signedIn, signInFailed, signedOut. When not set,"
                            + " all.")
    private @Nullable String events;

    @UriParam
    private final OidcTokenConfiguration configuration;

    private @Nullable OidcTokenClient authorizedClient;

    public OidcTokenEndpoint(
            String uri, OidcTokenComponent component, String client, OidcTokenConfiguration configuration) {
        super(uri, component);
        this.client = client;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new OperationProducers(this, authorizedClient()).producer();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        OidcTokenConsumer consumer =
                OidcTokenConsumer.of(this, processor, ((OidcTokenComponent) getComponent()).events());
        configureConsumer(consumer);
        return consumer;
    }

    /** The client that the endpoint means. */
    OidcTokenClient authorizedClient() {
        if (authorizedClient == null) {
            throw new ClientConfigurationException(
                    client, "oidc-token:* stands for the events of all clients, in from only. Name a client.");
        }
        return authorizedClient;
    }

    void setAuthorizedClient(OidcTokenClient authorizedClient) {
        this.authorizedClient = authorizedClient;
    }

    public boolean isStoreSession() {
        return storeSession;
    }

    public void setStoreSession(boolean storeSession) {
        this.storeSession = storeSession;
    }

    public String getClient() {
        return client;
    }

    public OidcTokenOperation getOperation() {
        return operation;
    }

    public void setOperation(OidcTokenOperation operation) {
        this.operation = operation;
    }

    public OidcTokenOutput getOutput() {
        return output;
    }

    public void setOutput(OidcTokenOutput output) {
        this.output = output;
    }

    public boolean isKeepToken() {
        return keepToken;
    }

    public void setKeepToken(boolean keepToken) {
        this.keepToken = keepToken;
    }

    public @Nullable String getSourceClient() {
        return sourceClient;
    }

    public void setSourceClient(@Nullable String sourceClient) {
        this.sourceClient = sourceClient;
    }

    public @Nullable String getTargetClient() {
        return targetClient;
    }

    public void setTargetClient(@Nullable String targetClient) {
        this.targetClient = targetClient;
    }

    public @Nullable String getManagedClient() {
        return managedClient;
    }

    public void setManagedClient(@Nullable String managedClient) {
        this.managedClient = managedClient;
    }

    public @Nullable String getPolicyName() {
        return policyName;
    }

    public void setPolicyName(@Nullable String policyName) {
        this.policyName = policyName;
    }

    public @Nullable String getAdminRealm() {
        return adminRealm;
    }

    public void setAdminRealm(@Nullable String adminRealm) {
        this.adminRealm = adminRealm;
    }

    public ExchangeVersion getExchangeVersion() {
        return exchangeVersion;
    }

    public void setExchangeVersion(ExchangeVersion exchangeVersion) {
        this.exchangeVersion = exchangeVersion;
    }

    public boolean isPublicClient() {
        return publicClient;
    }

    public void setPublicClient(boolean publicClient) {
        this.publicClient = publicClient;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    public boolean isUndo() {
        return undo;
    }

    public void setUndo(boolean undo) {
        this.undo = undo;
    }

    public @Nullable String getEvents() {
        return events;
    }

    public void setEvents(@Nullable String events) {
        this.events = events;
    }

    public OidcTokenConfiguration getConfiguration() {
        return configuration;
    }
}
