package io.github.oidctoken.oauth2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRegistrationTest {

    @Test
    void threeOptionsMakeAClientCredentialsClientWithBasic() {
        ClientRegistration client = read(Map.of());

        assertThat(client.grant()).isEqualTo(new Grant.ClientCredentials());
        assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        assertThat(client.renewal()).isEqualTo(RenewalSettings.DEFAULTS);
        assertThat(client.principal()).isEqualTo("default");
    }

    @Test
    void ifsCloudIsDerivedFromBaseUrlAndNamespace() {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "provider", "ifs-cloud",
                        "baseUrl", "https://ifs.example.com/",
                        "realm", "acme",
                        "clientId", "camel",
                        "clientSecret", "s3cret")));

        assertThat(client.provider().tokenEndpoint())
                .isEqualTo(URI.create("https://ifs.example.com/auth/realms/acme/protocol/openid-connect/token"));
        assertThat(client.provider().issuer()).isEqualTo(URI.create("https://ifs.example.com/auth/realms/acme"));
        assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        assertThat(client.targets()).contains("https://ifs.example.com/main/ifsapplications");
    }

    @Test
    void keycloakTakesTheAddressBeforeRealms() {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "kc",
                Map.of(
                        "provider", "keycloak",
                        "baseUrl", "https://id.example.com/auth",
                        "realm", "master",
                        "clientId", "camel",
                        "clientSecret", "s3cret")));

        assertThat(client.provider().tokenEndpoint())
                .isEqualTo(URI.create("https://id.example.com/auth/realms/master/protocol/openid-connect/token"));
        assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        assertThat(client.targets()).isEmpty();
    }

    @Test
    void whatAUserWritesGoesBeforeThePreset() {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "provider", "ifs-cloud",
                        "baseUrl", "https://ifs.example.com",
                        "realm", "acme",
                        "clientId", "camel",
                        "clientSecret", "s3cret",
                        "clientAuthentication", "client-secret-basic",
                        "targets", "https://gateway.example.com/ifs")));

        assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        assertThat(client.targets()).containsExactly("https://gateway.example.com/ifs");
    }

    @Test
    void aPublicClientNeedsNoSecretEvenWhereThePresetSendsOne() {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "provider", "ifs-cloud",
                        "baseUrl", "https://ifs.example.com",
                        "realm", "acme",
                        "clientId", "camel",
                        "grant", "password",
                        "username", "alice",
                        "password", "wonderland")));

        assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.NONE);
    }

    @Test
    void listsAreSeparatedByCommasOrSpaces() {
        ClientRegistration client = read(
                Map.of("scope", "openid  profile, email", "targets", "https://a.example.com,https://b.example.com"));

        assertThat(client.request().scopes()).containsExactly("openid", "profile", "email");
        assertThat(client.targets()).containsExactly("https://a.example.com", "https://b.example.com");
    }

    @Test
    void durationsAreReadInEveryUsualSpelling() {
        ClientRegistration client =
                read(Map.of("refreshMargin", "30s", "maxWait", "PT1M", "defaultExpiresIn", Duration.ofMinutes(2)));

        assertThat(client.renewal().refreshMargin()).isEqualTo(Duration.ofSeconds(30));
        assertThat(client.renewal().maxWait()).isEqualTo(Duration.ofMinutes(1));
        assertThat(client.renewal().defaultExpiresIn()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aSecretKeepsItsWhiteSpaceAndOddCharacters() {
        assertThat(read(Map.of("clientSecret", " s&c=r+t % ")).clientSecret()).isEqualTo(Secret.of(" s&c=r+t % "));
    }

    @Test
    void plainHttpIsForLoopbackOnly() {
        assertThat(read(Map.of("tokenEndpoint", "http://127.0.0.1:8080/token"))
                        .provider()
                        .tokenEndpoint())
                .hasPort(8080);
        assertThat(read(Map.of("tokenEndpoint", "http://[::1]:8080/token", "allowInsecure", "false"))
                        .provider()
                        .tokenEndpoint())
                .hasPort(8080);
        assertThat(read(Map.of("tokenEndpoint", "http://id.example.com/token", "allowInsecure", "true"))
                        .provider()
                        .tokenEndpoint())
                .hasHost("id.example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "clientId            | -                          | clients[ifs].client-id is missing",
                "clientSecret        | -                          | clients[ifs].client-secret is missing",
                "tokenEndpoint       | -                          | Set clients[ifs].token-endpoint",
                "tokenEndpoint       | http://id.example.com      | clients[ifs].token-endpoint must be https",
                "tokenEndpoint       | id.example.com/token       | clients[ifs].token-endpoint must be an absolute https URI",
                "tokenEndpoint       | https://u:p@id.example.com | clients[ifs].token-endpoint must not hold user information",
                "tokenEndpoint       | https://id example.com     | clients[ifs].token-endpoint is not a URI",
                "introspectionEndpoint | http://id.example.com    | clients[ifs].introspection-endpoint must be https",
                "provider            | ifs_cloud                  | Known are: auth0, cognito, entra, fabric, generic",
                "provider            | ../../secret               | Known are: auth0, cognito, entra, fabric, generic",
                "provider            | keycloak                   | clients[ifs].base-url is missing",
                "grant               | clientcredentials          | Supported are: client_credentials, password, refresh_token, authorization_code",
                "grant               | refresh_token              | clients[ifs].refresh-token is missing",
                "grant               | authorization_code         | clients[ifs].redirect-uri is missing",
                "redirectUri         | https://me.example.com/cb  | the grant is client_credentials",
                "username            | alice                      | the grant is client_credentials",
                "clientAuthentication | none                      | the client_credentials grant is for confidential clients",
                "clientAuthentication | private_key               | Supported are: client_secret_basic, client_secret_post, none",
                "refreshMargin       | soon                       | clients[ifs].refresh-margin must be a duration",
                "refreshMargin       | -5s                        | clients[ifs].refresh-margin must be longer than zero",
                "requestTimeout      | 31s                        | must not be longer than clients[ifs].read-limit",
                "lease               | 20s                        | clients[ifs].lease must be longer than clients[ifs].read-limit",
                "lease               | 35s                        | clients[ifs].lease must be longer than clients[ifs].read-limit",
                "responseMode        | form_post                  | the grant is client_credentials",
                "maxPrincipals       | many                       | clients[ifs].max-principals must be a whole number",
                "maxPrincipals       | 0                          | clients[ifs].max-principals must be a whole number",
                "resource            | orders                     | clients[ifs].resource must be absolute URIs",
                "targets             | ifs.example.com            | clients[ifs].targets holds 'ifs.example.com', which must be",
                "parameters          | x=y                        | clients[ifs].parameters[name] = value",
                "allowInsecure       | yes                        | clients[ifs].allow-insecure must be true or false",
                "clientSecret        | spring-config:ifs          | clients[ifs].client-secret holds the text of a property function",
                "clientSecret        | {{env:IFS_SECRET}}         | clients[ifs].client-secret still holds an unresolved",
                "clientSecret        | secret:ifs#pw              | clients[ifs].client-secret holds the text of a property function",
                "clientId            | {{id}}                     | clients[ifs].client-id still holds an unresolved",
            })
    void aWrongOptionIsNamedWithItsRemedy(String option, @Nullable String value, String message) {
        Map<String, Object> options = options();
        if (value == null) {
            options.remove(option);
        } else {
            options.put(option, value);
        }

        assertThatThrownBy(() -> ClientRegistration.of(ClientOptions.of("ifs", options)))
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageStartingWith("Client 'ifs': ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "responseMode            | form_post | clients[ifs].redirect-uri must be https",
                "responseMode            | fragment  | clients[ifs].response-mode is not known. It can be query, form_post.",
                "pushedAuthorization     | yes       | clients[ifs].pushed-authorization is not known. It can be auto, always, never.",
                "principalClaim          | sub       | Add openid to clients[ifs].scope",
                "authorizationParameters | 300       | Add openid to clients[ifs].scope",
            })
    void anOptionOfSignInsIsNamedWithItsRemedy(String option, String value, String message) {
        Map<String, Object> options = options();
        options.put("grant", "authorization_code");
        options.put("redirectUri", "http://me.example.com/back");
        options.put("allowInsecure", "true");
        options.put(option, option.equals("authorizationParameters") ? Map.of("max_age", value) : value);

        assertThatThrownBy(() -> ClientRegistration.of(ClientOptions.of("ifs", options)))
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grant_type", "client_id", "client_secret", "refresh_token", "password", "scope"})
    void extraParametersDoNotTouchTheFieldsOfTheProtocol(String field) {
        assertThatThrownBy(() -> read(Map.of("parameters", Map.of(field, "x"))))
                .hasMessageContaining("clients[ifs].parameters must not set " + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "ifs.x", "ä", "a/b", "a,b"})
    void aClientsNameIsMadeOfLettersDigitsDashAndUnderscore(String name) {
        assertThatThrownBy(() -> ClientOptions.of(name, options())).isInstanceOf(ClientConfigurationException.class);
    }

    @Test
    void whatAProviderDerivesIsCorrectedWhereTheUserWroteIt() {
        Map<String, Object> options = options();
        options.remove("tokenEndpoint");
        options.putAll(Map.of("provider", "ifs-cloud", "baseUrl", "http://ifs.example.com", "realm", "acme"));

        assertThatThrownBy(() -> ClientRegistration.of(ClientOptions.of("ifs", options)))
                .hasMessageContaining("clients[ifs].base-url must be https")
                .hasMessageContaining("allow-insecure = true");
    }

    @Test
    void aPublicClientWithASecretIsAContradiction() {
        Map<String, Object> options = options();
        options.putAll(Map.of(
                "grant", "password", "username", "alice", "password", "wonderland", "clientAuthentication", "none"));

        assertThatThrownBy(() -> ClientRegistration.of(ClientOptions.of("ifs", options)))
                .hasMessageContaining("clients[ifs].client-authentication = none says the client is public");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refreshMargin", "defaultExpiresIn", "maxWait"})
    void aDurationThatNoClockCanCountIsRefused(String option) {
        assertThatThrownBy(() -> read(Map.of(option, "P999999D")))
                .hasMessageContaining("must not be longer than 3650 days");
    }

    @Test
    void aTargetWithCredentialsIsRefusedWithoutRepeatingThem() {
        assertThatThrownBy(
                        () -> read(Map.of("targets", "https://api.example.com, https://camel:canary@api.example.com")))
                .hasMessageContaining("clients[ifs].targets")
                .hasMessageNotContaining("canary");
    }

    @Test
    void noTextFormShowsASecret() {
        Map<String, Object> options = options();
        options.putAll(Map.of(
                "grant", "password",
                "username", "alice",
                "password", "pw-canary",
                "clientSecret", "cs-canary",
                "parameters", Map.of("assertion", "pm-canary")));
        ClientOptions written = ClientOptions.of("ifs", options);

        assertThat(written.toString() + ClientRegistration.of(written)).doesNotContain("canary");
    }

    private static ClientRegistration read(Map<String, Object> more) {
        Map<String, Object> options = options();
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }

    private static Map<String, Object> options() {
        return new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret"));
    }
}
