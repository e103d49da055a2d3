package io.github.oidctoken.oauth2.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 * template is not set, and so is any template with an option that the key {@code optional} lists. Immutable.
 */
final class ProviderPreset {

    private static final String FOLDER = "META-INF/oidc-token/providers/";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final PresetRules rules;
    private final List<Template> templates;

    /**
     * A default value of an option.
     *
     * @param option camelCase, with the name after a dot where the option is a map
     * @param variables the options that the text takes in
     */
    private record Template(String option, String text, List<String> variables) {

        static Template of(String option, String text) {
            List<String> variables = new ArrayList<>();
            Matcher matcher = VARIABLE.matcher(text);
            while (matcher.find()) {
                variables.add(matcher.group(1));
            }
            return new Template(option, text, List.copyOf(variables));
        }

        boolean isOfMap() {
            return option.indexOf('.') > 0;
        }

        /** Of a map that is an option: the option's name. */
        String map() {
            return option.substring(0, option.indexOf('.'));
        }

        /** Of a map that is an option: the name in it. */
        String key() {
            return option.substring(option.indexOf('.') + 1);
        }
    }

    private ProviderPreset(PresetRules rules, List<Template> templates) {
        this.rules = rules;
        this.templates = templates;
    }

    /** The preset of that name; absent when there is none. */
    static @Nullable ProviderPreset named(String name) {
        Properties properties = NAME.matcher(name).matches() ? load(name) : null;
        if (properties == null) {
            return null;
        }
        List<Template> templates = new ArrayList<>();
        for (String key : properties.stringPropertyNames()) {
            if (!PresetRules.isRule(key)) {
                templates.add(Template.of(key, properties.getProperty(key)));
            }
        }
        return new ProviderPreset(new PresetRules(name, properties), List.copyOf(templates));
    }

    /** The client's options, completed by this preset's templates. */
    ClientOptions complete(ClientOptions written) {
        rules.checkProvider(written);
        ClientOptions options = written.withDefaults(fixed());
        rules.checkGrant(options);
        checkAddresses(options);
        Map<String, Object> defaults = new LinkedHashMap<>();
        Map<String, Map<String, Object>> maps = new LinkedHashMap<>();
        for (Template template : templates) {
            if (template.isOfMap() && present(template, null, options)) {
                maps.computeIfAbsent(template.map(), name -> new LinkedHashMap<>())
                        .put(template.key(), expand(template, options));
            } else if (!template.isOfMap() && present(template, rules.optional(), options)) {
                defaults.put(template.option(), expand(template, options));
            }
        }
        defaults.putAll(maps);
        return options.withDefaults(defaults);
    }

    private void checkAddresses(ClientOptions options) {
        CopiedAddress copied = new CopiedAddress(rules.provider(), options);
        for (Template template : templates) {
            if (!options.wrote(template.option())) {
                copied.refuse(template.option(), template.text(), template.variables());
            }
        }
    }

    private Map<String, Object> fixed() {
        Map<String, Object> fixed = new LinkedHashMap<>();
        for (Template template : templates) {
            if (!template.isOfMap() && template.variables().isEmpty()) {
                fixed.put(template.option(), template.text());
            }
        }
        return fixed;
    }

    /**
     * Whether the options that a template may do without are there.
     *
     * @param optional which those are; null for all
     */
    private static boolean present(Template template, @Nullable Collection<String> optional, ClientOptions options) {
        for (String option : template.variables()) {
            if (!options.has(option) && (optional == null || optional.contains(option))) {
                return false;
            }
        }
        return true;
    }

    private static String expand(Template template, ClientOptions options) {
        String text = template.text();
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = options.required(matcher.group(1), "the provider's endpoints are derived from it");
            boolean goesOn = matcher.end() < text.length() || matcher.group(1).equals("baseUrl");
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
