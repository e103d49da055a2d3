package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.AccessKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two clients that differ in any option must not share a token, unless the option was reviewed and found harmless. The list of options is the option bean's:
 * whoever adds one must place it here.
 */
class SharedTokenTest {

    /** Options that do not change which token it is: clients that differ only in these share one. */
    private static final Map<String, String> HARMLESS = Map.ofEntries(
            Map.entry(
                    "clientSecret",
                    "a rotated secret must not end the session; two clients at once are refused at the start"),
            Map.entry("password", "as the client secret"),
            Map.entry(
                    "refreshToken",
                    "a changed one replaces the session of the same owner; two at once are refused at the start"),
            Map.entry("reusableRefreshToken", "how the start is judged"),
            Map.entry("clientAuthentication", "how the same client proves itself"),
            Map.entry("redirectUri", "where a browser comes back to"),
            Map.entry("postLogoutRedirectUri", "where a browser comes back to"),
            Map.entry("allowedSubjects", "who may begin a session; the session itself remembers who did"),
            Map.entry("authorizationParameters", "how a person is asked; the session is whose it is, not how it began"),
            Map.entry("responseMode", "how a browser comes back"),
            Map.entry("pushedAuthorization", "how a person is asked"),
            Map.entry("principalClaim", "which session a sign-in is for; each has a key of its own"),
            Map.entry("awaitSignIn", "how long anybody waits"),
            Map.entry("authorizationEndpoint", "not asked for tokens"),
            Map.entry("introspectionEndpoint", "not asked for tokens"),
            Map.entry("revocationEndpoint", "not asked for tokens"),
            Map.entry("userinfoEndpoint", "not asked for tokens"),
            Map.entry("endSessionEndpoint", "not asked for tokens"),
            Map.entry("deviceAuthorizationEndpoint", "not asked for tokens of these grants"),
            Map.entry("pushedAuthorizationRequestEndpoint", "not asked for tokens of these grants"),
            Map.entry("jwksUri", "not asked for tokens"),
            Map.entry("targets", "where a token may go, judged for each client"),
            Map.entry("routes", "which routes use the client"),
            Map.entry("rejectedWhen", "how an API's reply is read"),
            Map.entry("refreshMargin", "when"),
            Map.entry("defaultExpiresIn", "when"),
            Map.entry("requestTimeout", "how long anybody waits"),
            Map.entry("readLimit", "how long anybody waits"),
            Map.entry("storeBudget", "how long anybody waits"),
            Map.entry("lease", "how long anybody waits"),
            Map.entry("maxWait", "how long anybody waits"),
            Map.entry("maxPrincipals", "how many"),
            Map.entry("keepAlive", "when"),
            Map.entry("validation", "how others' tokens are judged"),
            Map.entry("clockSkew", "how others' tokens are judged"),
            Map.entry("introspectionCache", "how others' tokens are judged"),
            Map.entry("allowInsecure", "what the start accepts"));

    private static final Map<String, Object> PASSWORD = Map.of(
            "tokenEndpoint", "https://id.example.com/token",
            "clientId", "camel",
            "clientSecret", "s3cret-s3cret",
            "grant", "password",
            "username", "alice",
            "password", "wonderland");
    private static final Map<String, Object> SEEDED = Map.of(
            "tokenEndpoint", "https://id.example.com/token",
            "clientId", "camel",
            "clientSecret", "s3cret-s3cret",
            "grant", "refresh_token",
            "refreshToken", "seed");
    private static final Map<String, Object> KEYCLOAK = Map.of(
            "provider", "keycloak",
            "baseUrl", "https://id.example.com",
            "realm", "acme",
            "clientId", "camel",
            "clientSecret", "s3cret-s3cret");

    private static final Map<String, Object> ENTRA = Map.of(
            "provider", "entra",
            "tenant", "acme",
            "scope", "api://orders/.default",
            "clientId", "camel",
            "clientSecret", "s3cret-s3cret");

    private static final Map<String, Object> SIGNED_IN = Map.of(
            "issuer", "https://id.example.com",
            "clientId", "camel",
            "clientSecret", "s3cret-s3cret",
            "grant", "authorization_code",
            "scope", "openid",
            "redirectUri", "https://me.example.com/back");

    private static final Map<String, Object> EXCHANGE = Map.of(
            "tokenEndpoint", "https://id.example.com/token",
            "clientId", "camel",
            "clientSecret", "s3cret-s3cret",
            "grant", "token_exchange",
            "subjectToken", "s3cret-subject",
            "actorToken", "s3cret-actor");

    /** Each option, the client that it is changed in, and another value. */
    private static final Map<String, Change> CHANGES = new TreeMap<>(Stream.of(
                    new Change("provider", KEYCLOAK, "ifs-cloud"),
                    new Change("baseUrl", KEYCLOAK, "https://other.example.com"),
                    new Change("realm", KEYCLOAK, "other"),
                    new Change("tenant", ENTRA, "other"),
                    new Change("issuer", PASSWORD, "https://other.example.com"),
                    new Change("tokenEndpoint", PASSWORD, "https://id.example.com/other"),
                    new Change("authorizationEndpoint", PASSWORD, "https://id.example.com/other"),
                    new Change("introspectionEndpoint", PASSWORD, "https://id.example.com/other"),
                    new Change("revocationEndpoint", PASSWORD, "https://id.example.com/other"),
                    new Change("userinfoEndpoint", PASSWORD, "https://id.example.com/other"),
                    new Change("endSessionEndpoint", PASSWORD, "https://id.example.com/other"),
                    new Change("deviceAuthorizationEndpoint", PASSWORD, "https://id.example.com/other"),
                    new Change("pushedAuthorizationRequestEndpoint", PASSWORD, "https://id.example.com/other"),
                    new Change("jwksUri", PASSWORD, "https://id.example.com/other"),
                    new Change("clientId", PASSWORD, "other"),
                    new Change("clientSecret", PASSWORD, "other-secret"),
                    new Change("clientAuthentication", PASSWORD, "client_secret_post"),
                    new Change("grant", KEYCLOAK, "password", Map.of("username", "alice", "password", "wonderland")),
                    new Change("username", PASSWORD, "bob"),
                    new Change("password", PASSWORD, "other-password"),
                    new Change("refreshToken", SEEDED, "other-seed"),
                    new Change("reusableRefreshToken", SEEDED, "true"),
                    new Change("redirectUri", SIGNED_IN, "https://me.example.com/other"),
                    new Change("postLogoutRedirectUri", SIGNED_IN, "https://me.example.com/bye"),
                    new Change("allowedSubjects", SIGNED_IN, "alice"),
                    new Change("authorizationParameters", SIGNED_IN, Map.of("prompt", "login")),
                    new Change("responseMode", SIGNED_IN, "form_post"),
                    new Change("pushedAuthorization", SIGNED_IN, "always"),
                    new Change("principalClaim", SIGNED_IN, "sub"),
                    new Change("awaitSignIn", SIGNED_IN, "30s"),
                    new Change("subjectToken", EXCHANGE, "other-s3cret"),
                    new Change("subjectTokenType", EXCHANGE, "jwt"),
                    new Change("actorToken", EXCHANGE, "other-s3cret"),
                    new Change("actorTokenType", EXCHANGE, "jwt"),
                    new Change("requestedTokenType", EXCHANGE, "jwt"),
                    new Change("scope", PASSWORD, "orders"),
                    new Change("audience", PASSWORD, "orders-api"),
                    new Change("resource", PASSWORD, "https://orders.example.com"),
                    new Change("parameters", PASSWORD, Map.of("tenant", "7")),
                    new Change("refreshParameters", PASSWORD, Map.of("tenant", "7")),
                    new Change("principal", PASSWORD, "tenant-7"),
                    new Change("targets", PASSWORD, "https://orders.example.com"),
                    new Change("routes", PASSWORD, "orders-*"),
                    new Change("rejectedWhen", PASSWORD, "${header.CamelHttpResponseCode} == 403"),
                    new Change("refreshMargin", PASSWORD, "30s"),
                    new Change("defaultExpiresIn", PASSWORD, "30s"),
                    new Change("requestTimeout", PASSWORD, "5s"),
                    new Change("readLimit", PASSWORD, "20s"),
                    new Change("storeBudget", PASSWORD, "4s"),
                    new Change("lease", PASSWORD, "60s"),
                    new Change("maxWait", PASSWORD, "5s"),
                    new Change("maxPrincipals", PASSWORD, "5"),
                    new Change("keepAlive", PASSWORD, "true"),
                    new Change("validation", PASSWORD, "both"),
                    new Change("clockSkew", PASSWORD, "5s"),
                    new Change("introspectionCache", PASSWORD, "0s"),
                    new Change("allowInsecure", PASSWORD, "true"))
            .collect(Collectors.toMap(Change::option, change -> change)));

    @Test
    void everyOptionIsReviewed() {
        Set<String> options = new OidcTokenConfigurationConfigurer()
                .getAllOptions(new OidcTokenConfiguration()).keySet().stream()
                        .map(StringHelper::decapitalize)
                        .collect(Collectors.toSet());

        assertThat(CHANGES.keySet()).containsExactlyInAnyOrderElementsOf(options);
        assertThat(options).containsAll(HARMLESS.keySet());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void clientsThatDifferShareATokenOnlyWhereThatIsHarmless(Change change) {
        boolean shared = key(change.before()).equals(key(change.after()));

        assertThat(shared).isEqualTo(HARMLESS.containsKey(change.option()));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void equalClientsShareATokenAndNoKeyHoldsASecret(Change change) {
        assertThat(key(change.after())).isEqualTo(key(new HashMap<>(change.after())));
        assertThat(key(change.after()).encoded() + key(change.after()))
                .doesNotContain("s3cret", "wonderland", "seed", "other-secret", "other-password");
    }

    static Stream<Change> changes() {
        return CHANGES.values().stream();
    }

    private static AccessKey key(Map<String, Object> options) {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of("ifs", options));
        return AccessKey.of(client, client.principal());
    }

    /** One option with another value, and what else that value needs. */
    record Change(String option, Map<String, Object> before, Object value, Map<String, Object> needs) {

        Change(String option, Map<String, Object> before, Object value) {
            this(option, before, value, Map.of());
        }

        Map<String, Object> after() {
            Map<String, Object> options = new HashMap<>(before);
            options.putAll(needs);
            options.put(option, value);
            return options;
        }

        @Override
        public String toString() {
            return option;
        }
    }
}
