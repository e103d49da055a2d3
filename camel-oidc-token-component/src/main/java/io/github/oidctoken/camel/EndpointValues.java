package io.github.oidctoken.camel;

import io.github.oidctoken.keycloak.ExchangeVersion;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The endpoint options that know their values. Camel answers another value with the name of a class; here the answer is what can be written. */
final class EndpointValues {

    private static final Map<String, List<String>> KNOWN = Map.of(
            "operation", names(OidcTokenOperation.values()),
            "output", names(OidcTokenOutput.values()),
            "exchangeVersion", names(ExchangeVersion.values()));

    private EndpointValues() {}

    /**
     * Looks at what was written on an endpoint, in any spelling that Camel binds.
     *
     * @throws ClientConfigurationException naming the option and its values
     */
    static void check(String client, Map<String, Object> parameters) {
        parameters.forEach((name, value) -> KNOWN.forEach((option, known) -> {
            if (option.equalsIgnoreCase(name.replace("-", "")) && isUnknown(value, known)) {
                throw new ClientConfigurationException(
                        client,
                        "option " + option + ": '" + value + "' is not known. Known are: " + String.join(", ", known)
                                + "." + NearestName.question(value.toString(), known));
            }
        }));
    }

    /** A reference to a bean is left to Camel. */
    private static boolean isUnknown(Object value, List<String> known) {
        String text = RawOptions.canonical(value.toString().replace("_", ""));
        return value instanceof String
                && !text.startsWith("#")
                && known.stream().noneMatch(one -> RawOptions.canonical(one).equals(text));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
