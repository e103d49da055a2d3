package io.github.oidctoken.oauth2.client;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user wrote for one client: option names in camelCase with their values, read with the errors that a user needs.
 *
 * <p>Values are text, {@link Duration}, {@link Boolean}, {@link Integer} or, for {@code parameters} and its like, a map of text. An absent
 * and a blank value mean the same. Immutable.
 */
public final class ClientOptions {

    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** What is left when a property function's jar is missing: Camel then takes the text after its name as a default value. */
    private static final Pattern UNRESOLVED_FUNCTION = Pattern.compile(
            "(env|sys|service|service\\.name|hashicorp|aws|aws-parameterstore|gcp|azure|cyberark|ibm|spring-config|secret"
                    + "|secret-binary|configmap|configmap-binary|bean):\\S+",
            Pattern.CASE_INSENSITIVE);

    private final String client;
    private final Map<String, Object> values;
    private final Set<String> written;

    private ClientOptions(String client, Map<String, Object> values, Set<String> written) {
        this.client = client;
        this.values = values;
        this.written = written;
    }

    /**
     * Reads the options of the client of that name.
     *
     * @throws ClientConfigurationException if the name is not made of letters, digits, {@code -} and {@code _}
     */
    public static ClientOptions of(String client, Map<String, ? extends @Nullable Object> values) {
        if (!NAME.matcher(client).matches()) {
            throw new ClientConfigurationException(
                    client, "a client's name is made of letters, digits, '-' and '_'. Rename it.");
        }
        Map<String, Object> present = new TreeMap<>();
        for (Map.Entry<String, ? extends @Nullable Object> entry : values.entrySet()) {
            Object value = entry.getValue();
            if (value != null && !value.toString().isBlank()) {
                present.put(entry.getKey(), value);
            }
        }
        return new ClientOptions(client, present, Set.copyOf(present.keySet()));
    }

    /** The client's name. */
    public String client() {
        return client;
    }

    /** Whether the option has a value. */
    boolean has(String option) {
        return values.containsKey(option);
    }

    /** Whether the user wrote the option, as against a preset. */
    boolean wrote(String option) {
        return written.contains(option);
    }

    /** The same options with further defaults below them: a value that is present stays. */
    ClientOptions withDefaults(Map<String, ?> defaults) {
        Map<String, Object> merged = new TreeMap<String, Object>(defaults);
        values.forEach((option, value) -> merged.merge(option, value, ClientOptions::over));
        return new ClientOptions(client, merged, written);
    }

    private static Object over(Object below, Object above) {
        if (!(below instanceof Map<?, ?> defaults && above instanceof Map<?, ?> written)) {
            return above;
        }
        Map<Object, Object> merged = new LinkedHashMap<>(defaults);
        merged.putAll(written);
        return merged;
    }

    @Nullable
    String text(String option) {
        Object value = values.get(option);
        if (value == null) {
            return null;
        }
        return resolved(option, value.toString().trim());
    }

    String required(String option, String reason) {
        String value = text(option);
        if (value == null) {
            throw invalid(option, "is missing: " + reason + ". Set " + key(option) + ".");
        }
        return value;
    }

    /** A secret keeps its white space: only a value that is nothing else counts as absent. */
    @Nullable
    Secret secret(String option) {
        Object value = values.get(option);
        if (value == null) {
            return null;
        }
        if (value instanceof Secret secret) {
            return secret;
        }
        String text = resolved(option, value.toString());
        if (UNRESOLVED_FUNCTION.matcher(text).matches()) {
            throw invalid(
                    option,
                    "holds the text of a property function that nothing resolved (its first word names it). Add the Camel"
                            + " component of that vault or function to the classpath, or correct the placeholder.");
        }
        return Secret.of(text);
    }

    Duration duration(String option, Duration otherwise) {
        Duration duration = read(option, otherwise);
        if (duration.isZero() || duration.isNegative()) {
            throw invalid(option, "must be longer than zero.");
        }
        return duration;
    }

    /** A duration that may be zero, which switches something off. */
    Duration durationOrZero(String option, Duration otherwise) {
        Duration duration = read(option, otherwise);
        if (duration.isNegative()) {
            throw invalid(option, "must not be negative: 0s switches it off.");
        }
        return duration;
    }

    private Duration read(String option, Duration otherwise) {
        Object value = values.get(option);
        if (value == null) {
            return otherwise;
        }
        Duration duration = value instanceof Duration d ? d : parse(option, value.toString());
        if (duration.compareTo(LONGEST) > 0) {
            throw invalid(option, "must not be longer than " + LONGEST.toDays() + " days.");
        }
        return duration;
    }

    boolean flag(String option) {
        String text = text(option);
        if (text == null || text.equalsIgnoreCase("false")) {
            return false;
        }
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        throw invalid(option, "must be true or false.");
    }

    int number(String option, int otherwise) {
        String text = text(option);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, without the cause: its message repeats the value
        }
        throw invalid(option, "must be a whole number above zero.");
    }

    /** A list written as text, separated by commas or white space. */
    List<String> list(String option) {
        String text = text(option);
        if (text == null) {
            return List.of();
        }
        List<String> items = new ArrayList<>();
        for (String item : text.split("[,\\s]+", -1)) {
            if (!item.isBlank() && !items.contains(item)) {
                items.add(item);
            }
        }
        return List.copyOf(items);
    }

    Map<String, String> map(String option) {
        Object value = values.get(option);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw invalid(option, "takes names and values: write " + key(option) + "[name] = value.");
        }
        Map<String, String> result = new LinkedHashMap<>();
        map.forEach((name, v) -> result.put(String.valueOf(name), resolved(option, String.valueOf(v))));
        return Map.copyOf(result);
    }

    /** Refuses options that the user wrote and that the chosen grant would silently ignore. */
    void refuse(Set<String> options, String because) {
        for (String option : options) {
            if (wrote(option)) {
                throw invalid(option, "is set, but " + because + ". Remove it, or correct " + key("grant") + ".");
            }
        }
    }

    ClientConfigurationException invalid(String option, String problem) {
        return new ClientConfigurationException(client, key(option) + " " + problem);
    }

    /** How a user writes the option in a properties file, without the component's prefix. */
    public String key(String option) {
        return "clients[" + client + "]." + kebab(option);
    }

    /** The properties spelling of a camelCase option name, such as {@code client-id}. */
    public static String kebab(String option) {
        StringBuilder kebab = new StringBuilder(option.length() + 4);
        for (int i = 0; i < option.length(); i++) {
            char letter = option.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                kebab.append('-');
            }
            kebab.append(letter);
        }
        return kebab.toString().toLowerCase(Locale.ROOT);
    }

    private String resolved(String option, String text) {
        if (text.contains("{{")) {
            throw invalid(
                    option, "still holds an unresolved {{placeholder}}. Define it, or check its spelling and braces.");
        }
        return text;
    }

    private Duration parse(String option, String text) {
        String iso = text.toUpperCase(Locale.ROOT);
        try {
            return Duration.parse(iso.startsWith("P") ? iso : "PT" + iso);
        } catch (DateTimeParseException e) {
            throw invalid(option, "must be a duration such as 30s, 5m or PT30S.");
        }
    }

    /** The names of the options that have a value; never their values. */
    @Override
    public String toString() {
        return "ClientOptions[" + client + ", " + String.join(", ", values.keySet()) + "]";
    }
}
