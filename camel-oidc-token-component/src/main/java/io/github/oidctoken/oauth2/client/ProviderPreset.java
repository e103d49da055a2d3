package io.github.oidctoken.oauth2.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one kind of authorization server: templates of default option values, read from the resource
 * {@code META-INF/oidc-token/providers/NAME.properties}. An application may add presets of its own in that folder.
 *
 * <p>A template such as <code>{baseUrl}/realms/{realm}</code> takes the values of the client's own options, else of those that the preset itself gives a fixed value. What
 * must be set is told by {@link PresetRules}. A name in a map, such as {@code refreshParameters.redirect_uri}, is left out where an option of its
 * template is not set, and so is any template with an option that the key {@code optional} lists.
 */
final class ProviderPreset {

    private static final String FOLDER = "META-INF/oidc-token/providers/";
    private static final List<String> SHIPPED = List.of(
            "auth0",
            "cognito",
            "entra",
            "fabric",
            "generic",
            "google",
            "ifs-cloud",
            "keycloak",
            "kobil",
            "okta",
            "okta-org",
            "oneportal");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final String name;
    private final Properties properties;

    private ProviderPreset(String name, Properties properties) {
        this.name = name;
        this.properties = properties;
    }

    /** The preset that the client's {@code provider} names; {@code generic} when it names none. */
    static ProviderPreset of(ClientOptions options) {
        String written = options.text("provider");
        String name = written == null ? "generic" : written;
        Properties properties = NAME.matcher(name).matches() ? load(name) : null;
        if (properties == null) {
            throw options.invalid(
                    "provider", "names no known provider. Known are: " + String.join(", ", SHIPPED) + ".");
        }
        return new ProviderPreset(name, properties);
    }

    /** The client's options, completed by this preset's templates. */
    ClientOptions complete(ClientOptions written) {
        PresetRules rules = new PresetRules(name, properties);
        rules.checkProvider(written);
        ClientOptions options = written.withDefaults(fixed());
        rules.checkGrant(options);
        Map<String, Object> defaults = new LinkedHashMap<>();
        Map<String, Map<String, Object>> maps = new LinkedHashMap<>();
        for (String option : templates()) {
            String template = properties.getProperty(option);
            int dot = option.indexOf('.');
            if (dot < 0 && present(template, rules.optional(), options)) {
                defaults.put(option, expand(template, options));
            } else if (dot > 0 && present(template, null, options)) {
                maps.computeIfAbsent(option.substring(0, dot), name -> new LinkedHashMap<>())
                        .put(option.substring(dot + 1), expand(template, options));
            }
        }
        defaults.putAll(maps);
        return options.withDefaults(defaults);
    }

    private List<String> templates() {
        return properties.stringPropertyNames().stream()
                .filter(key -> !PresetRules.isRule(key))
                .toList();
    }

    private Map<String, Object> fixed() {
        Map<String, Object> fixed = new LinkedHashMap<>();
        for (String option : templates()) {
            String value = properties.getProperty(option);
            if (option.indexOf('.') < 0 && !VARIABLE.matcher(value).find()) {
                fixed.put(option, value);
            }
        }
        return fixed;
    }

    /**
     * Whether the options that a template may do without are there.
     *
     * @param optional which those are; null for all
     */
    private static boolean present(String template, @Nullable Collection<String> optional, ClientOptions options) {
        return VARIABLE.matcher(template)
                .results()
                .map(found -> found.group(1))
                .allMatch(option -> options.has(option) || (optional != null && !optional.contains(option)));
    }

    private static String expand(String template, ClientOptions options) {
        Matcher matcher = VARIABLE.matcher(template);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = options.required(matcher.group(1), "the provider's endpoints are derived from it");
            boolean goesOn =
                    matcher.end() < template.length() || matcher.group(1).equals("baseUrl");
            String trimmed = goesOn && value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            matcher.appendReplacement(result, Matcher.quoteReplacement(trimmed));
        }
        matcher.appendTail(result);
        return result.toString();
    }

    private static @Nullable Properties load(String name) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        InputStream found = loader == null ? null : loader.getResourceAsStream(FOLDER + name + ".properties");
        InputStream resource =
                found != null ? found : ProviderPreset.class.getResourceAsStream("/" + FOLDER + name + ".properties");
        if (resource == null) {
            return null;
        }
        try (Reader reader = new InputStreamReader(resource, StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new IllegalStateException("The provider preset '" + name + "' cannot be read", e);
        }
    }
}
