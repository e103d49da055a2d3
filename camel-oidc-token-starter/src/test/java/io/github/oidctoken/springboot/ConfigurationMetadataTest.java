package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.oidctoken.camel.OidcTokenConfiguration;
import io.github.oidctoken.oauth2.client.ClientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/** What tools read of the properties is what the component's own metadata says of its options. */
class ConfigurationMetadataTest {

    private static final Path DOCUMENT =
            Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");
    private static final Path PROPOSAL = Path.of("target/additional-spring-configuration-metadata.json");
    private static final String CLIENTS = "camel.component.oidc-token.clients.*.";

    /** Spring Boot's alone, so the component does not describe them. */
    private static final Set<String> OURS = Set.of(
            CLIENTS + "registration", "management.health.oidc-token.enabled", "management.info.oidc-token.enabled");

    private static final Map<String, String> TYPES = Map.of(
            "string",
            "java.lang.String",
            "enum",
            "java.lang.String",
            "boolean",
            "java.lang.Boolean",
            "integer",
            "java.lang.Integer",
            "duration",
            "java.time.Duration",
            "object",
            "java.util.Map<java.lang.String,java.lang.String>");

    private static final String LIST = "java.util.List<java.lang.String>";

    /** Set as an object in Java; in properties {@code repository} names the bean. */
    private static final Set<String> NOT_A_PROPERTY = Set.of("tokenRepository");

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    void springBootKnowsEveryAutoConfigurationWithoutLookingIntoItsClass() throws IOException {
        Properties known = new Properties();
        try (InputStream in = Objects.requireNonNull(OidcTokenAutoConfiguration.class.getResourceAsStream(
                "/META-INF/spring-autoconfigure-metadata.properties"))) {
            known.load(in);
        }

        assertThat(ImportCandidates.load(AutoConfiguration.class, null))
                .filteredOn(name -> name.startsWith("io.github.oidctoken."))
                .hasSize(4)
                .allSatisfy(name -> assertThat(known).containsKeys(name, name + ".AutoConfigureAfter"));
    }

    @Test
    void everyOptionOfAClientIsDescribedAsTheComponentDescribesIt() throws IOException {
        JsonNode document = json.readTree(Files.readString(DOCUMENT));
        ObjectNode expected = json.createObjectNode();
        ArrayNode properties = expected.putArray("properties");
        ArrayNode hints = expected.putArray("hints");
        document.get("properties").forEach(property -> {
            if (OURS.contains(property.get("name").asText())) {
                properties.add(property);
            }
        });
        document.get("hints").forEach(hint -> {
            if (!hint.get("name").asText().startsWith(CLIENTS)) {
                hints.add(hint);
            }
        });
        component().get("properties").properties().stream()
                .filter(option -> optionsOfAClient().contains(option.getKey()))
                .forEach(option -> describe(option.getKey(), option.getValue(), properties, hints));
        Files.writeString(PROPOSAL, json.writeValueAsString(expected) + "\n");

        assertThat(document)
                .as("%s is out of date; what it should be is in %s", DOCUMENT, PROPOSAL)
                .isEqualTo(json.readTree(Files.readString(PROPOSAL)));
    }

    @Test
    void whateverTakesSeveralValuesMayBeAList() throws IOException {
        Set<String> several = component().get("properties").properties().stream()
                .filter(option -> optionsOfAClient().contains(option.getKey()))
                .filter(option -> option.getValue().get("description").asText().contains("separated by"))
                .map(option -> option.getKey().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(several).isNotEmpty().allMatch(ListOptions::has).hasSize(5);
    }

    @Test
    void theBuildHandsTheDescriptionsOn() throws IOException {
        assertThat(compiled())
                .contains(CLIENTS + "client-secret", CLIENTS + "tenant", CLIENTS + "refresh-margin")
                .containsAll(OURS);
    }

    @Test
    void everyOptionOfTheComponentIsAPropertyToo() throws IOException {
        Set<String> options = component().get("componentProperties").properties().stream()
                .map(Map.Entry::getKey)
                .filter(option -> !NOT_A_PROPERTY.contains(option))
                .map(option -> "camel.component.oidc-token." + ClientOptions.kebab(option))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(compiled()).containsAll(options);
    }

    @Test
    void everyOptionThatSpringBootBindsForAClientIsDescribed() throws IOException {
        Set<String> bound = OptionNames.of(ClientProperties.class).names().stream()
                .map(CLIENTS::concat)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(compiled()).containsAll(bound);
    }

    private void describe(String option, JsonNode about, ArrayNode properties, ArrayNode hints) {
        String name = CLIENTS + ClientOptions.kebab(option);
        ObjectNode property = properties.addObject();
        property.put("name", name);
        boolean list = ListOptions.has(option.toLowerCase(Locale.ROOT));
        property.put(
                "type",
                list ? LIST : Objects.requireNonNull(TYPES.get(about.get("type").asText()), option));
        property.put("description", about.get("description").asText());
        if (about.has("defaultValue")) {
            property.set("defaultValue", about.get("defaultValue"));
        }
        if (about.has("enum")) {
            ObjectNode hint = hints.addObject();
            hint.put("name", name);
            ArrayNode values = hint.putArray("values");
            about.get("enum").forEach(value -> values.addObject().set("value", value));
            hint.putArray("providers").addObject().put("name", "any");
        }
    }

    private static Set<String> optionsOfAClient() {
        return java.util.Arrays.stream(OidcTokenConfiguration.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(UriParam.class))
                .map(java.lang.reflect.Field::getName)
                .collect(Collectors.toSet());
    }

    private JsonNode component() throws IOException {
        return read("/META-INF/io/github/oidctoken/camel/oidc-token.json");
    }

    private Set<String> compiled() throws IOException {
        Set<String> names = new TreeSet<>();
        try (InputStream metadata =
                Files.newInputStream(Path.of("target/classes/META-INF/spring-configuration-metadata.json"))) {
            json.readTree(metadata)
                    .get("properties")
                    .forEach(property -> names.add(property.get("name").asText()));
        }
        return names;
    }

    private JsonNode read(String resource) throws IOException {
        try (InputStream metadata = OidcTokenConfiguration.class.getResourceAsStream(resource)) {
            return json.readTree(metadata);
        }
    }
}
