package io.github.oidctoken.oauth2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each preset derives, whole: an endpoint that is not in the table is not derived. */
class ProviderPresetTest {

    private static final String SIGN_IN = "grant=authorization_code redirectUri=https://me.example.com/back ";

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("presets")
    void aPresetDerivesExactlyTheseEndpoints(
            String provider, String written, Map<String, String> endpoints, String authentication) {
        ClientRegistration client = read(provider, written);

        assertThat(endpoints(client.provider())).isEqualTo(endpoints);
        assertThat(client.clientAuthentication().value()).isEqualTo(authentication);
    }

    static Stream<Arguments> presets() {
        return Stream.of(
                Arguments.of(
                        "generic", "tokenEndpoint=https://id.example.com/token", endpoints("""
                        tokenEndpoint https://id.example.com/token
                        """), "client_secret_basic"),
                Arguments.of(
                        "entra",
                        "tenant=11111111-2222 scope=api://orders/.default",
                        endpoints("""
                        issuer https://login.microsoftonline.com/11111111-2222/v2.0
                        tokenEndpoint https://login.microsoftonline.com/11111111-2222/oauth2/v2.0/token
                        authorizationEndpoint https://login.microsoftonline.com/11111111-2222/oauth2/v2.0/authorize
                        userinfoEndpoint https://graph.microsoft.com/oidc/userinfo
                        endSessionEndpoint https://login.microsoftonline.com/11111111-2222/oauth2/v2.0/logout
                        deviceAuthorizationEndpoint https://login.microsoftonline.com/11111111-2222/oauth2/v2.0/devicecode
                        jwksUri https://login.microsoftonline.com/11111111-2222/discovery/v2.0/keys
                        """),
                        "client_secret_post"),
                Arguments.of(
                        "entra",
                        "tenant=t scope=api://o/.default baseUrl=https://login.microsoftonline.us/",
                        endpoints("""
                        issuer https://login.microsoftonline.us/t/v2.0
                        tokenEndpoint https://login.microsoftonline.us/t/oauth2/v2.0/token
                        authorizationEndpoint https://login.microsoftonline.us/t/oauth2/v2.0/authorize
                        userinfoEndpoint https://graph.microsoft.com/oidc/userinfo
                        endSessionEndpoint https://login.microsoftonline.us/t/oauth2/v2.0/logout
                        deviceAuthorizationEndpoint https://login.microsoftonline.us/t/oauth2/v2.0/devicecode
                        jwksUri https://login.microsoftonline.us/t/discovery/v2.0/keys
                        """),
                        "client_secret_post"),
                Arguments.of("okta", "baseUrl=https://acme.okta.com/", okta("default"), "client_secret_basic"),
                Arguments.of(
                        "okta", "baseUrl=https://acme.okta.com realm=aus9o8", okta("aus9o8"), "client_secret_basic"),
                Arguments.of(
                        "okta-org", SIGN_IN + "baseUrl=https://acme.okta.com/", endpoints("""
                        issuer https://acme.okta.com
                        tokenEndpoint https://acme.okta.com/oauth2/v1/token
                        authorizationEndpoint https://acme.okta.com/oauth2/v1/authorize
                        introspectionEndpoint https://acme.okta.com/oauth2/v1/introspect
                        revocationEndpoint https://acme.okta.com/oauth2/v1/revoke
                        userinfoEndpoint https://acme.okta.com/oauth2/v1/userinfo
                        endSessionEndpoint https://acme.okta.com/oauth2/v1/logout
                        deviceAuthorizationEndpoint https://acme.okta.com/oauth2/v1/device/authorize
                        pushedAuthorizationRequestEndpoint https://acme.okta.com/oauth2/v1/par
                        jwksUri https://acme.okta.com/oauth2/v1/keys
                        """), "client_secret_basic"),
                Arguments.of(
                        "auth0",
                        "baseUrl=https://acme.eu.auth0.com audience=https://api",
                        endpoints("""
                        issuer https://acme.eu.auth0.com/
                        tokenEndpoint https://acme.eu.auth0.com/oauth/token
                        authorizationEndpoint https://acme.eu.auth0.com/authorize
                        revocationEndpoint https://acme.eu.auth0.com/oauth/revoke
                        userinfoEndpoint https://acme.eu.auth0.com/userinfo
                        endSessionEndpoint https://acme.eu.auth0.com/oidc/logout
                        deviceAuthorizationEndpoint https://acme.eu.auth0.com/oauth/device/code
                        pushedAuthorizationRequestEndpoint https://acme.eu.auth0.com/oauth/par
                        jwksUri https://acme.eu.auth0.com/.well-known/jwks.json
                        """),
                        "client_secret_post"),
                Arguments.of(
                        "cognito",
                        "baseUrl=https://acme.auth.eu-west-1.amazoncognito.com",
                        endpoints("""
                        tokenEndpoint https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token
                        authorizationEndpoint https://acme.auth.eu-west-1.amazoncognito.com/oauth2/authorize
                        revocationEndpoint https://acme.auth.eu-west-1.amazoncognito.com/oauth2/revoke
                        userinfoEndpoint https://acme.auth.eu-west-1.amazoncognito.com/oauth2/userInfo
                        """),
                        "client_secret_basic"),
                Arguments.of(
                        "cognito",
                        "baseUrl=https://id.acme.example issuer=https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A",
                        endpoints("""
                        issuer https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A
                        tokenEndpoint https://id.acme.example/oauth2/token
                        authorizationEndpoint https://id.acme.example/oauth2/authorize
                        revocationEndpoint https://id.acme.example/oauth2/revoke
                        userinfoEndpoint https://id.acme.example/oauth2/userInfo
                        jwksUri https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A/.well-known/jwks.json
                        """),
                        "client_secret_basic"),
                Arguments.of(
                        "google",
                        "redirectUri=https://me.example.com/back scope=openid",
                        endpoints("""
                        issuer https://accounts.google.com
                        tokenEndpoint https://oauth2.googleapis.com/token
                        authorizationEndpoint https://accounts.google.com/o/oauth2/v2/auth
                        revocationEndpoint https://oauth2.googleapis.com/revoke
                        userinfoEndpoint https://openidconnect.googleapis.com/v1/userinfo
                        deviceAuthorizationEndpoint https://oauth2.googleapis.com/device/code
                        jwksUri https://www.googleapis.com/oauth2/v3/certs
                        """),
                        "client_secret_post"),
                Arguments.of(
                        "keycloak",
                        "baseUrl=https://id.example.com/ realm=acme",
                        keycloak("https://id.example.com"),
                        "client_secret_basic"),
                Arguments.of(
                        "ifs-cloud",
                        "baseUrl=https://id.example.com realm=acme",
                        keycloak("https://id.example.com/auth"),
                        "client_secret_post"),
                Arguments.of(
                        "kobil",
                        "baseUrl=https://id.example.com realm=acme",
                        keycloak("https://id.example.com/auth"),
                        "client_secret_post"),
                Arguments.of(
                        "fabric", SIGN_IN + "baseUrl=https://f.example.com/app", endpoints("""
                        tokenEndpoint https://f.example.com/app/token
                        authorizationEndpoint https://f.example.com/app/authorize
                        """), "client_secret_post"),
                Arguments.of("oneportal", "baseUrl=https://p.example.com", endpoints("""
                        tokenEndpoint https://p.example.com/openid/token?
                        introspectionEndpoint https://p.example.com/openid/introspect
                        """), "client_secret_basic"));
    }

    @Test
    void everyPresetThatIsShippedIsInTheTable() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/META-INF/oidc-token/providers"))) {
            Set<String> shipped = files.map(
                            file -> file.getFileName().toString().replace(".properties", ""))
                    .collect(Collectors.toSet());

            assertThat(presets().map(row -> row.get()[0]).collect(Collectors.toSet()))
                    .isEqualTo(shipped);
            assertThatThrownBy(() -> read("nope", ""))
                    .hasMessageEndingWith(
                            "Known are: " + shipped.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "entra     |                                    | clients[x].tenant is missing: provider 'entra' derives its endpoints from it. Set clients[x].tenant.",
                "entra     | tenant=t                           | clients[x].scope is missing: provider 'entra' needs it with grant=client_credentials. Set clients[x].scope.",
                "entra     | tenant=t scope=User.Read           | clients[x].scope must end in /.default with provider 'entra' and grant=client_credentials. Correct it.",
                "entra     | tenant=t grant=authorization-code  | clients[x].scope is missing: provider 'entra' needs it with grant=authorization_code. Set clients[x].scope.",
                "okta      |                                    | clients[x].base-url is missing: provider 'okta' derives its endpoints from it. Set clients[x].base-url.",
                "okta-org  |                                    | clients[x].base-url is missing: provider 'okta-org' derives its endpoints from it. Set clients[x].base-url.",
                "okta-org  | baseUrl=https://a.okta.com         | clients[x].grant is client_credentials, but Okta's org authorization server gives a client its own token only for private_key_jwt. Use provider = okta.",
                "auth0     |                                    | clients[x].base-url is missing: provider 'auth0' derives its endpoints from it. Set clients[x].base-url.",
                "auth0     | baseUrl=https://a.auth0.com        | clients[x].audience is missing: provider 'auth0' needs it with grant=client_credentials. Set clients[x].audience.",
                "cognito   |                                    | clients[x].base-url is missing: provider 'cognito' derives its endpoints from it. Set clients[x].base-url.",
                "google    |                                    | clients[x].scope is missing: provider 'google' needs it with grant=authorization_code. Set clients[x].scope.",
                "google    | grant=client_credentials           | clients[x].grant is client_credentials, but Google has no such grant: service accounts use jwt_bearer, which this component does not have. Use authorization_code.",
                "google    | grant=password                     | clients[x].grant is password, but Google has no such grant. Use authorization_code.",
                "keycloak  | realm=r                            | clients[x].base-url is missing: provider 'keycloak' derives its endpoints from it. Set clients[x].base-url.",
                "keycloak  | baseUrl=https://a.example.com      | clients[x].realm is missing: provider 'keycloak' derives its endpoints from it. Set clients[x].realm.",
                "ifs-cloud | baseUrl=https://a.example.com      | clients[x].realm is missing: provider 'ifs-cloud' derives its endpoints from it. Set clients[x].realm.",
                "kobil     | baseUrl=https://a.example.com      | clients[x].realm is missing: provider 'kobil' derives its endpoints from it. Set clients[x].realm.",
                "fabric    |                                    | clients[x].base-url is missing: provider 'fabric' derives its endpoints from it. Set clients[x].base-url.",
                "oneportal |                                    | clients[x].base-url is missing: provider 'oneportal' derives its endpoints from it. Set clients[x].base-url.",
                "entra     | tenant=a%zz scope=a/.default      | clients[x].tenant cannot stand in an address: the issuer made with it is not a URI.",
            })
    void whatIsMissingOrWrongNamesItselfAndTheClient(String provider, String written, String message) {
        assertThatThrownBy(() -> read(provider, written == null ? "" : written))
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageStartingWith("Client 'x': " + message);
    }

    @Test
    void googleIsAskedForARefreshTokenAndTheUserHasTheLastWord() {
        Map<String, Object> options = options("google", "redirectUri=https://me.example.com/back scope=openid");

        assertThat(signIn(options).authorizationParameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("access_type", "offline", "prompt", "consent"));

        options.put("authorizationParameters", Map.of("prompt", "select_account"));
        assertThat(signIn(options).authorizationParameters())
                .containsExactlyInAnyOrderEntriesOf(Map.of("access_type", "offline", "prompt", "select_account"));
    }

    @Test
    void whatAPresetKnowsOfSigningInIsLeftAsideWithAGrantThatHasNoUseForIt() {
        ClientRegistration client = read("google", "grant=refresh_token refreshToken=seed");

        assertThat(client.grant()).isInstanceOf(Grant.RefreshToken.class);
    }

    private static Grant.AuthorizationCode signIn(Map<String, Object> options) {
        return (Grant.AuthorizationCode)
                ClientRegistration.of(ClientOptions.of("x", options)).grant();
    }

    private static ClientRegistration read(String provider, String written) {
        return ClientRegistration.of(ClientOptions.of("x", options(provider, written)));
    }

    private static Map<String, Object> options(String provider, String written) {
        Map<String, Object> options =
                new HashMap<>(Map.of("provider", provider, "clientId", "camel", "clientSecret", "s3cret"));
        Arrays.stream(written.split(" ")).filter(item -> !item.isEmpty()).forEach(item -> {
            List<String> parts = List.of(item.split("=", 2));
            options.put(parts.get(0), parts.get(1));
        });
        return options;
    }

    private static Map<String, String> okta(String server) {
        String base = "https://acme.okta.com/oauth2/" + server;
        return endpoints("""
                issuer %1$s
                tokenEndpoint %1$s/v1/token
                authorizationEndpoint %1$s/v1/authorize
                introspectionEndpoint %1$s/v1/introspect
                revocationEndpoint %1$s/v1/revoke
                userinfoEndpoint %1$s/v1/userinfo
                endSessionEndpoint %1$s/v1/logout
                deviceAuthorizationEndpoint %1$s/v1/device/authorize
                pushedAuthorizationRequestEndpoint %1$s/v1/par
                jwksUri %1$s/v1/keys
                """.formatted(base));
    }

    private static Map<String, String> keycloak(String base) {
        return endpoints("""
                issuer %1$s
                tokenEndpoint %1$s/protocol/openid-connect/token
                authorizationEndpoint %1$s/protocol/openid-connect/auth
                introspectionEndpoint %1$s/protocol/openid-connect/token/introspect
                revocationEndpoint %1$s/protocol/openid-connect/revoke
                userinfoEndpoint %1$s/protocol/openid-connect/userinfo
                endSessionEndpoint %1$s/protocol/openid-connect/logout
                deviceAuthorizationEndpoint %1$s/protocol/openid-connect/auth/device
                pushedAuthorizationRequestEndpoint %1$s/protocol/openid-connect/ext/par/request
                jwksUri %1$s/protocol/openid-connect/certs
                """.formatted(base + "/realms/acme"));
    }

    private static Map<String, String> endpoints(String table) {
        return table.lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1], (a, b) -> a, TreeMap::new));
    }

    private static Map<String, String> endpoints(ProviderMetadata provider) {
        Map<String, URI> all = new LinkedHashMap<>();
        all.put("issuer", provider.issuer());
        all.put("tokenEndpoint", provider.tokenEndpoint());
        all.put("authorizationEndpoint", provider.authorizationEndpoint());
        all.put("introspectionEndpoint", provider.introspectionEndpoint());
        all.put("revocationEndpoint", provider.revocationEndpoint());
        all.put("userinfoEndpoint", provider.userinfoEndpoint());
        all.put("endSessionEndpoint", provider.endSessionEndpoint());
        all.put("deviceAuthorizationEndpoint", provider.deviceAuthorizationEndpoint());
        all.put("pushedAuthorizationRequestEndpoint", provider.pushedAuthorizationRequestEndpoint());
        all.put("jwksUri", provider.jwksUri());
        return all.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString(), (a, b) -> a, TreeMap::new));
    }
}
