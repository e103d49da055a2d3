package io.github.oidctoken.springboot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Which options of clients the property sources of an application may hold, read once from their names. Immutable. */
final class WrittenNames {

    static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(OidcTokenProperties.PREFIX);
    static final ConfigurationPropertyName CLIENTS = PREFIX.append("clients");

    /** Where the name of an option of the component stands. */
    static final int OPTION = PREFIX.getNumberOfElements();

    /** Where the name of an option of a client stands. */
    static final int OPTION_OF_CLIENT = OPTION + 2;

    private final Set<ConfigurationPropertyName> options = new HashSet<>();
    private final Map<ConfigurationPropertyName, Set<String>> clients = new LinkedHashMap<>();
    private boolean whole;

    /** Environment variables with an underscore for each dash: Spring Boot finds them when it looks for a name, but cannot tell the names from them. */
    private final NavigableSet<String> variables = new TreeSet<>();

    /** These say what they hold only when they are asked for it by name. */
    private final List<ConfigurationPropertySource> silent = new ArrayList<>();

    private WrittenNames() {}

    static WrittenNames of(Environment environment) {
        WrittenNames written = new WrittenNames();
        List<IterableConfigurationPropertySource> variables = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource) {
                    variables.add(names);
                } else {
                    written.addAll(names);
                }
                written.addVariables(source.getUnderlyingSource());
            } else if (!(source.getUnderlyingSource() instanceof RandomValuePropertySource)) {
                written.silent.add(source);
            }
        }
        // last: a variable cannot spell a dash or a capital, and the client is called as it is anywhere else
        variables.forEach(written::addAll);
        return written;
    }

    /** The clients that have options, by the names of their properties. */
    Set<ConfigurationPropertyName> clients() {
        return clients.keySet();
    }

    /** Whether a source holds a client, or all of them, as one value. */
    boolean hasWholeClients() {
        return whole;
    }

    /** The options that some source may hold for a client, as they are spelled there or as they are called. */
    Collection<String> optionsOf(ConfigurationPropertyName client, OptionNames all) {
        if (variables.isEmpty() && silent.isEmpty()) {
            return clients.getOrDefault(client, Set.of());
        }
        return all.names().stream()
                .filter(option -> mayHold(client.append(option)))
                .toList();
    }

    /** Whether the name is one of an option of a client, or of something below it. */
    static boolean isOfClient(ConfigurationPropertyName name) {
        return name.getNumberOfElements() > OPTION_OF_CLIENT && CLIENTS.isAncestorOf(name);
    }

    /** Whether the name is one of an option of a client itself. */
    static boolean isOptionOfClient(ConfigurationPropertyName name) {
        return name.getNumberOfElements() == OPTION_OF_CLIENT + 1 && CLIENTS.isAncestorOf(name);
    }

    /** Whether some source may hold the option, or something below it. */
    boolean mayHold(ConfigurationPropertyName option) {
        return options.contains(option)
                || holdsVariable(option)
                || silent.stream().anyMatch(source -> source.getConfigurationProperty(option) != null);
    }

    private boolean holdsVariable(ConfigurationPropertyName option) {
        if (variables.isEmpty()) {
            return false;
        }
        String wanted = variable(option);
        String next = variables.ceiling(wanted);
        return next != null && next.startsWith(wanted);
    }

    private void addAll(IterableConfigurationPropertySource names) {
        for (ConfigurationPropertyName name : names) {
            add(name);
        }
    }

    private void add(ConfigurationPropertyName name) {
        if (isOfClient(name)) {
            options.add(name.chop(OPTION_OF_CLIENT + 1));
            clients.computeIfAbsent(name.chop(OPTION_OF_CLIENT), client -> new LinkedHashSet<>())
                    .add(name.getElement(OPTION_OF_CLIENT, Form.UNIFORM));
        } else if (CLIENTS.equals(name) || CLIENTS.isParentOf(name)) {
            whole = true;
        }
    }

    private void addVariables(@Nullable Object source) {
        if (source instanceof SystemEnvironmentPropertySource environment) {
            String start = variable(CLIENTS) + "_";
            for (String written : environment.getPropertyNames()) {
                String variable = written.toUpperCase(Locale.ROOT);
                // an application may have a prefix of its own before it
                int at = variable.indexOf(start);
                if (at >= 0) {
                    variables.add(variable.substring(at));
                }
            }
        }
    }

    private static String variable(ConfigurationPropertyName name) {
        StringBuilder variable = new StringBuilder();
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            variable.append(i == 0 ? "" : "_").append(name.getElement(i, Form.ORIGINAL));
        }
        return variable.toString().replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
