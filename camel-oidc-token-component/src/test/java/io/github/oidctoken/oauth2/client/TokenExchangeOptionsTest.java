package io.github.oidctoken.oauth2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenExchangeOptionsTest {

    private static final String TYPE = "urn:ietf:params:oauth:token-type:";

    @Test
    void theSubjectTokenIsAnAccessTokenUnlessToldOtherwise() {
        Grant.TokenExchange grant = grant(Map.of());

        assertThat(grant.subjectTokenType()).isEqualTo(TYPE + "access_token");
        assertThat(grant.requestedTokenType()).isNull();
        assertThat(grant.grantType()).isEqualTo("urn:ietf:params:oauth:grant-type:token-exchange");
    }

    @Test
    void tokenTypesAreNamesOrUris() {
        Grant.TokenExchange grant =
                grant(Map.of("subjectTokenType", "jwt", "requestedTokenType", "urn:example:token-type:own"));

        assertThat(grant.subjectTokenType()).isEqualTo(TYPE + "jwt");
        assertThat(grant.requestedTokenType()).isEqualTo("urn:example:token-type:own");
    }

    @Test
    void somethingElseIsNoTokenType() {
        assertThatThrownBy(() -> grant(Map.of("actorTokenType", "accesstoken")))
                .hasMessageContaining("clients[web].actor-token-type is no token type")
                .hasMessageContaining("access_token, refresh_token");
    }

    @Test
    void theGrantHasItsFullNameToo() {
        assertThat(grant(Map.of("grant", "urn:ietf:params:oauth:grant-type:token-exchange")))
                .isEqualTo(grant(Map.of()));
    }

    @Test
    void anotherGrantRefusesASubjectToken() {
        assertThatThrownBy(() -> read(Map.of("grant", "client_credentials", "subjectToken", "abc")))
                .hasMessageContaining("clients[web].subject-token is set, but the grant is client_credentials")
                .hasMessageNotContaining("abc");
    }

    @Test
    void fieldsOfTheExchangeCannotBeSetAsParameters() {
        assertThatThrownBy(() -> grant(Map.of("parameters", Map.of("subject_token", "abc"))))
                .hasMessageContaining("must not set subject_token");
    }

    @Test
    void aPublicClientMayExchange() {
        assertThat(grant(Map.of("clientAuthentication", "none"))).isNotNull();
    }

    @Test
    void kobilDerivesItsEndpointsFromAddressAndTenant() {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "kobil",
                Map.of(
                        "provider", "kobil",
                        "baseUrl", "https://idp.example.com",
                        "realm", "worldline",
                        "clientId", "camel",
                        "clientSecret", "s3cret")));

        assertThat(client.provider().tokenEndpoint())
                .hasToString("https://idp.example.com/auth/realms/worldline/protocol/openid-connect/token");
        assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }

    private static Grant.TokenExchange grant(Map<String, Object> options) {
        return (Grant.TokenExchange) read(options).grant();
    }

    private static ClientRegistration read(Map<String, Object> options) {
        Map<String, Object> all =
                new HashMap<>(Map.of("tokenEndpoint", "https://id.example.com/token", "clientId", "web"));
        all.put("grant", "token_exchange");
        all.putAll(options);
        return ClientRegistration.of(ClientOptions.of("web", all));
    }
}
