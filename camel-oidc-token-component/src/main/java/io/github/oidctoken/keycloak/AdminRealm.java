package io.github.oidctoken.keycloak;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A realm to administer.
 *
 * @param uri where its admin REST API begins, such as {@code https://id.example.com/admin/realms/acme}
 */
public record AdminRealm(URI uri, String name) {

    private static final Pattern OF_KEYCLOAK = Pattern.compile("(.+)/realms/([^/]+)(?:/.*)?");

    /**
     * The realm at the client's server.
     *
     * @param other the realm; absent for the client's own
     * @throws ClientConfigurationException if the client's server is no Keycloak
     */
    public static AdminRealm of(ClientRegistration client, @Nullable String other) {
        URI issuer = client.provider().issuer();
        URI known = issuer != null ? issuer : client.provider().tokenEndpoint();
        Matcher matcher = OF_KEYCLOAK.matcher(String.valueOf(known));
        if (!matcher.matches()) {
            throw new ClientConfigurationException(
                    client.name(),
                    "its server is no Keycloak: neither issuer nor token endpoint holds /realms/. Set "
                            + client.option("provider") + " = keycloak with " + client.option("baseUrl") + " and "
                            + client.option("realm") + ".");
        }
        String realm = other == null ? matcher.group(2) : other;
        return new AdminRealm(URI.create(matcher.group(1) + "/admin/realms/" + AdminCalls.encoded(realm)), realm);
    }

    /** The client whose roles and permissions are about this realm. */
    String managementClient() {
        return name.equals("master") ? "master-realm" : "realm-management";
    }
}
