package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    private static final String SSL_BUNDLE = "sslbundle";
    private static final String OF_SPRING_BOOT =
            " It is one of the Spring Boot starter. Set ssl-context-parameters here.";

    private static final String ENCRYPTION_KEYS = RawOptions.canonical("encryptionKeys");

    /** The values by their keys, in the order of the keys. */
    private final Map<WrittenKey, String> written = new LinkedHashMap<>();

    private WrittenKeys(Map<String, String> properties) {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            written.put(WrittenKey.of(property.getKey().substring(PREFIX.length())), property.getValue());
        }
    }

    static WrittenKeys of(CamelContext context) {
        Map<String, String> properties = new TreeMap<>();
        // by its entries: Camel's own kind of Properties holds nothing that the other methods of the class would find
        for (Map.Entry<Object, Object> property : context.getPropertiesComponent()
                .loadProperties(key -> key.startsWith(PREFIX))
                .entrySet()) {
            properties.put(String.valueOf(property.getKey()), String.valueOf(property.getValue()));
        }
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                properties.put(key, System.getProperty(key));
            }
        }
        return new WrittenKeys(properties);
    }

    /** How client names that stand between dots were written, by what Camel makes of them. */
    Map<String, String> spellings() {
        Map<String, String> spellings = new TreeMap<>();
        for (WrittenKey key : written.keySet()) {
            if (key.isOfClient() && !key.client().inBrackets()) {
                String name = key.client().name();
                spellings.putIfAbsent(StringHelper.dashToCamelCase(name), name);
            }
        }
        return spellings;
    }

    /** What is written for one option of a client, placeholders and all; absent when it is not written here. */
    Optional<String> text(String client, String option, ConfigurationOptions clientOptions) {
        return written.entrySet().stream()
                .filter(entry -> entry.getKey().isOfClient()
                        && entry.getKey().parts().size() == 3
                        && entry.getKey().client().name().equals(client)
                        && clientOptions
                                .find(entry.getKey().option())
                                .filter(option::equals)
                                .isPresent())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Refuses keys that mean nothing, by their names only.
     *
     * @param component knows the options of the component itself
     */
    void check(ComponentConfigurer component, ConfigurationOptions clientOptions) {
        for (WrittenKey key : written.keySet()) {
            if (key.isOfClient()) {
                key.checkOption(clientOptions);
            } else {
                checkComponentOption(key, component, clientOptions);
            }
        }
    }

    /** Refuses values that need a property function which is not there. */
    void checkFunctions(PropertyFunctions functions, ConfigurationOptions clientOptions) {
        for (Map.Entry<WrittenKey, String> entry : written.entrySet()) {
            WrittenKey key = entry.getKey();
            if (!key.isOfClient()) {
                functions.check(OptionName.ofComponent(key.text()), entry.getValue());
            } else if (!key.isWholeClient()) {
                functions.check(option(key, clientOptions), entry.getValue());
            }
        }
    }

    /** Refuses values of clients with a placeholder that stands for nothing: the runtime would name the placeholder, but neither client nor option. */
    void checkPlaceholders(PropertyFunctions functions, ConfigurationOptions clientOptions) {
        for (Map.Entry<WrittenKey, String> entry : written.entrySet()) {
            WrittenKey key = entry.getKey();
            if (key.isOfClient() && !key.isWholeClient()) {
                functions.checkDefined(option(key, clientOptions), entry.getValue());
            }
        }
    }

    /** Refuses encryption keys with a placeholder that cannot be resolved: Camel would answer with the text around it, other keys. */
    void checkKeys(PropertyFunctions functions) {
        for (Map.Entry<WrittenKey, String> entry : written.entrySet()) {
            if (RawOptions.canonical(entry.getKey().text()).equals(ENCRYPTION_KEYS)) {
                functions.resolve(RepositorySettings.ENCRYPTION_KEYS, entry.getValue());
            }
        }
    }

    private static OptionName option(WrittenKey key, ConfigurationOptions clientOptions) {
        return new OptionName(
                key.client().name(), clientOptions.find(key.option()).orElse(key.option()));
    }

    private static void checkComponentOption(
            WrittenKey key, ComponentConfigurer component, ConfigurationOptions clientOptions) {
        String name = key.parts().isEmpty() ? "" : key.parts().get(0).name();
        if (component.knows(name)) {
            if (key.parts().size() > 1 && component.takesText(name)) {
                throw new ComponentConfigurationException(
                        PREFIX + ClientOptions.kebab(name),
                        PREFIX + key.text() + " is not read: " + ClientOptions.kebab(name)
                                + " takes one text, and no names or positions below it. Where it takes several values,"
                                + " commas stand between them.",
                        null);
            }
            return;
        }
        if (OF_THE_RUNTIME.contains(name)) {
            return;
        }
        String hint = clientOptions
                .find(name)
                .map(option -> " It is an option of a client: write " + PREFIX + "clients[NAME]."
                        + ClientOptions.kebab(option) + ".")
                .orElseGet(() -> NearestName.question(ClientOptions.kebab(name), component.names()));
        throw new IllegalArgumentException(PREFIX + key.text() + " is not an option of the oidc-token component."
                + (RawOptions.canonical(name).equals(SSL_BUNDLE) ? OF_SPRING_BOOT : hint));
    }
}
