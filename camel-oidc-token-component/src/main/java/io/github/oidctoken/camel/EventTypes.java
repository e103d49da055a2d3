package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.token.TokenEvent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Token events by the names that routes use for them, such as {@code renewalFailed}. */
final class EventTypes {

    private EventTypes() {}

    static String name(TokenEvent.Type type) {
        String[] words = type.name().toLowerCase(Locale.ROOT).split("_", -1);
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining());
    }

    /**
     * The types of a list of names; all when it is empty.
     *
     * @throws IllegalArgumentException naming what is unknown and what is known
     */
    static Set<TokenEvent.Type> of(@Nullable String list) {
        if (list == null || list.isBlank()) {
            return EnumSet.allOf(TokenEvent.Type.class);
        }
        Set<TokenEvent.Type> types = EnumSet.noneOf(TokenEvent.Type.class);
        for (String name : list.split(",", -1)) {
            types.add(type(name.trim()));
        }
        return types;
    }

    private static TokenEvent.Type type(String name) {
        return Arrays.stream(TokenEvent.Type.values())
                .filter(type -> name(type).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no token event. Known are: "
                        + Arrays.stream(TokenEvent.Type.values())
                                .map(EventTypes::name)
                                .collect(Collectors.joining(", "))
                        + "."));
    }
}
