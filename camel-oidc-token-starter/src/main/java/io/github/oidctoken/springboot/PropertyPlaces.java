package io.github.oidctoken.springboot;

import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** In which files and lines properties stand; never their values. */
record PropertyPlaces(Environment environment) {

    /** A sentence for each key, one a line. */
    String of(Collection<String> keys) {
        return keys.stream().map(this::place).collect(Collectors.joining("\n"));
    }

    private String place(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
        ConfigurationPropertyName first = name.append("[0]");
        boolean read = !WrittenNames.isOptionOfClient(name)
                || WrittenNames.of(environment).clients().contains(name.getParent());
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty whole = read ? source.getConfigurationProperty(name) : null;
            ConfigurationProperty property = read && whole == null ? source.getConfigurationProperty(first) : whole;
            if (property != null) {
                boolean blank = String.valueOf(property.getValue()).isBlank();
                return key + " is set" + (blank ? ", but empty," : "") + " in " + origin(property) + ".";
            }
        }
        return key + " is not set." + MissedVariable.hint(environment, name);
    }

    private static String origin(ConfigurationProperty property) {
        Origin origin = property.getOrigin();
        return origin == null ? "a property source" : origin.toString();
    }
}
