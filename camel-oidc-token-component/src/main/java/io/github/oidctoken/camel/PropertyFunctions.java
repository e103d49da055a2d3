package io.github.oidctoken.camel;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Property placeholders in option values. Camel takes what follows an unknown function's name for a default value: without the component of a vault on the
 * classpath, <code>{{hashicorp:secret:ifs#pw}}</code> silently becomes the secret {@code secret:ifs#pw}. Here that is an error.
 */
final class PropertyFunctions {

    private static final Map<String, String> COMPONENTS = Map.ofEntries(
            Map.entry("aws", "camel-aws-secrets-manager"),
            Map.entry("azure", "camel-azure-key-vault"),
            Map.entry("gcp", "camel-google-secret-manager"),
            Map.entry("hashicorp", "camel-hashicorp-vault"),
            Map.entry("ibm", "camel-ibm-secrets-manager"),
            Map.entry("cyberark", "camel-cyberark-vault"),
            Map.entry("aws-parameterstore", "camel-aws-parameter-store"),
            Map.entry("spring-config", "camel-spring-cloud-config"),
            Map.entry("secret", "camel-kubernetes"),
            Map.entry("secret-binary", "camel-kubernetes"),
            Map.entry("configmap", "camel-kubernetes"),
            Map.entry("configmap-binary", "camel-kubernetes"),
            Map.entry("bean", "camel-bean"));
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([\\w.-]+)(:?)");
    private static final String UNDEFINED =
            "holds a {{placeholder}} that cannot be resolved. Define the property, or check its spelling and braces.";
    private static final int MOST_STEPS = 8;

    private final CamelContext context;

    PropertyFunctions(CamelContext context) {
        this.context = context;
    }

    /**
     * Refuses a value whose placeholders need a function that is not there, also through other properties that it refers to.
     *
     * @param written the value before placeholders were resolved
     */
    void check(OptionName option, String written) {
        missing(written, 0).ifPresent(function -> {
            throw option.wrong("needs the property function '" + function + "', which is not there. Add "
                    + COMPONENTS.get(function) + " to the classpath, or correct the placeholder.");
        });
    }

    /** The value with its placeholders resolved. */
    Object resolve(OptionName option, Object written) {
        if (!(written instanceof String text) || !text.contains("{{")) {
            return written;
        }
        check(option, text);
        String problem;
        try {
            @Nullable String resolved = context.resolvePropertyPlaceholders(text);
            if (resolved != null) {
                return resolved;
            }
            problem = "holds an optional placeholder without a value.";
        } catch (IllegalArgumentException e) {
            // without the cause: its message repeats the value
            problem = UNDEFINED;
        }
        throw option.wrong(problem);
    }

    /** Refuses a value with a placeholder that stands for nothing. Vaults are not asked. */
    void checkDefined(OptionName option, String written) {
        if (!written.contains("{{")) {
            return;
        }
        boolean ofVault = PLACEHOLDER
                .matcher(written)
                .results()
                .anyMatch(found -> !found.group(2).isEmpty() && COMPONENTS.containsKey(found.group(1)));
        if (ofVault) {
            return;
        }
        try {
            context.resolvePropertyPlaceholders(written);
        } catch (IllegalArgumentException e) {
            // without the cause: its message repeats the value
            throw option.wrong(UNDEFINED);
        }
    }

    private Optional<String> missing(String text, int step) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (step < MOST_STEPS && placeholder.find()) {
            String name = placeholder.group(1);
            if (placeholder.group(2).isEmpty()) {
                Optional<String> deeper = missing(raw(name), step + 1);
                if (deeper.isPresent()) {
                    return deeper;
                }
            } else if (COMPONENTS.containsKey(name)
                    && context.getPropertiesComponent().getPropertiesFunction(name) == null) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private String raw(String property) {
        Properties found = context.getPropertiesComponent().loadProperties(property::equals);
        return found.getProperty(property, "");
    }
}
