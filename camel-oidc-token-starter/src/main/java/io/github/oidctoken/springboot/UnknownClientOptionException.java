package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.NearestName;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Keys that are no options. The message tells where they stand and what may have been meant, never their values. */
class UnknownClientOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * @param component the options there are
     * @param client the options that a client has
     */
    UnknownClientOptionException(Set<ConfigurationProperty> unknown, OptionNames component, OptionNames client) {
        super(unknown.stream()
                .map(property -> describe(property, component, client))
                .sorted()
                .collect(Collectors.joining("\n")));
    }

    private static String describe(ConfigurationProperty property, OptionNames component, OptionNames client) {
        ConfigurationPropertyName name = property.getName();
        boolean ofClient = WrittenNames.isOfClient(name);
        int at = ofClient ? WrittenNames.OPTION_OF_CLIENT : WrittenNames.OPTION;
        String uniform = name.getElement(at, Form.UNIFORM);
        String written = name.getElement(at, Form.DASHED);
        if ((ofClient ? client : component).has(uniform)) {
            return name + " is not read (" + property.getOrigin() + "): " + written + takes(name);
        }
        return name + " is not an option of the oidc-token component (" + property.getOrigin() + ")."
                + (ofClient ? ofClient(name, written, client) : ofComponent(uniform, written, component, client));
    }

    private static String takes(ConfigurationPropertyName name) {
        if (!name.isLastElementIndexed()) {
            return " takes one value, and no names below it.";
        }
        return name.getLastElement(Form.ORIGINAL).startsWith("{")
                ? " takes one text. In YAML a value that begins with a brace stands in quotes: \"{{NAME}}\"."
                : " takes one text, not a list. Where it takes several values, commas stand between them.";
    }

    private static String ofClient(ConfigurationPropertyName name, String written, OptionNames client) {
        return name.isNumericIndex(WrittenNames.OPTION_OF_CLIENT - 1)
                ? " Clients are no list: write " + OidcTokenProperties.PREFIX + ".clients.NAME.client-id."
                : NearestName.question(written, client.names());
    }

    private static String ofComponent(String uniform, String written, OptionNames component, OptionNames client) {
        if (client.has(uniform)) {
            return " It is an option of a client: write " + OidcTokenProperties.PREFIX + ".clients[NAME]." + written
                    + ".";
        }
        Collection<String> options = new TreeSet<>(component.names());
        options.add("clients");
        return NearestName.question(written, options);
    }
}
