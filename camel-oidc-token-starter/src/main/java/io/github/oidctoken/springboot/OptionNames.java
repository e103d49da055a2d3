package io.github.oidctoken.springboot;

import io.github.oidctoken.oauth2.client.ClientOptions;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The options that a class of properties has, read off its setters. Immutable. */
final class OptionNames {

    private static final String SETTER = "set";

    private final List<String> names = new ArrayList<>();
    private final Set<String> uniform = new HashSet<>();
    private final Set<String> maps = new HashSet<>();

    private OptionNames(Class<?> properties) {
        for (Method method : properties.getMethods()) {
            if (method.getName().startsWith(SETTER) && method.getParameterCount() == 1) {
                String option = method.getName().substring(SETTER.length());
                String same = option.toLowerCase(Locale.ROOT);
                names.add(option);
                uniform.add(same);
                if (Map.class.isAssignableFrom(method.getParameterTypes()[0])) {
                    maps.add(same);
                }
            }
        }
    }

    static OptionNames of(Class<?> properties) {
        return new OptionNames(properties);
    }

    /** As in properties files, such as {@code client-id}. */
    Collection<String> names() {
        return names.stream()
                .map(option -> ClientOptions.kebab(Character.toLowerCase(option.charAt(0)) + option.substring(1)))
                .toList();
    }

    /** @param option in lower case and without dashes, as all spellings of a name have in common */
    boolean has(String option) {
        return uniform.contains(option);
    }

    /** Whether names of the user's own follow the option. */
    boolean isMap(String option) {
        return maps.contains(option);
    }
}
