package io.github.oidctoken.oauth2.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientRegistrationsTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void listenToWhatIsRead() {
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
            @Override
            public @Nullable InputStream getResourceAsStream(String name) {
                asked.add(name);
                return super.getResourceAsStream(name);
            }
        });
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void aPresetIsReadOnceForAllClientsThatNameIt() {
        ClientRegistrations clients = new ClientRegistrations();

        ClientRegistration first = clients.read(keycloak("first", "https://a.example.com"));
        ClientRegistration second = clients.read(keycloak("second", "https://b.example.com"));

        assertThat(asked).containsExactly("META-INF/oidc-token/providers/keycloak.properties");
        assertThat(first.provider().issuer()).hasToString("https://a.example.com/realms/acme");
        assertThat(second.provider().issuer()).hasToString("https://b.example.com/realms/acme");
    }

    private static ClientOptions keycloak(String name, String baseUrl) {
        return ClientOptions.of(
                name,
                Map.of(
                        "provider", "keycloak",
                        "baseUrl", baseUrl,
                        "realm", "acme",
                        "clientId", "camel",
                        "clientSecret", "s3cret"));
    }
}
