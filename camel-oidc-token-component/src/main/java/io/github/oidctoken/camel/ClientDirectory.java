package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ClientRegistrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The configured clients: their options, and what these say once they are read. All are judged at once, so that one message tells all that is wrong. */
final class ClientDirectory {

    private static final String PREFIX = "Client '%s': ";

    private final ClientOptionReader reader;
    private final RawClients raw;
    private final Map<String, OidcTokenConfiguration> beans;

    ClientDirectory(ClientOptionReader reader, RawClients raw, Map<String, OidcTokenConfiguration> beans) {
        this.reader = reader;
        this.raw = raw;
        this.beans = beans;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>(beans.keySet());
        names.addAll(raw.all().keySet());
        return names;
    }

    /** The options of a configured client by their camelCase names; properties come before a bean of the same name. */
    Map<String, Object> options(String name) {
        Map<String, Object> options = new TreeMap<>();
        OidcTokenConfiguration bean = beans.get(name);
        if (bean != null) {
            options.putAll(reader.read(name, bean));
        }
        RawOptions written = raw.all().get(name);
        if (written != null) {
            options.putAll(reader.read(name, written));
        }
        return options;
    }

    /**
     * Reads and validates all clients.
     *
     * @param rules further rules that each client must obey; they throw {@link ClientConfigurationException}
     * @throws ClientConfigurationException telling everything that is wrong, one client a line
     */
    Map<String, ClientRegistration> read(Consumer<ClientRegistration> rules) {
        Map<String, ClientRegistration> registrations = new TreeMap<>();
        List<ClientConfigurationException> problems = new ArrayList<>();
        ClientRegistrations reader = new ClientRegistrations();
        for (String name : names()) {
            try {
                ClientRegistration registration = reader.read(ClientOptions.of(name, options(name)));
                rules.accept(registration);
                registrations.put(name, registration);
            } catch (ClientConfigurationException e) {
                problems.add(e);
            }
        }
        if (!problems.isEmpty()) {
            throw all(problems);
        }
        return registrations;
    }

    /**
     * What to answer somebody who asks for a client that is not configured.
     *
     * @param hint why there may be none at all, with a leading space; empty if nothing is known of that
     */
    ClientConfigurationException unknown(String name, String hint) {
        Set<String> names = names();
        if (names.isEmpty()) {
            return new ClientConfigurationException(
                    name,
                    "no such client is configured, nor any other. Configure it by its properties "
                            + WrittenKeys.PREFIX + "clients[" + name
                            + "].client-id, .client-secret and .token-endpoint, or .issuer,"
                            + " or .provider with .base-url and .realm." + hint);
        }
        int query = name.indexOf('?');
        if (query > 0 && names.contains(name.substring(0, query))) {
            return new ClientConfigurationException(
                    name.substring(0, query),
                    "'oidc-token:" + name.substring(0, query) + "' takes no options here. Write them to: oidc-token:"
                            + name.substring(0, query) + "?... in the route, or configure one more client with them.");
        }
        return new ClientConfigurationException(
                name,
                "no such client is configured. Configured are: " + String.join(", ", names) + "."
                        + NearestName.question(name, names));
    }

    private static ClientConfigurationException all(List<ClientConfigurationException> problems) {
        ClientConfigurationException first = problems.get(0);
        if (problems.size() == 1) {
            return first;
        }
        String lines = problems.stream().map(Throwable::getMessage).collect(Collectors.joining("\n"));
        return new ClientConfigurationException(
                first.client(), lines.substring(PREFIX.formatted(first.client()).length()));
    }
}
