package io.github.oidctoken.springboot;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Shows what is wrong with a client as Spring Boot shows failures to start, and in which file and line the property stands. */
class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ClientConfigurationException> {

    private static final Pattern OPTION = Pattern.compile("clients\\[[\\w-]+]\\.[a-z][a-z-]*");

    private static final String ENABLED = OidcTokenProperties.PREFIX + ".enabled";
    private static final String OFF = "\n" + ENABLED + " is false, so that the properties below "
            + OidcTokenProperties.PREFIX + " count for nothing.";

    private final PropertyPlaces places;

    ConfigurationFailureAnalyzer(Environment environment) {
        this.places = new PropertyPlaces(environment);
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ClientConfigurationException cause) {
        String description = String.valueOf(cause.getMessage());
        Set<String> keys = new LinkedHashSet<>();
        Matcher matcher = OPTION.matcher(description);
        while (matcher.find()) {
            keys.add(OidcTokenProperties.PREFIX + "." + matcher.group());
        }
        String action = keys.isEmpty() ? look(cause.client()) : places.of(keys);
        return new FailureAnalysis(description, isOff() ? action + OFF : action, cause);
    }

    private boolean isOff() {
        return "false".equals(places.environment().getProperty(ENABLED));
    }

    private static String look(String client) {
        return "Look where '" + client + "' is named in routes, and at the properties below "
                + OidcTokenProperties.PREFIX + ".clients[" + client + "].";
    }
}
