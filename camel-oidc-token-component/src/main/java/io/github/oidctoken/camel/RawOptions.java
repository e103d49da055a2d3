package io.github.oidctoken.camel;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a user wrote for one client, or below one of its options such as {@code parameters}: names in any spelling with their values, not judged yet. */
final class RawOptions extends TreeMap<String, Object> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable OidcTokenConfiguration base;

    /** The bean that these options add to. */
    @Nullable
    OidcTokenConfiguration base() {
        return base;
    }

    void base(OidcTokenConfiguration configuration) {
        this.base = configuration;
    }

    /** The names below an option; what is there already stays. */
    @Nullable
    Object below(String option) {
        return computeIfAbsent(option, missing -> new RawOptions());
    }

    /** Whether all names are list positions, as in {@code targets[0]}. */
    boolean isList() {
        return !isEmpty() && keySet().stream().allMatch(key -> key.matches("\\d{1,4}"));
    }

    /** The list that was written by positions, as the one text with commas that it could have been. */
    String joined() {
        return entrySet().stream()
                .sorted(Comparator.comparing(entry -> Integer.parseInt(entry.getKey())))
                .map(Map.Entry::getValue)
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    /** A name as it compares with other spellings of it: without case and dashes. */
    static String canonical(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Names only: values may be secret, and Camel prints the target of a binding that fails. */
    @Override
    public String toString() {
        return keySet().toString();
    }
}
