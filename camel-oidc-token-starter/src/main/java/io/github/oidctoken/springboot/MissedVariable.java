package io.github.oidctoken.springboot;

import io.github.oidctoken.camel.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * An environment variable that somebody set for an option of a client and that Spring Boot does not take for it: it is mistyped, or it has an underscore for
 * each dash and nothing else speaks of that client.
 */
final class MissedVariable {

    private MissedVariable() {}

    /** A sentence that names it and says how to write it, with a leading space; empty if there is none. Its value is not looked at. */
    static String hint(Environment environment, ConfigurationPropertyName option) {
        if (!(environment instanceof ConfigurableEnvironment configurable) || !WrittenNames.isOptionOfClient(option)) {
            return "";
        }
        OptionNames options = OptionNames.of(ClientProperties.class);
        Pattern ofClient = Pattern.compile(spelled(option.getParent(), "_?") + "_(.+)");
        String wanted = option.getLastElement(Form.UNIFORM);
        return configurable.getPropertySources().stream()
                .filter(SystemEnvironmentPropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(((SystemEnvironmentPropertySource) source).getPropertyNames()))
                .sorted()
                .filter(variable -> {
                    Matcher matcher = ofClient.matcher(variable.toUpperCase(Locale.ROOT));
                    return matcher.matches() && means(wanted, matcher.group(1), options);
                })
                .findFirst()
                .map(variable -> " The environment variable " + variable + " does not set it: write "
                        + spelled(option, "") + ".")
                .orElse("");
    }

    private static boolean means(String wanted, String written, OptionNames options) {
        String option = written.replace("_", "").toLowerCase(Locale.ROOT);
        return option.equals(wanted)
                || (!options.has(option)
                        && NearestName.of(option, List.of(wanted)).isPresent());
    }

    /** As a variable, with something in the place of each dash. */
    private static String spelled(ConfigurationPropertyName name, String dash) {
        return IntStream.range(0, name.getNumberOfElements())
                .mapToObj(
                        i -> name.getElement(i, Form.DASHED).replace("-", dash).toUpperCase(Locale.ROOT))
                .collect(Collectors.joining("_"));
    }
}
