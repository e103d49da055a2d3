package io.github.oidctoken.oauth2.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeysTest {

    /** A changed key loses every stored session: change this file only with a migration. */
    @Test
    void encodedKeysAreTheSameInEveryRelease() throws IOException {
        String encoded = String.join(
                "\n",
                List.of(
                        AccessKey.of(client(Map.of()), "default").encoded(),
                        AccessKey.of(
                                        client(Map.of(
                                                "scope",
                                                "b a",
                                                "audience",
                                                "api",
                                                "resource",
                                                "https://api.example.com")),
                                        "default")
                                .encoded(),
                        AccessKey.of(client(Map.of("parameters", Map.of("x", "1", "y", "2"))), "tenant 7|ü")
                                .encoded(),
                        SessionKey.of(password(), "default").encoded(),
                        SessionKey.of(password(), "default").documentKey()));

        assertThat(encoded + "\n").isEqualTo(golden());
    }

    @Test
    void scopesOfOneSessionMakeDifferentAccessTokensInAnyOrder() {
        AccessKey one = AccessKey.of(client(Map.of("scope", "a b")), "default");
        AccessKey same = AccessKey.of(client(Map.of("scope", "b a")), "default");
        AccessKey other = AccessKey.of(client(Map.of("scope", "a")), "default");

        assertThat(one).isEqualTo(same).isNotEqualTo(other);
        assertThat(one.session()).isEqualTo(other.session());
    }

    @Test
    void thePrincipalOfAPasswordClientBeginsWithItsUserName() {
        assertThat(SessionKey.of(password(), "default").principal()).isEqualTo("user:alice");
        assertThat(SessionKey.of(password(), "tenant").principal()).isEqualTo("user%3Aalice|principal%3Atenant");
    }

    @Test
    void twoUsersNeverShareASessionWhateverTheirPrincipal() {
        ClientRegistration bob = client(Map.of("grant", "password", "username", "bob", "password", "builder"));

        assertThat(SessionKey.of(password(), "tenant")).isNotEqualTo(SessionKey.of(bob, "tenant"));
    }

    @Test
    void partsCannotBeMovedFromOneFieldToAnother() {
        assertThat(KeyEncoding.of("a|b", "c")).isNotEqualTo(KeyEncoding.of("a", "b|c"));
    }

    @Test
    void documentKeysHideThePrincipal() {
        assertThat(SessionKey.of(password(), "default").documentKey()).matches("session/[0-9a-f]{64}");
    }

    private static ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "issuer", "https://id.example.com/realms/acme",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("ifs", options));
    }

    private static ClientRegistration password() {
        return client(Map.of("grant", "password", "username", "alice", "password", "wonderland"));
    }

    private static String golden() throws IOException {
        try (InputStream file = Objects.requireNonNull(KeysTest.class.getResourceAsStream("encoded-keys.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
