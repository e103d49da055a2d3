package io.github.oidctoken.oauth2.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnePortalPresetTest {

    private static final Map<String, Object> OPTIONS = Map.of(
            "provider", "oneportal",
            "baseUrl", "https://portal.example.com/",
            "clientId", "camel",
            "clientSecret", "s3cret");

    @Test
    void endpointsAreThoseOfTheDocumentWithTheQuestionMark() {
        ClientRegistration client = read(OPTIONS);

        assertThat(client.provider().tokenEndpoint()).isEqualTo(URI.create("https://portal.example.com/openid/token?"));
        assertThat(client.provider().introspectionEndpoint())
                .isEqualTo(URI.create("https://portal.example.com/openid/introspect"));
        assertThat(client.clientAuthentication()).isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        assertThat(client.targets()).isEmpty();
    }

    @Test
    void thePasswordGrantMustBeWritten() {
        assertThat(read(OPTIONS).grant()).isEqualTo(new Grant.ClientCredentials());
        assertThat(read(with("grant", "password")).grant()).isEqualTo(new Grant.PresentedPassword());
    }

    @Test
    void aUsernameWithoutAPasswordIsAMistake() {
        Map<String, Object> half = with("grant", "password");
        half.put("username", "alice");

        assertThatThrownBy(() -> read(half)).hasMessageContaining("clients[portal].password is missing");
    }

    @Test
    void baseUrlIsRequired() {
        Map<String, Object> options = new HashMap<>(OPTIONS);
        options.remove("baseUrl");

        assertThatThrownBy(() -> read(options)).hasMessageContaining("clients[portal].base-url is missing");
    }

    private static Map<String, Object> with(String option, String value) {
        Map<String, Object> options = new HashMap<>(OPTIONS);
        options.put(option, value);
        return options;
    }

    private static ClientRegistration read(Map<String, Object> options) {
        return ClientRegistration.of(ClientOptions.of("portal", options));
    }
}
