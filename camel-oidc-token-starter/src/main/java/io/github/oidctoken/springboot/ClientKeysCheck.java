package io.github.oidctoken.springboot;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Stops the start at a mistyped key of the component, which Spring Boot by itself would pass over in silence. Keys are judged by their names alone: to bind
 * them once more only for this would take long.
 */
class ClientKeysCheck implements InitializingBean {

    /** Read by Camel itself. */
    private static final String CUSTOMIZER = "customizer";

    private final Environment environment;

    ClientKeysCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void afterPropertiesSet() {
        OptionNames component = OptionNames.of(OidcTokenProperties.class);
        OptionNames client = OptionNames.of(ClientProperties.class);
        Set<ConfigurationProperty> unknown = new TreeSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                for (ConfigurationPropertyName name : names) {
                    if (WrittenNames.PREFIX.isAncestorOf(name) && !isKnown(name, component, client)) {
                        ConfigurationProperty property = source.getConfigurationProperty(name);
                        if (property != null) {
                            unknown.add(property);
                        }
                    }
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new UnknownClientOptionException(unknown, component, client);
        }
    }

    private static boolean isKnown(ConfigurationPropertyName name, OptionNames component, OptionNames client) {
        if (WrittenNames.isOfClient(name)) {
            String option = name.getElement(WrittenNames.OPTION_OF_CLIENT, Form.UNIFORM);
            return client.has(option)
                    && (WrittenNames.isOptionOfClient(name) || client.isMap(option) || isItem(name, option));
        }
        if (WrittenNames.CLIENTS.equals(name) || WrittenNames.CLIENTS.isParentOf(name)) {
            return true; // names no option; what is wrong with its value is for the binding to say
        }
        String option = name.getElement(WrittenNames.OPTION, Form.UNIFORM);
        return option.equals(CUSTOMIZER) || (component.has(option) && WrittenNames.PREFIX.isParentOf(name));
    }

    private static boolean isItem(ConfigurationPropertyName name, String option) {
        return ListOptions.has(option)
                && name.isNumericIndex(name.getNumberOfElements() - 1)
                && WrittenNames.isOptionOfClient(name.getParent());
    }
}
