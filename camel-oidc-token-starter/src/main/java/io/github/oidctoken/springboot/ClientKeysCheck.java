package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.ComponentConfigurationException;
import java.util.ArrayList;
import java.util.List;
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
 * Stops the start at a mistyped key of the component and at a value that YAML has altered, which Spring Boot by itself would pass over in silence. Keys are
 * judged by their names: to bind them once more only for this would take long.
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
        List<ConfigurationProperty> altered = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                for (ConfigurationPropertyName name : names) {
                    if (WrittenNames.PREFIX.isAncestorOf(name)) {
                        ConfigurationProperty property = source.getConfigurationProperty(name);
                        if (property != null && !isKnown(name, component, client)) {
                            unknown.add(property);
                        } else if (property != null && takesText(name, component, client) && AlteredText.is(property)) {
                            altered.add(property);
                        }
                    }
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new UnknownClientOptionException(unknown, component, client);
        }
        altered.stream().filter(this::isUsed).findFirst().ifPresent(ClientKeysCheck::refuse);
    }

    /** Whether no nearer source has another value. */
    private boolean isUsed(ConfigurationProperty property) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty nearest = source.getConfigurationProperty(property.getName());
            if (nearest != null) {
                return nearest.equals(property);
            }
        }
        return false;
    }

    private static void refuse(ConfigurationProperty altered) {
        throw new ComponentConfigurationException(
                altered.getName().toString(),
                altered.getName()
                        + " stands in a YAML file without quotes, and YAML takes it for a number or a truth value, so"
                        + " that another text arrives than the one that is written: 0123 becomes 83, 1.10 becomes 1.1, and"
                        + " yes becomes true. Put it in quotes.",
                null);
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

    private static boolean takesText(ConfigurationPropertyName name, OptionNames component, OptionNames client) {
        if (!WrittenNames.isOfClient(name)) {
            return component.isText(name.getLastElement(Form.UNIFORM));
        }
        return !WrittenNames.isOptionOfClient(name)
                || client.isText(name.getElement(WrittenNames.OPTION_OF_CLIENT, Form.UNIFORM));
    }

    private static boolean isItem(ConfigurationPropertyName name, String option) {
        return ListOptions.has(option)
                && name.isNumericIndex(name.getNumberOfElements() - 1)
                && WrittenNames.isOptionOfClient(name.getParent());
    }
}
