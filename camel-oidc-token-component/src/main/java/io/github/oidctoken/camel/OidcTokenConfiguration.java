package io.github.oidctoken.camel;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of one client, as a bean. An option that is not set is absent: defaults belong to the engine and to the provider's preset. */
@UriParams
@Configurer(extended = true)
public class OidcTokenConfiguration implements Cloneable {

    @UriParam(
            label = "common",
            enums = "generic,auth0,cognito,entra,fabric,google,ifs-cloud,keycloak,kobil,okta,okta-org,oneportal",
            defaultValue = "generic",
            description = "What kind of authorization server it is. A known provider supplies endpoints, client"
                    + " authentication and targets; most need baseUrl, and some realm or tenant. An application may add a"
                    + " provider of its own as the resource META-INF/oidc-token/providers/NAME.properties.")
    private @Nullable String provider;

    @UriParam(
            label = "common",
            description =
                    "The address of the system, such as https://ifs.example.com, from which the provider derives its"
                            + " endpoints.")
    private @Nullable String baseUrl;

    @UriParam(
            label = "common",
            description = "The realm at the provider, from which its endpoints are derived. For IFS Cloud it is the"
                    + " NAMESPACE of the installation, for Okta the ID of a custom authorization server.")
    private @Nullable String realm;

    @UriParam(
            label = "common",
            description =
                    "The tenant at the provider, from which its endpoints are derived. For Microsoft Entra ID it is"
                            + " the directory (tenant) ID.")
    private @Nullable String tenant;

    @UriParam(
            label = "common",
            description =
                    "The issuer of the authorization server. Endpoints that are not set are read from its metadata"
                            + " document (OpenID Connect Discovery), whose issuer must be exactly this one.")
    private @Nullable String issuer;

    @UriParam(label = "common", description = "The token endpoint. Set it where the server has no metadata document.")
    private @Nullable String tokenEndpoint;

    @UriParam(label = "advanced", description = "The authorization endpoint, where a person signs in.")
    private @Nullable String authorizationEndpoint;

    @UriParam(label = "advanced", description = "The token introspection endpoint (RFC 7662).")
    private @Nullable String introspectionEndpoint;

    @UriParam(label = "advanced", description = "The token revocation endpoint (RFC 7009).")
    private @Nullable String revocationEndpoint;

    @UriParam(label = "advanced", description = "The userinfo endpoint of OpenID Connect.")
    private @Nullable String userinfoEndpoint;

    @UriParam(label = "advanced", description = "The end session endpoint of OpenID Connect.")
    private @Nullable String endSessionEndpoint;

    @UriParam(label = "advanced", description = "The device authorization endpoint (RFC 8628).")
    private @Nullable String deviceAuthorizationEndpoint;

    @UriParam(label = "advanced", description = "The pushed authorization request endpoint (RFC 9126).")
    private @Nullable String pushedAuthorizationRequestEndpoint;

    @UriParam(label = "advanced", description = "Where the server publishes its signing keys (JWK Set).")
    private @Nullable String jwksUri;

    @UriParam(label = "common", description = "The client_id that the authorization server knows this client by.")
    private @Nullable String clientId;

    @UriParam(
            label = "common,security",
            secret = true,
            description = "The client's secret. Take it from a property function such as {{env:IFS_SECRET}} or a vault"
                    + " rather than writing it down.")
    private @Nullable String clientSecret;

    @UriParam(
            label = "security",
            enums = "client_secret_basic,client_secret_post,none",
            description =
                    "How the client proves who it is: client_secret_basic (HTTP Basic), client_secret_post (in the"
                            + " form) or none (a public client, which has no secret). When not set it is what the"
                            + " provider prescribes, else client_secret_basic with a clientSecret and none without.")
    private @Nullable String clientAuthentication;

    @UriParam(
            label = "common",
            enums = "client_credentials,password,refresh_token,authorization_code,device_code,token_exchange,none",
            defaultValue = "client_credentials",
            description = "The grant that gets the first access token. client_credentials: the client acts for itself."
                    + " authorization_code: a person signs in at the server in a browser, once, by operation=authorizationRequest."
                    + " device_code: a person signs in once, in a browser on any device, with a code that operation=deviceAuthorization"
                    + " gives. refresh_token: a refresh token obtained elsewhere starts the session. password: the"
                    + " client presents a person's username and password, which RFC 9700 says must not be"
                    + " done; use it only where the server offers nothing else. token_exchange: the subjectToken is"
                    + " exchanged for a token (RFC 8693). none: the client has no token of its own and only"
                    + " judges those of others, for which it needs no clientSecret unless it asks the server.")
    private @Nullable String grant;

    @UriParam(
            label = "common",
            description =
                    "The user name for grant=password; refused with any other grant. Without username and password both come"
                            + " with each exchange, which logs in.")
    private @Nullable String username;

    @UriParam(
            label = "common,security",
            secret = true,
            description = "The password for grant=password; refused with any other grant.")
    private @Nullable String password;

    @UriParam(
            label = "common,security",
            secret = true,
            description = "The refresh token that starts the session of grant=refresh_token. It is presented once; the"
                    + " tokens that follow live in the repository. A changed value starts a new session.")
    private @Nullable String refreshToken;

    @UriParam(
            label = "common",
            description =
                    "Where the server sends the browser back to after a sign-in, for grant=authorization_code: the"
                            + " public address of the route with operation=authorizationResponse, exactly as it is registered at the"
                            + " server.")
    private @Nullable String redirectUri;

    @UriParam(
            label = "advanced",
            description = "Where the server sends the browser back to after operation=logout, for"
                    + " grant=authorization_code, exactly as it is registered at the server. When not set, and no header"
                    + " CamelOidcTokenReturnTo or parameter returnTo names a path of this site, the server shows a page of its"
                    + " own.")
    private @Nullable String postLogoutRedirectUri;

    @UriParam(
            label = "security",
            description =
                    "Who may sign in, for grant=authorization_code or device_code: values of the ID token's sub, separated by"
                            + " commas or spaces; needs scope openid. When not set, whoever signs in first is the only one who may sign"
                            + " in again.")
    private @Nullable String allowedSubjects;

    @UriParam(
            label = "advanced",
            prefix = "authorizationParameters.",
            multiValue = true,
            description =
                    "Extra parameters of the address where a person signs in, for grant=authorization_code, such as"
                            + " authorizationParameters.prompt=login; also login_hint, acr_values, ui_locales, kc_idp_hint or what the"
                            + " server knows besides. Whoever signs in sees them.")
    private @Nullable Map<String, Object> authorizationParameters;

    @UriParam(
            label = "security",
            enums = "query,form_post",
            defaultValue = "query",
            description = "How the server hands its answer to the browser, for grant=authorization_code: in the address"
                    + " (query), or in a form that the browser posts (form_post), so that no code stands in an address or an"
                    + " access log. The route at redirectUri must take POST then, and redirectUri must be https.")
    private @Nullable String responseMode;

    @UriParam(
            label = "security",
            enums = "auto,always,never",
            defaultValue = "auto",
            description =
                    "Whether the authorization request is handed to the server directly, with the client's authentication,"
                            + " before the browser goes there (RFC 9126), for grant=authorization_code. auto does it where the"
                            + " server's metadata requires it of all clients; a server that requires it of this client only"
                            + " needs always.")
    private @Nullable String pushedAuthorization;

    @UriParam(
            label = "advanced",
            description = "The claim of the ID token that names the principal of the session, for"
                    + " grant=authorization_code, such as sub, preferred_username or email: everybody who signs in has a"
                    + " session of his own, which is found later by the option principal. Needs scope openid. The header"
                    + " CamelOidcTokenPrincipal says who it was. When not set, the option principal decides before.")
    private @Nullable String principalClaim;

    @UriParam(
            label = "common",
            description = "The scopes to ask for, separated by spaces or commas. When not set, no scope is sent and the"
                    + " server decides.")
    private @Nullable String scope;

    @UriParam(
            label = "common",
            description = "The audience parameter of the token request, for servers that know it (RFC 8693, Auth0).")
    private @Nullable String audience;

    @UriParam(
            label = "advanced",
            description =
                    "Resource indicators (RFC 8707): the absolute URIs of the APIs that the token is for, separated"
                            + " by commas or spaces.")
    private @Nullable String resource;

    @UriParam(
            label = "common,security",
            secret = true,
            description = "The token to exchange: a Simple expression such as ${header.Authorization}, whose leading"
                    + " Bearer is left out; client:NAME for the token of another client; or the token itself. When not"
                    + " set, the header CamelOidcTokenSubjectToken. Only for grant=token_exchange and"
                    + " operation=tokenExchange.")
    private @Nullable String subjectToken;

    @UriParam(
            label = "advanced",
            defaultValue = "access_token",
            description = "What kind of token the subjectToken is: access_token, refresh_token, id_token, jwt, saml1,"
                    + " saml2 or a full URI (RFC 8693 section 3).")
    private @Nullable String subjectTokenType;

    @UriParam(
            label = "advanced,security",
            secret = true,
            description = "The token of whoever acts for the subject, written as subjectToken. When not set, the header"
                    + " CamelOidcTokenActorToken; without that none is sent.")
    private @Nullable String actorToken;

    @UriParam(
            label = "advanced",
            defaultValue = "access_token",
            description = "What kind of token the actorToken is, as subjectTokenType.")
    private @Nullable String actorTokenType;

    @UriParam(
            label = "advanced",
            description = "What kind of token a token exchange asks for, as subjectTokenType. When not set the server"
                    + " decides.")
    private @Nullable String requestedTokenType;

    @UriParam(
            label = "advanced",
            prefix = "parameters.",
            multiValue = true,
            description = "Extra form fields of every token request, such as parameters.tenant=acme; in"
                    + " properties a name with a dash or a dot stands in brackets instead. Values written down in a properties file may"
                    + " appear in the start-up log: take secret ones from a property function.")
    private @Nullable Map<String, Object> parameters;

    @UriParam(
            label = "advanced",
            prefix = "refreshParameters.",
            multiValue = true,
            description = "Extra form fields of refresh requests only.")
    private @Nullable Map<String, Object> refreshParameters;

    @UriParam(
            label = "common",
            defaultValue = "default",
            description = "Whose token it is: every principal has a session and tokens of its own. A Simple expression"
                    + " such as ${header.tenant} is evaluated for each exchange; an exchange for which it"
                    + " comes out blank or longer than 256 characters fails. Plain text names one fixed"
                    + " principal.")
    private @Nullable String principal;

    @UriParam(
            label = "common,security",
            description = "Which HTTP calls may carry the token: URI prefixes separated by commas, such as"
                    + " https://api.example.com/orders. Scheme, host and port must be equal, and the path must begin"
                    + " with the prefix at a segment boundary. The provider may supply them.")
    private @Nullable String targets;

    @UriParam(
            label = "advanced,security",
            description =
                    "Which routes are authorized without a policy of their own: patterns of route ids separated by"
                            + " commas. A pattern is an id, the beginning of one with an asterisk behind it, or a"
                            + " regular expression. Only for clients configured by name.")
    private @Nullable String routes;

    @UriParam(
            label = "advanced",
            description = "For an API that refuses a token otherwise than by the status 401: a Simple predicate that is"
                    + " true for such a reply, for example ${header.CamelHttpResponseCode} == 403 or ${body} contains"
                    + " 'SESSION_EXPIRED'. The token is then renewed and the call repeated once, as after a 401. It sees"
                    + " status, headers and body of the reply also where the producer throws an exception. It does not"
                    + " count for a reply that asks for more scope or another sign-in.")
    private @Nullable String rejectedWhen;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "60s",
            description =
                    "How long before its end a token is renewed in the background; never more than a quarter of the"
                            + " token's life.")
    private @Nullable Duration refreshMargin;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "5m",
            description = "The life of a token whose answer does not say expires_in.")
    private @Nullable Duration defaultExpiresIn;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "10s",
            description =
                    "How long the callers of one token request wait for its answer. The request itself is read on to"
                            + " its end, up to readLimit, and a late answer still counts.")
    private @Nullable Duration requestTimeout;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "30s",
            description = "How long a token request is read at most before its outcome counts as unknown.")
    private @Nullable Duration readLimit;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "5s",
            description = "How long the repository may take before it counts as down.")
    private @Nullable Duration storeBudget;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "40s",
            description = "How long a node that announced a renewal in the repository keeps the right to it; longer"
                    + " than readLimit plus storeBudget.")
    private @Nullable Duration lease;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "30s",
            description =
                    "How long an exchange waits at most while there is no usable token. With a usable token nothing"
                            + " waits.")
    private @Nullable Duration maxWait;

    @UriParam(
            label = "advanced",
            javaType = "java.lang.Integer",
            defaultValue = "10000",
            description = "How many principals of this client are remembered; the ones used least recently go first.")
    private @Nullable Integer maxPrincipals;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "0s",
            description = "How long an exchange is held, without blocking a thread, until somebody has signed in, where"
                    + " only a person can start the session. When 0, it fails at once and says who must do what.")
    private @Nullable Duration awaitSignIn;

    @UriParam(
            label = "advanced",
            defaultValue = "false",
            description = "Set to true to renew a session that only a person can start before its refresh token idles"
                    + " out, so that a sign-in survives a quiet night. One node of a cluster does it, after two thirds of the"
                    + " refresh token's life, or every 10 minutes where the server does not say how long it lives. It"
                    + " begins with the start for a configured client with one principal, else with the first use.")
    private boolean keepAlive;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description = "Set to true when the server does not rotate the configured refreshToken, so that it may be"
                    + " presented again after a restart. Allows grant=refresh_token with the memory"
                    + " repository.")
    private boolean reusableRefreshToken;

    @UriParam(
            label = "security",
            enums = "jwt,introspection,both,audience-only",
            description = "How operation=validate and the guard judge a token. jwt: by the server's signature, issuer,"
                    + " audience and times, without asking anybody; a revocation goes unnoticed until the token ends."
                    + " introspection: by asking the server. both: one after the other. audience-only: by what the token"
                    + " itself says of its audience and end, which anybody can forge; it proves nothing. When not set: jwt"
                    + " where issuer and signing keys are known, else introspection.")
    private @Nullable String validation;

    @UriParam(
            label = "security",
            javaType = "java.time.Duration",
            defaultValue = "30s",
            description = "How far the clocks of server and node may differ when a token's times are judged.")
    private @Nullable Duration clockSkew;

    @UriParam(
            label = "security",
            javaType = "java.time.Duration",
            defaultValue = "10s",
            description = "How long the server's answer that a token is active is used again; never beyond the token's"
                    + " end. So long a revocation may go unnoticed. 0s asks for every exchange. Other answers and errors are"
                    + " not kept.")
    private @Nullable Duration introspectionCache;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description =
                    "Set to true to accept plain http to other machines, for tests. Secrets and tokens then travel"
                            + " unprotected. Loopback addresses need no such permission.")
    private boolean allowInsecure;

    /** An independent copy. */
    public OidcTokenConfiguration copy() {
        try {
            OidcTokenConfiguration copy = (OidcTokenConfiguration) clone();
            copy.parameters = parameters == null ? null : new TreeMap<>(parameters);
            copy.refreshParameters = refreshParameters == null ? null : new TreeMap<>(refreshParameters);
            copy.authorizationParameters =
                    authorizationParameters == null ? null : new TreeMap<>(authorizationParameters);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public @Nullable String getProvider() {
        return provider;
    }

    public void setProvider(@Nullable String provider) {
        this.provider = provider;
    }

    public @Nullable String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(@Nullable String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public @Nullable String getRealm() {
        return realm;
    }

    public void setRealm(@Nullable String realm) {
        this.realm = realm;
    }

    public @Nullable String getTenant() {
        return tenant;
    }

    public void setTenant(@Nullable String tenant) {
        this.tenant = tenant;
    }

    public @Nullable String getIssuer() {
        return issuer;
    }

    public void setIssuer(@Nullable String issuer) {
        this.issuer = issuer;
    }

    public @Nullable String getTokenEndpoint() {
        return tokenEndpoint;
    }

    public void setTokenEndpoint(@Nullable String tokenEndpoint) {
        this.tokenEndpoint = tokenEndpoint;
    }

    public @Nullable String getAuthorizationEndpoint() {
        return authorizationEndpoint;
    }

    public void setAuthorizationEndpoint(@Nullable String authorizationEndpoint) {
        this.authorizationEndpoint = authorizationEndpoint;
    }

    public @Nullable String getIntrospectionEndpoint() {
        return introspectionEndpoint;
    }

    public void setIntrospectionEndpoint(@Nullable String introspectionEndpoint) {
        this.introspectionEndpoint = introspectionEndpoint;
    }

    public @Nullable String getRevocationEndpoint() {
        return revocationEndpoint;
    }

    public void setRevocationEndpoint(@Nullable String revocationEndpoint) {
        this.revocationEndpoint = revocationEndpoint;
    }

    public @Nullable String getUserinfoEndpoint() {
        return userinfoEndpoint;
    }

    public void setUserinfoEndpoint(@Nullable String userinfoEndpoint) {
        this.userinfoEndpoint = userinfoEndpoint;
    }

    public @Nullable String getEndSessionEndpoint() {
        return endSessionEndpoint;
    }

    public void setEndSessionEndpoint(@Nullable String endSessionEndpoint) {
        this.endSessionEndpoint = endSessionEndpoint;
    }

    public @Nullable String getDeviceAuthorizationEndpoint() {
        return deviceAuthorizationEndpoint;
    }

    public void setDeviceAuthorizationEndpoint(@Nullable String deviceAuthorizationEndpoint) {
        this.deviceAuthorizationEndpoint = deviceAuthorizationEndpoint;
    }

    public @Nullable String getPushedAuthorizationRequestEndpoint() {
        return pushedAuthorizationRequestEndpoint;
    }

    public void setPushedAuthorizationRequestEndpoint(@Nullable String pushedAuthorizationRequestEndpoint) {
        this.pushedAuthorizationRequestEndpoint = pushedAuthorizationRequestEndpoint;
    }

    public @Nullable String getJwksUri() {
        return jwksUri;
    }

    public void setJwksUri(@Nullable String jwksUri) {
        this.jwksUri = jwksUri;
    }

    public @Nullable String getClientId() {
        return clientId;
    }

    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    public @Nullable String getClientSecret() {
        return clientSecret;
    }

    public void setClientSecret(@Nullable String clientSecret) {
        this.clientSecret = clientSecret;
    }

    public @Nullable String getClientAuthentication() {
        return clientAuthentication;
    }

    public void setClientAuthentication(@Nullable String clientAuthentication) {
        this.clientAuthentication = clientAuthentication;
    }

    public @Nullable String getGrant() {
        return grant;
    }

    public void setGrant(@Nullable String grant) {
        this.grant = grant;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getRefreshToken() {
        return refreshToken;
    }

    public void setRefreshToken(@Nullable String refreshToken) {
        this.refreshToken = refreshToken;
    }

    public @Nullable String getRedirectUri() {
        return redirectUri;
    }

    public void setRedirectUri(@Nullable String redirectUri) {
        this.redirectUri = redirectUri;
    }

    public @Nullable String getPostLogoutRedirectUri() {
        return postLogoutRedirectUri;
    }

    public void setPostLogoutRedirectUri(@Nullable String postLogoutRedirectUri) {
        this.postLogoutRedirectUri = postLogoutRedirectUri;
    }

    public @Nullable String getAllowedSubjects() {
        return allowedSubjects;
    }

    public void setAllowedSubjects(@Nullable String allowedSubjects) {
        this.allowedSubjects = allowedSubjects;
    }

    public @Nullable Map<String, Object> getAuthorizationParameters() {
        return authorizationParameters;
    }

    public void setAuthorizationParameters(@Nullable Map<String, Object> authorizationParameters) {
        this.authorizationParameters = authorizationParameters;
    }

    public @Nullable String getResponseMode() {
        return responseMode;
    }

    public void setResponseMode(@Nullable String responseMode) {
        this.responseMode = responseMode;
    }

    public @Nullable String getPushedAuthorization() {
        return pushedAuthorization;
    }

    public void setPushedAuthorization(@Nullable String pushedAuthorization) {
        this.pushedAuthorization = pushedAuthorization;
    }

    public @Nullable String getPrincipalClaim() {
        return principalClaim;
    }

    public void setPrincipalClaim(@Nullable String principalClaim) {
        this.principalClaim = principalClaim;
    }

    public @Nullable String getScope() {
        return scope;
    }

    public void setScope(@Nullable String scope) {
        this.scope = scope;
    }

    public @Nullable String getAudience() {
        return audience;
    }

    public void setAudience(@Nullable String audience) {
        this.audience = audience;
    }

    public @Nullable String getResource() {
        return resource;
    }

    public void setResource(@Nullable String resource) {
        this.resource = resource;
    }

    public @Nullable String getSubjectToken() {
        return subjectToken;
    }

    public void setSubjectToken(@Nullable String subjectToken) {
        this.subjectToken = subjectToken;
    }

    public @Nullable String getSubjectTokenType() {
        return subjectTokenType;
    }

    public void setSubjectTokenType(@Nullable String subjectTokenType) {
        this.subjectTokenType = subjectTokenType;
    }

    public @Nullable String getActorToken() {
        return actorToken;
    }

    public void setActorToken(@Nullable String actorToken) {
        this.actorToken = actorToken;
    }

    public @Nullable String getActorTokenType() {
        return actorTokenType;
    }

    public void setActorTokenType(@Nullable String actorTokenType) {
        this.actorTokenType = actorTokenType;
    }

    public @Nullable String getRequestedTokenType() {
        return requestedTokenType;
    }

    public void setRequestedTokenType(@Nullable String requestedTokenType) {
        this.requestedTokenType = requestedTokenType;
    }

    public @Nullable Map<String, Object> getParameters() {
        return parameters;
    }

    public void setParameters(@Nullable Map<String, Object> parameters) {
        this.parameters = parameters;
    }

    public @Nullable Map<String, Object> getRefreshParameters() {
        return refreshParameters;
    }

    public void setRefreshParameters(@Nullable Map<String, Object> refreshParameters) {
        this.refreshParameters = refreshParameters;
    }

    public @Nullable String getPrincipal() {
        return principal;
    }

    public void setPrincipal(@Nullable String principal) {
        this.principal = principal;
    }

    public @Nullable String getTargets() {
        return targets;
    }

    public void setTargets(@Nullable String targets) {
        this.targets = targets;
    }

    public @Nullable String getRoutes() {
        return routes;
    }

    public void setRoutes(@Nullable String routes) {
        this.routes = routes;
    }

    public @Nullable String getRejectedWhen() {
        return rejectedWhen;
    }

    public void setRejectedWhen(@Nullable String rejectedWhen) {
        this.rejectedWhen = rejectedWhen;
    }

    public @Nullable Duration getRefreshMargin() {
        return refreshMargin;
    }

    public void setRefreshMargin(@Nullable Duration refreshMargin) {
        this.refreshMargin = refreshMargin;
    }

    public @Nullable Duration getDefaultExpiresIn() {
        return defaultExpiresIn;
    }

    public void setDefaultExpiresIn(@Nullable Duration defaultExpiresIn) {
        this.defaultExpiresIn = defaultExpiresIn;
    }

    public @Nullable Duration getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(@Nullable Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public @Nullable Duration getReadLimit() {
        return readLimit;
    }

    public void setReadLimit(@Nullable Duration readLimit) {
        this.readLimit = readLimit;
    }

    public @Nullable Duration getStoreBudget() {
        return storeBudget;
    }

    public void setStoreBudget(@Nullable Duration storeBudget) {
        this.storeBudget = storeBudget;
    }

    public @Nullable Duration getLease() {
        return lease;
    }

    public void setLease(@Nullable Duration lease) {
        this.lease = lease;
    }

    public @Nullable Duration getMaxWait() {
        return maxWait;
    }

    public void setMaxWait(@Nullable Duration maxWait) {
        this.maxWait = maxWait;
    }

    public @Nullable Integer getMaxPrincipals() {
        return maxPrincipals;
    }

    public void setMaxPrincipals(@Nullable Integer maxPrincipals) {
        this.maxPrincipals = maxPrincipals;
    }

    public @Nullable Duration getAwaitSignIn() {
        return awaitSignIn;
    }

    public void setAwaitSignIn(@Nullable Duration awaitSignIn) {
        this.awaitSignIn = awaitSignIn;
    }

    public boolean isKeepAlive() {
        return keepAlive;
    }

    public void setKeepAlive(boolean keepAlive) {
        this.keepAlive = keepAlive;
    }

    public boolean isReusableRefreshToken() {
        return reusableRefreshToken;
    }

    public void setReusableRefreshToken(boolean reusableRefreshToken) {
        this.reusableRefreshToken = reusableRefreshToken;
    }

    public @Nullable String getValidation() {
        return validation;
    }

    public void setValidation(@Nullable String validation) {
        this.validation = validation;
    }

    public @Nullable Duration getClockSkew() {
        return clockSkew;
    }

    public void setClockSkew(@Nullable Duration clockSkew) {
        this.clockSkew = clockSkew;
    }

    public @Nullable Duration getIntrospectionCache() {
        return introspectionCache;
    }

    public void setIntrospectionCache(@Nullable Duration introspectionCache) {
        this.introspectionCache = introspectionCache;
    }

    public boolean isAllowInsecure() {
        return allowInsecure;
    }

    public void setAllowInsecure(boolean allowInsecure) {
        this.allowInsecure = allowInsecure;
    }
}
