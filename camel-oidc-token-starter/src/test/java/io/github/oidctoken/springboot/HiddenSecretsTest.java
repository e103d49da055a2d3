package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.oauth2.client.ClientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizableData;

class HiddenSecretsTest {

    private static final String PREFIX = "camel.component.oidc-token.";

    private final HiddenSecrets hidden = new HiddenSecrets();

    @ParameterizedTest
    @MethodSource("secretOptions")
    void whateverTheComponentDescribesAsSecretIsHidden(String key) {
        assertThat(shown(key)).isEqualTo(SanitizableData.SANITIZED_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PREFIX + "clients[ifs].client-id",
                PREFIX + "clients[ifs].reusable-refresh-token",
                PREFIX + "repository",
                "spring.application.name"
            })
    void otherValuesAreShown(String key) {
        assertThat(shown(key)).isEqualTo("a value");
    }

    private Object shown(String key) {
        return hidden.apply(new SanitizableData(null, key, "a value")).getValue();
    }

    static Stream<String> secretOptions() throws IOException {
        try (InputStream in =
                HiddenSecretsTest.class.getResourceAsStream("/META-INF/io/github/oidctoken/camel/oidc-token.json")) {
            JsonNode metadata = new ObjectMapper().readTree(Objects.requireNonNull(in));
            return Stream.concat(
                    secret(metadata.get("componentProperties")).map(option -> PREFIX + option),
                    secret(metadata.get("properties"))
                            .flatMap(option ->
                                    Stream.of(PREFIX + "clients[ifs]." + option, PREFIX + "clients.my-erp." + option)))
                    .toList()
                    .stream();
        }
    }

    private static Stream<String> secret(JsonNode options) {
        return StreamSupport.stream(options.properties().spliterator(), false)
                .filter(option -> option.getValue().path("secret").asBoolean())
                .map(option -> ClientOptions.kebab(option.getKey()));
    }
}
