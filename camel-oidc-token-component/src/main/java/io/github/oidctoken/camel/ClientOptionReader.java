package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Brings options, however they were written, into the one form that the engine reads: camelCase names, placeholders resolved. */
final class ClientOptionReader {

    /** These take Simple expressions, which look the same. */
    private static final Set<String> EXPRESSIONS = Set.of("principal", "subjectToken", "actorToken", "rejectedWhen");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^{}]+}");

    private final ConfigurationOptions options;
    private final PropertyFunctions functions;

    ClientOptionReader(ConfigurationOptions options, PropertyFunctions functions) {
        this.options = options;
        this.functions = functions;
    }

    /** The options of a bean. */
    Map<String, Object> read(String client, OidcTokenConfiguration configuration) {
        Map<String, Object> values = new TreeMap<>();
        options.values(configuration).forEach((option, value) -> values.put(option, value(client, option, value)));
        return values;
    }

    /** The options of properties. */
    Map<String, Object> read(String client, RawOptions written) {
        OidcTokenConfiguration base = written.base();
        Map<String, Object> values = base == null ? new TreeMap<>() : read(client, base);
        written.forEach((name, value) -> {
            String option = options.find(name).orElseThrow(() -> unknown(client, name));
            Object one =
                    value instanceof RawOptions list && list.isList() && !options.isMap(option) ? list.joined() : value;
            values.put(option, value(client, option, one));
        });
        return values;
    }

    private Object value(String client, String option, Object written) {
        if (!(written instanceof Map<?, ?> map)) {
            OptionName name = new OptionName(client, option);
            Object value = functions.resolve(name, written);
            if (value instanceof String text) {
                refuse(name, text);
            }
            return value;
        }
        if (!options.isMap(option)) {
            throw new ClientConfigurationException(
                    client,
                    "clients[" + client + "]." + ClientOptions.kebab(option)
                            + " takes one value, not names and values.");
        }
        Map<String, Object> values = new TreeMap<>();
        map.forEach((name, value) -> {
            if (value instanceof Map || value instanceof Iterable) {
                throw new ClientConfigurationException(
                        client,
                        "clients[" + client + "]." + ClientOptions.kebab(option) + "." + name
                                + " is not one value. Put the whole name of the parameter in brackets: "
                                + ClientOptions.kebab(option) + "[name].");
            }
            values.put(
                    String.valueOf(name),
                    functions.resolve(new OptionName(client, option), value == null ? "" : value));
        });
        return values;
    }

    /** Spring Boot leaves a placeholder as it is when it cannot resolve it, and camel-main knows another kind. */
    private static void refuse(OptionName name, String text) {
        if (!EXPRESSIONS.contains(name.option())
                && PLACEHOLDER.matcher(text.strip()).matches()) {
            throw name.wrong(
                    "is a ${placeholder} that nothing has resolved. With Spring Boot define the property or the"
                            + " environment variable that it names; with camel-main write {{NAME}}, or {{env:NAME}} for an"
                            + " environment variable.");
        }
    }

    private ClientConfigurationException unknown(String client, String name) {
        String written = ClientOptions.kebab(name);
        return new ClientConfigurationException(
                client,
                "clients[" + client + "]." + written + " is not an option."
                        + NearestName.question(
                                written,
                                options.names().stream()
                                        .map(ClientOptions::kebab)
                                        .toList()));
    }
}
