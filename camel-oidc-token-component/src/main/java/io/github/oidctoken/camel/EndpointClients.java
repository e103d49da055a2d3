package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/** Decides which client an endpoint means: a configured one, a configured one with something else to ask for, or one that the URI brings whole. */
final class EndpointClients {

    /** What an endpoint may change of a configured client: what is asked for and how tokens are judged, never where secrets go or who may see the token. */
    static final Set<String> OVERRIDABLE = Set.of(
            "scope",
            "audience",
            "resource",
            "principal",
            "parameters",
            "validation",
            "subjectToken",
            "subjectTokenType",
            "actorToken",
            "actorTokenType",
            "requestedTokenType");

    static final Set<String> SECRETS = Set.of("clientSecret", "password", "refreshToken", "subjectToken", "actorToken");

    private final ConfiguredClients clients;

    EndpointClients(ConfiguredClients clients) {
        this.clients = clients;
    }

    /**
     * The client of an endpoint.
     *
     * @param written the options on the endpoint, by camelCase names
     * @throws ClientConfigurationException if there is no such client, or the endpoint may not set what it sets
     */
    OidcTokenClient find(String name, String uri, Map<String, Object> written) {
        refuseShownSecrets(name, uri, written);
        if (clients.has(name)) {
            return written.isEmpty() ? clients.client(name) : overridden(name, written);
        }
        return written.containsKey("clientId") ? inline(name, written) : clients.client(name);
    }

    /**
     * The client of an endpoint that exchanges tokens, whatever grant the client has otherwise.
     *
     * @throws ClientConfigurationException as {@link #find}
     */
    OidcTokenClient exchanging(String name, String uri, Map<String, Object> written) {
        refuseShownSecrets(name, uri, written);
        Map<String, Object> options = new TreeMap<>(written);
        if (clients.has(name)) {
            options = merged(name, written);
            options.keySet().removeAll(Set.of("username", "password", "refreshToken", "keepAlive"));
        } else if (!written.containsKey("clientId")) {
            return clients.client(name);
        }
        options.put("grant", "token_exchange");
        return clients.has(name) ? clients.overridden(name, options) : inline(name, options);
    }

    private static void refuseShownSecrets(String name, String uri, Map<String, Object> written) {
        SECRETS.forEach(option -> {
            Object secret = written.get(option);
            if (secret != null && survives(option, secret.toString(), URISupport.sanitizeUri(uri))) {
                throw new ClientConfigurationException(
                        name,
                        "the value of " + option
                                + " shows through where Camel prints this endpoint's URI. Configure the client by "
                                + WrittenKeys.PREFIX + "clients[" + name + "]." + ClientOptions.kebab(option)
                                + " and the like instead.");
            }
        });
    }

    private OidcTokenClient inline(String name, Map<String, Object> written) {
        if (written.containsKey("routes")) {
            throw new ClientConfigurationException(
                    name,
                    "routes cannot be set on an endpoint, which is not there before the routes are. Configure the client by "
                            + WrittenKeys.PREFIX + "clients[" + name + "].routes and the like instead.");
        }
        return clients.inline(name, written);
    }

    private OidcTokenClient overridden(String name, Map<String, Object> written) {
        return clients.overridden(name, merged(name, written));
    }

    private Map<String, Object> merged(String name, Map<String, Object> written) {
        Set<String> refused = new TreeSet<>(written.keySet());
        refused.removeAll(OVERRIDABLE);
        if (!refused.isEmpty()) {
            String option = refused.iterator().next();
            throw new ClientConfigurationException(
                    name,
                    "an endpoint cannot set " + String.join(", ", refused) + " of a configured client. Set clients["
                            + name + "]."
                            + ClientOptions.kebab(option) + " instead. Only "
                            + String.join(", ", new TreeSet<>(OVERRIDABLE))
                            + " can be set here.");
        }
        Map<String, Object> options = new TreeMap<>(clients.options(name));
        written.forEach((option, value) -> options.merge(option, value, EndpointClients::override));
        return options;
    }

    private static Object override(Object configured, Object written) {
        if (configured instanceof Map<?, ?> below && written instanceof Map<?, ?> above) {
            Map<Object, Object> merged = new TreeMap<>(below);
            merged.putAll(above);
            return merged;
        }
        return written;
    }

    /** Whether a secret, or the end of one that holds a closing bracket, is left after Camel has masked the URI. */
    private static boolean survives(String option, String secret, String shown) {
        return shown.contains(secret)
                || shown.contains(UnsafeUriCharactersEncoder.encode(secret))
                || shown.contains(URLEncoder.encode(secret, StandardCharsets.UTF_8))
                || Pattern.compile("[?&]" + option + "=xxxxxx[^&]", Pattern.CASE_INSENSITIVE)
                        .matcher(shown)
                        .find();
    }
}
