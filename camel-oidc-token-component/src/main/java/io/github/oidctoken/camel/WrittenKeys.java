package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.util.StringHelper;

/**
 * The property keys of the component as they were written, in the context's property sources and the JVM's system properties. They are judged before Camel
 * binds them: Camel answers a name that it does not know by printing the value, and it takes dashes out of names.
 */
final class WrittenKeys {

    static final String PREFIX = "camel.component.oidc-token.";

    /** Read by camel-main and Spring Boot themselves. */
    private static final List<String> OF_THE_RUNTIME = List.of("enabled", "customizer");

    /** What a mistyped name may have been. */
    private static final List<String> OF_THE_COMPONENT = List.of(
            "clients",
            "repository",
            "token-repository",
            "encryption-keys",
            "allow-plaintext",
            "create-table",
            "table-name");

    private static final String ENCRYPTION_KEYS = RawOptions.canonical("encryptionKeys");

    private final Properties written;

    private WrittenKeys(Properties written) {
        this.written = written;
    }

    static WrittenKeys of(CamelContext context) {
        Properties written = new Properties();
        written.putAll(context.getPropertiesComponent().loadProperties(key -> key.startsWith(PREFIX)));
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX))
                .forEach(key -> written.setProperty(key, System.getProperty(key)));
        return new WrittenKeys(written);
    }

    /** How client names that stand between dots were written, by what Camel makes of them. */
    Map<String, String> spellings() {
        return keys().filter(WrittenKey::isOfClient)
                .map(WrittenKey::client)
                .filter(client -> !client.inBrackets())
                .collect(Collectors.toMap(
                        client -> StringHelper.dashToCamelCase(client.name()),
                        WrittenKey.Part::name,
                        (first, second) -> first,
                        TreeMap::new));
    }

    /** What is written for one option of a client, placeholders and all; absent when it is not written here. */
    Optional<String> text(String client, String option, ConfigurationOptions clientOptions) {
        return keys().filter(key -> key.isOfClient()
                        && key.parts().size() == 3
                        && key.client().name().equals(client)
                        && clientOptions
                                .find(key.option())
                                .filter(option::equals)
                                .isPresent())
                .map(key -> written.getProperty(PREFIX + key.text()))
                .findFirst();
    }

    /**
     * Refuses keys that mean nothing, by their names only.
     *
     * @param component knows the options of the component itself
     */
    void check(ComponentConfigurer component, ConfigurationOptions clientOptions) {
        keys().forEach(key -> {
            if (key.isOfClient()) {
                key.checkOption(clientOptions);
            } else {
                checkComponentOption(key, component, clientOptions);
            }
        });
    }

    /** Refuses values that need a property function which is not there. */
    void checkFunctions(PropertyFunctions functions, ConfigurationOptions clientOptions) {
        written.stringPropertyNames().stream().sorted().forEach(text -> {
            WrittenKey key = WrittenKey.of(text.substring(PREFIX.length()));
            if (key.isOfClient() && !key.isWholeClient()) {
                String option = clientOptions.find(key.option()).orElse(key.option());
                functions.check(new OptionName(key.client().name(), option), String.valueOf(written.get(text)));
            } else if (!key.isOfClient()) {
                functions.check(OptionName.ofComponent(key.text()), String.valueOf(written.get(text)));
            }
        });
    }

    /** Refuses values of clients with a placeholder that stands for nothing: the runtime would name the placeholder, but neither client nor option. */
    void checkPlaceholders(PropertyFunctions functions, ConfigurationOptions clientOptions) {
        keys().filter(key -> key.isOfClient() && !key.isWholeClient())
                .forEach(key -> functions.checkDefined(
                        new OptionName(
                                key.client().name(),
                                clientOptions.find(key.option()).orElse(key.option())),
                        String.valueOf(written.get(PREFIX + key.text()))));
    }

    /** Refuses encryption keys with a placeholder that cannot be resolved: Camel would answer with the text around it, other keys. */
    void checkKeys(PropertyFunctions functions) {
        written.stringPropertyNames().stream()
                .filter(key ->
                        RawOptions.canonical(key.substring(PREFIX.length())).equals(ENCRYPTION_KEYS))
                .forEach(
                        key -> functions.resolve(RepositorySettings.ENCRYPTION_KEYS, String.valueOf(written.get(key))));
    }

    private static void checkComponentOption(
            WrittenKey key, ComponentConfigurer component, ConfigurationOptions clientOptions) {
        String name = key.parts().isEmpty() ? "" : key.parts().get(0).name();
        if (component.knows(name) || OF_THE_RUNTIME.contains(name)) {
            return;
        }
        String hint = clientOptions
                .find(name)
                .map(option -> " It is an option of a client: write " + PREFIX + "clients[NAME]."
                        + ClientOptions.kebab(option) + ".")
                .orElseGet(() -> NearestName.question(ClientOptions.kebab(name), OF_THE_COMPONENT));
        throw new IllegalArgumentException(
                PREFIX + key.text() + " is not an option of the oidc-token component." + hint);
    }

    private Stream<WrittenKey> keys() {
        return written.stringPropertyNames().stream()
                .sorted()
                .map(key -> WrittenKey.of(key.substring(PREFIX.length())));
    }
}
