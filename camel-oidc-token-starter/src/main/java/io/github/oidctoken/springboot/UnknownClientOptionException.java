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
        if (ofClient && client.has(name.getElement(WrittenNames.OPTION_OF_CLIENT, Form.UNIFORM))) {
            return name + " is not read (" + property.getOrigin() + "): "
                    + name.getElement(WrittenNames.OPTION_OF_CLIENT, Form.DASHED)
                    + " takes one text. Write several values with commas between them.";
        }
        Collection<String> options = new TreeSet<>(ofClient ? client.names() : component.names());
        if (!ofClient) {
            options.add("clients");
        }
        String written = name.getElement(ofClient ? WrittenNames.OPTION_OF_CLIENT : WrittenNames.OPTION, Form.DASHED);
        return name + " is not an option of the oidc-token component (" + property.getOrigin() + ")."
                + NearestName.question(written, options);
    }
}
