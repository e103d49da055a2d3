package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A property key of the component as a user wrote it, taken apart at its dots and brackets: {@code clients[ifs].parameters[x-y]}.
 *
 * @param text the key behind the component's prefix
 */
record WrittenKey(String text, List<Part> parts) {

    private static final Pattern PART = Pattern.compile("\\[([^\\]]*)]|([^.\\[]+)");

    /** One name in a key; Camel takes dashes out of those that do not stand in brackets. */
    record Part(String name, boolean inBrackets) {}

    static WrittenKey of(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(text);
        while (matcher.find()) {
            boolean inBrackets = matcher.group(1) != null;
            parts.add(new Part(matcher.group(inBrackets ? 1 : 2), inBrackets));
        }
        return new WrittenKey(text, List.copyOf(parts));
    }

    /** Whether the key is about a client, or a whole client. */
    boolean isOfClient() {
        return parts.size() > 1 && RawOptions.canonical(parts.get(0).name()).equals("clients");
    }

    /** Whether the key names a client and nothing of it. */
    boolean isWholeClient() {
        return parts.size() == 2;
    }

    Part client() {
        return parts.get(1);
    }

    /** The option's name as written; empty for a whole client. */
    String option() {
        return isWholeClient() ? "" : parts.get(2).name();
    }

    /**
     * Refuses a key that means no option of a client.
     *
     * @throws ClientConfigurationException which names the key and the nearest right one
     */
    void checkOption(ConfigurationOptions options) {
        if (isWholeClient()) {
            return;
        }
        String option = options.find(option()).orElseThrow(() -> {
            Collection<String> known =
                    options.names().stream().map(ClientOptions::kebab).toList();
            return invalid("is not an option."
                    + (RawOptions.canonical(option()).equals("registration")
                            ? " It is one of the Spring Boot starter."
                            : NearestName.question(ClientOptions.kebab(option()), known)));
        });
        boolean plain = parts.size() == 3;
        if (!plain && options.isMap(option) && (parts.size() > 4 || loses(parts.get(3)))) {
            throw invalid("is not read as written. Put the name of the parameter in brackets: "
                    + ClientOptions.kebab(option) + "[name].");
        }
        if (!plain
                && !options.isMap(option)
                && (parts.size() > 4 || !parts.get(3).name().matches("\\d{1,4}"))) {
            throw invalid("is not an option: nothing but a position in a list can follow " + ClientOptions.kebab(option)
                    + ".");
        }
    }

    private static boolean loses(Part part) {
        return !part.inBrackets() && part.name().contains("-");
    }

    private ClientConfigurationException invalid(String problem) {
        return new ClientConfigurationException(client().name(), text + " " + problem);
    }
}
