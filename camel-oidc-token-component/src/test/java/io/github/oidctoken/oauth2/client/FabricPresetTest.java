package io.github.oidctoken.oauth2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FabricPresetTest {

    private static final Map<String, Object> OPTIONS = Map.of(
            "provider", "fabric",
            "baseUrl", "https://login.example.com/oauth/",
            "clientId", "camel",
            "redirectUri", "https://esb.example.com/connected/");

    @Test
    void aPersonSignsInBelowTheAuthorizationUrl() {
        ClientRegistration client = read(OPTIONS);

        assertThat(client.grant())
                .isEqualTo(new Grant.AuthorizationCode(
                        URI.create("https://esb.example.com/connected/"),
                        null,
                        java.util.Set.of(),
                        Map.of(),
                        ResponseMode.QUERY,
                        PushedAuthorization.AUTO,
                        null,
                        null));
        assertThat(client.provider().authorizationEndpoint())
                .isEqualTo(URI.create("https://login.example.com/oauth/authorize"));
        assertThat(client.provider().tokenEndpoint()).isEqualTo(URI.create("https://login.example.com/oauth/token"));
        assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.NONE);
    }

    @Test
    void aRefreshRepeatsTheRedirectUriExactly() {
        assertThat(read(OPTIONS).request().refreshParameters())
                .isEqualTo(Map.of("redirect_uri", "https://esb.example.com/connected/"));
    }

    @Test
    void furtherRefreshParametersComeOnTop() {
        Map<String, Object> options = new HashMap<>(OPTIONS);
        options.put("refreshParameters", Map.of("tenant", "7"));

        assertThat(read(options).request().refreshParameters())
                .isEqualTo(Map.of("redirect_uri", "https://esb.example.com/connected/", "tenant", "7"));
    }

    @Test
    void aClientThatNeedsNoPersonNeedsNoRedirectUri() {
        Map<String, Object> options = new HashMap<>(OPTIONS);
        options.remove("redirectUri");
        options.put("grant", "client_credentials");
        options.put("clientSecret", "s3cret");

        assertThat(read(options).request().refreshParameters()).isEmpty();
    }

    @Test
    void allowedSubjectsNeedAnIdTokenAndAnIdTokenAnIssuer() {
        Map<String, Object> options = new HashMap<>(OPTIONS);
        options.put("allowedSubjects", "alice");
        assertThatThrownBy(() -> read(options)).hasMessageContaining("Add openid to clients[fabric].scope");

        options.put("scope", "openid");
        assertThatThrownBy(() -> read(options)).hasMessageContaining("clients[fabric].issuer is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "nonce",
                "code_challenge",
                "redirect_uri",
                "response_type",
                "response_mode",
                "client_id",
                "client_secret",
                "scope",
                "request_uri"
            })
    void nobodyChangesByTheWayWhatTiesARequestToItsAnswer(String name) {
        Map<String, Object> options = new HashMap<>(OPTIONS);
        options.put("authorizationParameters", Map.of("prompt", "login", name, "HUSH"));

        assertThatThrownBy(() -> read(options))
                .hasMessageContaining("clients[fabric].authorization-parameters must not set " + name)
                .hasMessageNotContaining("HUSH");
    }

    @Test
    void parametersOfASignInBelongToTheGrantThatHasOne() {
        Map<String, Object> options = new HashMap<>(OPTIONS);
        options.put("grant", "client_credentials");
        options.put("clientSecret", "s3cret");
        options.remove("redirectUri");
        options.put("authorizationParameters", Map.of("prompt", "login"));

        assertThatThrownBy(() -> read(options))
                .hasMessageContaining(
                        "clients[fabric].authorization-parameters is set, but the grant is client_credentials");
    }

    private static ClientRegistration read(Map<String, Object> options) {
        return ClientRegistration.of(ClientOptions.of("fabric", options));
    }
}
