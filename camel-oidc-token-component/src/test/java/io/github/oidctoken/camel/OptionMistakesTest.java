package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.testkit.CapturedLog;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every option that can be wrong or missing, with what is said about it: which client, which option as it was written, and what to do. No message shows
 * the value of a secret.
 */
class OptionMistakesTest {

    private static final String COMPONENT = "camel.component.oidc-token.";

    private static final String METADATA = "/META-INF/io/github/oidctoken/camel/oidc-token.json";

    /** Each value of these is some name, which only a server can judge, or is Camel's own. */
    private static final Set<String> ANY_TEXT_IS_FINE = Set.of(
            // what the server calls things
            "audience",
            "scope",
            "policyName",
            "adminRealm",
            "nodeId",
            // judged in SignInModesTest, ClientRegistrationTest, AwaitedPersonTest, FurtherSchemesTest
            // and SslBundleTest
            "awaitSignIn",
            "principalClaim",
            "pushedAuthorization",
            "responseMode",
            "httpSchemes",
            "sslContextParameters",
            // clients of Keycloak, which an exchange may bring instead: KeycloakProducerTest
            "managedClient",
            "sourceClient",
            "targetClient",
            // Camel's options of every component
            "autowiredEnabled",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "lazyStartProducer");

    /**
     * The option, what is written, what is said. Lines of a client stand beside those of a valid one, or take one away ({@code -}); {@code component.} goes
     * before an option of the component; {@code from:} and {@code to:} write an endpoint into a route.
     */
    private static final String TABLE = """
            provider | provider = keycloack | names no known provider. Known are: auth0, cognito, entra,
            grant | provider = google; grant = client_credentials; scope = a | is client_credentials, but Google has no such grant
            baseUrl | provider = keycloak; realm = acme; -token-endpoint | is missing: provider 'keycloak' derives its endpoints from it. Set clients[ifs].base-url.
            baseUrl | provider = keycloak; realm = acme; base-url = id.example.com; -token-endpoint | must be an absolute https URI
            baseUrl | provider = keycloak; realm = acme; base-url = http://id.example.com; -token-endpoint | must be https, since it receives secrets
            realm | provider = ifs-cloud; base-url = https://ifs.example.com; -token-endpoint | is missing: provider 'ifs-cloud' derives its endpoints from it. Set clients[ifs].realm.
            tenant | provider = entra; scope = api/.default; -token-endpoint | is missing: provider 'entra' derives its endpoints from it. Set clients[ifs].tenant.
            tenant | provider = entra; tenant = a b; scope = api/.default; -token-endpoint | cannot stand in an address: the issuer made with it is not a URI
            realm | provider = keycloak; base-url = https://id.example.com; realm = a b; -token-endpoint | cannot stand in an address
            tenant | provider = entra; tenant = https://login.microsoftonline.com/t; scope = api/.default; -token-endpoint | is a name, and provider 'entra' makes the address with it. Write no address.
            realm | provider = keycloak; base-url = https://id.example.com; realm = realms/acme; -token-endpoint | is a name, and provider 'keycloak' makes the address with it
            baseUrl | provider = keycloak; realm = acme; base-url = https://id.example.com/realms/acme; -token-endpoint | ends in '/realms/acme', which provider 'keycloak' adds by itself. Leave that away.
            baseUrl | provider = ifs-cloud; realm = acme; base-url = https://ifs.example.com/auth/; -token-endpoint | ends in '/auth', which provider 'ifs-cloud' adds by itself
            baseUrl | provider = okta; base-url = https://acme.okta.com/oauth2/aus9o8; -token-endpoint | ends in '/oauth2/aus9o8', which provider 'okta' adds by itself
            baseUrl | provider = auth0; audience = a; base-url = https://acme.auth0.com/oauth/token; -token-endpoint | ends in '/oauth/token', which provider 'auth0' adds by itself
            issuer | issuer = https://id.example.com/.well-known/openid-configuration; -token-endpoint | is the address of the server's metadata. Write the issuer
            clientId | client-id = {{nowhere}} | holds a {{placeholder}} that cannot be resolved. Define the property
            issuer | issuer = acme; -token-endpoint | must be an absolute https URI
            issuer | issuer = http://id.example.com; -token-endpoint | must be https
            tokenEndpoint | -token-endpoint | nothing says where to ask for a token. Set clients[ifs].token-endpoint
            tokenEndpoint | token-endpoint = id.example.com/token | must be an absolute https URI
            tokenEndpoint | token-endpoint = http://id.example.com/token | must be https ... allow-insecure = true
            tokenEndpoint | token-endpoint = https://me:HUSH@id.example.com/token | must not hold user information
            authorizationEndpoint | authorization-endpoint = /auth | must be an absolute https URI
            introspectionEndpoint | introspection-endpoint = http://id.example.com/i | must be https
            revocationEndpoint | revocation-endpoint = revoke | must be an absolute https URI
            userinfoEndpoint | userinfo-endpoint = ftp://id.example.com | must be an absolute https URI
            endSessionEndpoint | end-session-endpoint = https://id.example.com/a b | is not a URI
            deviceAuthorizationEndpoint | device-authorization-endpoint = http://id.example.com/d | must be https
            pushedAuthorizationRequestEndpoint | pushed-authorization-request-endpoint = par | must be an absolute https URI
            jwksUri | jwks-uri = http://id.example.com/certs | must be https
            clientId | -client-id | is missing: the authorization server must know who asks. Set clients[ifs].client-id.
            clientSecret | -client-secret | is missing: the client_credentials grant is for confidential clients. Set it
            clientSecret | client-secret = {{nowhere}} | holds a {{placeholder}} that cannot be resolved. Define the property, or check its spelling
            clientSecret | client-secret = {{env:OIDC_TOKEN_NOT_SET}} | holds a {{placeholder}} that cannot be resolved
            clientSecret | client-secret = ${IFS_SECRET} | is a ${placeholder} that nothing has resolved. ... with camel-main write {{NAME}}, or {{env:NAME}}
            clientId | client-id = ${IFS_CLIENT} | is a ${placeholder} that nothing has resolved
            clientSecret | client-secret = {{hashicorp:secret:HUSH}} | needs the property function 'hashicorp', which is not there. Add camel-hashicorp-vault
            clientSecret | client-secret = hashicorp:secret:HUSH | holds the text of a property function that nothing resolved
            clientSecret | grant = password; username = alice; password = HUSH; client-authentication = none | is set, but clients[ifs].client-authentication = none says the client is public. Remove one.
            clientSecret | grant = password; username = alice; password = HUSH; client-authentication = client_secret_post; -client-secret | is missing: client_secret_post sends it. Set it
            clientAuthentication | client-authentication = basic | is not a supported method. Supported are: client_secret_basic, client_secret_post, none.
            grant | grant = client_credential | is not a supported grant. Supported are: client_credentials, password,
            grant | grant = implicit | is not a supported grant
            username | grant = password; password = HUSH | is missing: the password grant presents it. Set clients[ifs].username.
            username | username = alice | is set, but the grant is client_credentials. Remove it, or correct clients[ifs].grant.
            password | grant = password; username = alice | is missing: the password grant presents it. Set it.
            password | password = HUSH | is set, but the grant is client_credentials. Remove it, or correct clients[ifs].grant.
            refreshToken | grant = refresh_token | is missing: the refresh_token grant presents it. Set it.
            refreshToken | refresh-token = HUSH | is set, but the grant is client_credentials
            reusableRefreshToken | grant = refresh_token; refresh-token = HUSH | = true if the server does not rotate refresh tokens ... the component's option repository
            reusableRefreshToken | reusable-refresh-token = maybe | must be true or false
            redirectUri | grant = authorization_code; authorization-endpoint = https://id.example.com/a | is missing: the server sends the browser back to it, with the code. Set clients[ifs].redirect-uri.
            redirectUri | grant = authorization_code; authorization-endpoint = https://id.example.com/a; redirect-uri = /callback | must be an absolute https URI
            redirectUri | redirect-uri = https://app.example.com/callback | is set, but the grant is client_credentials
            postLogoutRedirectUri | grant = authorization_code; authorization-endpoint = https://id.example.com/a; redirect-uri = https://app.example.com/c; post-logout-redirect-uri = /bye | must be an absolute https URI
            allowedSubjects | allowed-subjects = alice | is set, but the grant is client_credentials
            allowedSubjects | grant = authorization_code; authorization-endpoint = https://id.example.com/a; redirect-uri = https://app.example.com/c; allowed-subjects = alice | only an ID token says who has signed in. Add openid to clients[ifs].scope.
            issuer | grant = authorization_code; authorization-endpoint = https://id.example.com/a; redirect-uri = https://app.example.com/c; scope = openid | is missing: scope openid asks for an ID token, which must name its issuer. Set it.
            authorizationParameters | authorization-parameters[prompt] = login | is set, but the grant is client_credentials
            authorizationParameters | grant = authorization_code; authorization-endpoint = https://id.example.com/a; redirect-uri = https://app.example.com/c; authorization-parameters[state] = 1 | must not set state: that field belongs to the protocol
            resource | resource = orders | must be absolute URIs without fragment
            subjectToken | subject-token = HUSH | is set, but the grant is client_credentials
            subjectToken | grant = token_exchange; subject-token = client:alcie | names the client 'alcie', which is not configured. ... Configure clients[alcie]
            subjectTokenType | grant = token_exchange; subject-token-type = access | is no token type. Write access_token, refresh_token, id_token
            actorToken | actor-token = HUSH | is set, but the grant is client_credentials
            actorToken | grant = token_exchange; actor-token = client:alcie | names the client 'alcie', which is not configured. ... Configure clients[alcie]
            actorTokenType | grant = token_exchange; actor-token-type = access | is no token type. Write access_token
            requestedTokenType | grant = token_exchange; requested-token-type = access | is no token type. Write access_token
            parameters | parameters = tenant | takes names and values: write clients[ifs].parameters[name] = value.
            parameters | parameters[client_secret] = HUSH | must not set client_secret: that field belongs to the protocol. Use the option for it.
            parameters | parameters.x-y = 1 | Put the name of the parameter in brackets: parameters[name].
            refreshParameters | refresh-parameters[refresh_token] = HUSH | must not set refresh_token
            principal | principal = ${header.tenant | is not a Simple expression: ... Write for example ${header.tenant}.
            subjectToken | grant = token_exchange; subject-token = ${header.token | begins like a Simple expression and is none. Check its braces
            actorToken | grant = token_exchange; actor-token = ${header.token | begins like a Simple expression and is none. Check its braces
            targets | targets = api.example.com | holds 'api.example.com', which must be an absolute https URI
            targets | targets = http://api.example.com | must be https
            targets | targets = https://*.example.com; policy | holds 'https://*.example.com', which must be a prefix without '*'
            targets | targets = https://api.example.com/*; policy | must be a prefix without '*': it covers all that lies below it
            targets | targets = https://api.example.com/orders?x=1; policy | must be a plain prefix, without a query
            targets | to:oidc-token:ifs; -targets | nothing says which of them may carry the token. Set clients[ifs].targets
            targets | routes = orders; -targets; policy | to be authorized, but no call may receive the token. Set clients[ifs].targets
            routes | to:oidc-token:mine?clientId=a&tokenEndpoint=https://id.example.com/token&routes=orders | routes cannot be set on an endpoint ... clients[mine].routes
            rejectedWhen | rejected-when = never | looks at nothing of the reply. Write for example ${header.CamelHttpResponseCode} == 403.
            rejectedWhen | rejected-when = ${header.x | is not a Simple predicate
            defaultExpiresIn | default-expires-in = 300 | must be a duration such as 30s, 5m or PT30S
            refreshMargin | refresh-margin = soon | must be a duration such as 30s, 5m or PT30S
            refreshMargin | refresh-margin = 0s | must be longer than zero
            defaultExpiresIn | default-expires-in = -5m | must be longer than zero
            requestTimeout | request-timeout = 60s | must not be longer than clients[ifs].read-limit
            readLimit | read-limit = long | must be a duration such as 30s
            storeBudget | store-budget = 99999h | must not be longer than 3650 days
            lease | lease = 10s | must be longer than clients[ifs].read-limit plus clients[ifs].store-budget
            maxWait | max-wait = never | must be a duration such as 30s
            maxPrincipals | max-principals = many | must be a whole number above zero
            maxPrincipals | max-principals = 0 | must be a whole number above zero
            keepAlive | keep-alive = sometimes | must be true or false
            allowInsecure | allow-insecure = loopback | must be true or false
            validation | validation = signature | must be jwt, introspection, both or audience-only
            clockSkew | clock-skew = a bit | must be a duration such as 30s
            introspectionCache | introspection-cache = -1s | must not be negative: 0s switches it off
            client | options in policy | 'oidc-token:ifs' takes no options here. Write them to: oidc-token:ifs?... in the route
            client | to:oidc-token:ifx | no such client is configured. Configured are: ifs. Did you mean 'ifs'?
            client | to:oidc-token:*?output=body | stands for the events of all clients, in from only. Name a client.
            operation | to:oidc-token:ifs?operation=tokn | option operation: 'tokn' is not known. Known are: token, renew, ... Did you mean 'token'?
            output | to:oidc-token:ifs?output=headers | option output: 'headers' is not known. Known are: none, header, body, property. Did you mean 'header'?
            keepToken | to:oidc-token:ifs?operation=introspect&keepToken=maybe | oidc-token://ifs ... keepToken=maybe ... not true or false
            storeSession | to:oidc-token:ifs?storeSession=true | storeSession=true is for logins ... clients[ifs].grant = password
            storeSession | to:oidc-token:ifs?storeSession=maybe | oidc-token://ifs ... storeSession=maybe ... not true or false
            events | from:oidc-token:ifs?events=renewd | option events: 'renewd' is no token event. Known are: obtained, renewed
            exchangeVersion | to:oidc-token:ifs?operation=provisionTokenExchange&exchangeVersion=v3 | option exchangeVersion: 'v3' is not known. Known are: auto, v1, v2.
            publicClient | to:oidc-token:ifs?operation=createClient&publicClient=maybe | oidc-token://ifs ... publicClient=maybe ... not true or false
            dryRun | to:oidc-token:ifs?operation=provisionTokenExchange&dryRun=maybe | oidc-token://ifs ... dryRun=maybe ... not true or false
            undo | to:oidc-token:ifs?operation=provisionTokenExchange&undo=maybe | oidc-token://ifs ... undo=maybe ... not true or false
            clients | component.client.ifs.scope = a | camel.component.oidc-token.client.ifs.scope is not an option of the oidc-token component. Did you mean 'clients'?
            clients | component.clients[i/fs].client-id = a | a client's name is made of letters, digits, '-' and '_'. Rename it.
            clients | client-secrte = HUSH | clients[ifs].client-secrte is not an option. Did you mean 'client-secret'?
            repository | component.repository = jbdc | knows no 'jbdc'. It is one of: memory; file:DIR ... Did you mean 'jdbc'?
            repository | component.repository = jdbc; component.allow-plaintext = true | is jdbc, but there is no DataSource bean
            repository | component.repository = file: | names no directory. Write file:DIR
            tokenRepository | component.token-repository = #bean:nowhere | nowhere
            encryptionKeys | component.repository = file:target/never | is not set: refresh tokens in target/never must be encrypted. Make a key by
            encryptionKeys | component.repository = file:target/never; component.encryption-keys = k1:HUSH | is malformed
            encryptionKeys | component.repository = file:target/never; component.encryption-keys = {{env:OIDC_TOKEN_NOT_SET}} | holds a {{placeholder}} that cannot be resolved
            encryptionKeys | component.encryption-keys[0] = HUSH | camel.component.oidc-token.encryption-keys[0] is not read: encryption-keys takes one text
            encryptionKeys | component.encryption-keys.k1 = HUSH | camel.component.oidc-token.encryption-keys.k1 is not read: encryption-keys takes one text
            encryptionKeys | component.encryptionKeys[k1] = HUSH | camel.component.oidc-token.encryptionKeys[k1] is not read: encryption-keys takes one text
            repository | component.repository.file = HUSH | camel.component.oidc-token.repository.file is not read: repository takes one text
            allowPlaintext | component.allow-plaintext = yes please | not true or false
            createTable | component.create-table = yes please | not true or false
            tableName | component.repository = jdbc; component.allow-plaintext = true; component.table-name = a;b; bean | is wrong: 'a;b' is not a table name: use letters, digits and _
            eager | component.eager = soon | not true or false
            healthCheckEnabled | component.health-check-enabled = perhaps | not true or false
            healthBeforeFirstUse | component.health-before-first-use = GREEN | must be UP or UNKNOWN
            connectPage | component.connect-page = connect | must be a path such as /connect ... it is 'connect'
            connectGuard | component.connect-page = /connect; component.connect-guard = nobody | names 'nobody', which is no Policy bean. Define a bean of that name, or write oidc-token-guard:CLIENT
            """;

    @ParameterizedTest
    @MethodSource("mistakes")
    void aWrongOptionIsNamedWithItsClientAndARemedy(String option, String written, String expected) throws Exception {
        Map<String, String> client = new TreeMap<>(Map.of(
                "token-endpoint", "https://id.example.com/token",
                "client-id", "camel",
                "client-secret", "HUSH",
                "targets", "https://api.example.com"));
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().setAutoConfigurationLogSummary(false);
        String key = option.equals("clients") ? "clients[ifs]" : "clients[ifs]." + ClientOptions.kebab(option);
        for (String line : written.split("; ", -1)) {
            if (line.startsWith("-")) {
                client.remove(line.substring(1));
            } else if (line.startsWith("from:") || line.startsWith("to:")) {
                main.configure().addRoutesBuilder(route(line));
                key = option;
            } else if (line.startsWith("component.")) {
                main.addInitialProperty(COMPONENT + name(line).substring(10), value(line));
                key = option.equals("clients") ? "client" : COMPONENT + ClientOptions.kebab(option);
            } else if (line.equals("policy")) {
                main.configure().addRoutesBuilder(policy("oidc-token:ifs"));
            } else if (line.equals("options in policy")) {
                main.configure().addRoutesBuilder(policy("oidc-token:ifs?scope=a"));
                key = option;
            } else if (line.equals("bean")) {
                main.bind("database", RepositoryOptionsTest.database());
            } else {
                client.put(name(line), value(line));
            }
        }
        client.forEach((name, value) -> main.addInitialProperty(COMPONENT + "clients[ifs]." + name, value));

        try (CapturedLog log = CapturedLog.open()) {
            Throwable failure = catchThrowable(main::start);

            assertThat(failure).isNotNull();
            assertThat(Failures.text(failure)).doesNotContain("HUSH");
            // Camel shows on the level DEBUG what it takes for a placeholder's default value
            assertThat(log.text().lines().filter(line -> !line.startsWith("DEBUG org.apache.camel.")))
                    .noneMatch(line -> line.contains("HUSH"));
            assertThat(RawOptions.canonical(said(failure))).contains(RawOptions.canonical(key));
            assertThat(said(failure)).contains(expected.split(" \\.\\.\\. ", -1));
        } finally {
            main.stop();
        }
    }

    @Test
    void everyOptionThatCanBeWrongIsInTheTable() throws IOException {
        Set<String> judged = mistakes().map(row -> row[0]).collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(METADATA))) {
            JsonNode metadata = new ObjectMapper().readTree(in);
            metadata.path("componentProperties").fieldNames().forEachRemaining(known::add);
            metadata.path("properties").fieldNames().forEachRemaining(known::add);
        }
        known.removeAll(ANY_TEXT_IS_FINE);

        assertThat(judged).containsExactlyElementsOf(known);
    }

    static Stream<String[]> mistakes() {
        return TABLE.lines().map(line -> line.split(" \\| ", 3));
    }

    private static RouteBuilder route(String line) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                if (line.startsWith("from:")) {
                    from(line.substring(5)).to("mock:end");
                } else {
                    from("direct:start").to(line.substring(3));
                }
            }
        };
    }

    private static RouteBuilder policy(String reference) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders").id("orders").routePolicyRef(reference).to("https://api.example.com/orders");
            }
        };
    }

    private static String said(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        return text.toString();
    }

    private static String name(String line) {
        return line.split(" = ", 2)[0];
    }

    private static String value(String line) {
        return line.split(" = ", 2)[1];
    }
}
