package io.github.oidctoken.camel;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user wrote below {@code camel.component.oidc-token.clients}, filled by Camel's property binding and not judged yet. Asking for a client creates
 * it, since that is how the binding walks. Not thread-safe: it is filled before anything runs.
 */
final class RawClients extends AbstractMap<String, Object> {

    private final Map<String, RawOptions> clients = new TreeMap<>();
    private final Map<String, String> spellings = new TreeMap<>();

    /** How names were written that Camel hands over in camelCase, which it does unless they stand in brackets. */
    void spell(Map<String, String> writtenByCamelCase) {
        spellings.putAll(writtenByCamelCase);
    }

    /** The client whose name stands between dots. */
    RawOptions dotted(String name) {
        return client(spellings.getOrDefault(name, name));
    }

    Map<String, RawOptions> all() {
        return clients;
    }

    @Override
    public Object get(Object name) {
        return client(String.valueOf(name));
    }

    /** Takes a whole client, as {@code clients[ifs] = #bean:ifs} gives it. */
    @Override
    public @Nullable Object put(String name, Object client) {
        if (!(client instanceof OidcTokenConfiguration configuration)) {
            throw new IllegalArgumentException("clients[" + name + "] takes options, as in clients[" + name
                    + "].client-id = ..., or a bean of type " + OidcTokenConfiguration.class.getName() + ".");
        }
        client(name).base(configuration);
        return null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new TreeMap<String, Object>(clients).entrySet();
    }

    private RawOptions client(String name) {
        return clients.computeIfAbsent(name, missing -> new RawOptions());
    }

    /** Names only: options may be secret, and Camel prints the target of a binding that fails. */
    @Override
    public String toString() {
        return clients.keySet().toString();
    }
}
