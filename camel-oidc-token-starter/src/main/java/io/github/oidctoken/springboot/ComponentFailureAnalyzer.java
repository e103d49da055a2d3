package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.ComponentConfigurationException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Shows what is wrong with an option of the component itself as Spring Boot shows failures to start, and in which file and line it stands. */
class ComponentFailureAnalyzer extends AbstractFailureAnalyzer<ComponentConfigurationException> {

    private static final Pattern KEY = Pattern.compile(Pattern.quote(OidcTokenProperties.PREFIX) + "\\.[a-z][a-z-]*");

    private final PropertyPlaces places;

    ComponentFailureAnalyzer(Environment environment) {
        this.places = new PropertyPlaces(environment);
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ComponentConfigurationException cause) {
        String description = String.valueOf(cause.getMessage());
        Set<String> keys = new LinkedHashSet<>(Set.of(cause.property()));
        Matcher matcher = KEY.matcher(description);
        while (matcher.find()) {
            keys.add(matcher.group());
        }
        return new FailureAnalysis(description, places.of(keys), cause);
    }
}
