package io.github.oidctoken.springboot;

import io.github.oidctoken.oauth2.client.ClientOptions;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options that a class of properties has, read off its setters. Immutable. */
final class OptionNames {

    private static final String SETTER = "set";

    /** By the option in lower case and without dashes, as all spellings of a name have in common. */
    private final Map<String, Method> setters = new LinkedHashMap<>();

    private OptionNames(Class<?> properties) {
        for (Method method : properties.getMethods()) {
            if (method.getName().startsWith(SETTER) && method.getParameterCount() == 1) {
                setters.put(method.getName().substring(SETTER.length()).toLowerCase(Locale.ROOT), method);
            }
        }
    }

    static OptionNames of(Class<?> properties) {
        return new OptionNames(properties);
    }

    /** As in properties files, such as {@code client-id}. */
    Collection<String> names() {
        return setters.values().stream().map(OptionNames::name).toList();
    }

    /** The setter of an option, by its name in lower case and without dashes. */
    @Nullable
    Method setter(String option) {
        return setters.get(option);
    }

    /** The option of a setter as in properties files, such as {@code client-id}. */
    static String name(Method setter) {
        String option = setter.getName().substring(SETTER.length());
        return ClientOptions.kebab(Character.toLowerCase(option.charAt(0)) + option.substring(1));
    }

    /** @param option in lower case and without dashes */
    boolean has(String option) {
        return setters.containsKey(option);
    }

    /** Whether the option takes whatever text somebody writes. */
    boolean isText(String option) {
        Method setter = setters.get(option);
        return setter != null && setter.getParameterTypes()[0] == String.class;
    }

    /** Whether names of the user's own follow the option. */
    boolean isMap(String option) {
        Method setter = setters.get(option);
        return setter != null && Map.class.isAssignableFrom(setter.getParameterTypes()[0]);
    }
}
