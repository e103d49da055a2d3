package io.github.oidctoken.springboot;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Shows what is wrong with a client as Spring Boot shows failures to start, and in which file and line the property stands. */
class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ClientConfigurationException> {

    private static final Pattern OPTION = Pattern.compile("clients\\[[\\w-]+]\\.[a-z][a-z-]*");

    private final Environment environment;

    ConfigurationFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ClientConfigurationException cause) {
        String description = String.valueOf(cause.getMessage());
        Set<String> options = new LinkedHashSet<>();
        Matcher matcher = OPTION.matcher(description);
        while (matcher.find()) {
            options.add(matcher.group());
        }
        return new FailureAnalysis(description, action(cause.client(), options), cause);
    }

    private String action(String client, Set<String> options) {
        if (options.isEmpty()) {
            return "Look where '" + client + "' is named in routes, and at the properties below "
                    + OidcTokenProperties.PREFIX + ".clients[" + client + "].";
        }
        return options.stream()
                .map(option -> place(OidcTokenProperties.PREFIX + "." + option))
                .collect(Collectors.joining("\n"));
    }

    /** Where the property stands; never its value. */
    private String place(String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                boolean blank = String.valueOf(property.getValue()).isBlank();
                return key + " is set" + (blank ? ", but empty," : "") + " in " + origin(property) + ".";
            }
        }
        return key + " is not set.";
    }

    private static String origin(ConfigurationProperty property) {
        Origin origin = property.getOrigin();
        return origin == null ? "a property source" : origin.toString();
    }
}
