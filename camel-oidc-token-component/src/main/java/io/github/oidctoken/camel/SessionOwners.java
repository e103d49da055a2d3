package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.token.SessionKey;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which client was the first to use a session. Clients may share a session, and with it its tokens, only if they present the same secrets: else one would
 * be served with what another has proved. Thread-safe.
 */
final class SessionOwners {

    private final Map<SessionKey, Owner> owners = new ConcurrentHashMap<>();

    /**
     * Enters a client that brings its own secrets.
     *
     * @throws ClientConfigurationException if a client with other secrets has the same session
     */
    void enter(ClientRegistration client) {
        Owner mine = Owner.of(client);
        Owner owner = owners.putIfAbsent(session(client), mine);
        check(client, owner == null ? mine : owner);
    }

    /**
     * Checks a client that has its secrets from one that is entered, without remembering it: there may be one for every exchange. It may find the session of
     * that one itself with an older secret, if the secret was changed meanwhile.
     *
     * @throws ClientConfigurationException if a client with other secrets has the same session
     */
    void check(ClientRegistration client) {
        Owner mine = Owner.of(client);
        Owner owner = owners.getOrDefault(session(client), mine);
        if (!owner.name().equals(client.name())) {
            check(client, owner);
        }
    }

    private static void check(ClientRegistration client, Owner owner) {
        String difference = owner.difference(Owner.of(client));
        if (difference != null) {
            throw new ClientConfigurationException(
                    client.name(),
                    "has the same server, client-id, grant and principal as client '" + owner.name()
                            + "', so both would use"
                            + " one session, but another " + difference + ". Correct it, or set "
                            + client.option("principal") + " to give this client a session of its own.");
        }
    }

    private static SessionKey session(ClientRegistration client) {
        return SessionKey.of(client, client.principal());
    }

    /** What the first client of a session has to prove itself with. */
    private record Owner(
            String name,
            @Nullable Secret clientSecret,
            @Nullable Secret password,
            @Nullable Secret refreshToken) {

        static Owner of(ClientRegistration client) {
            return new Owner(
                    client.name(),
                    client.clientSecret(),
                    client.grant() instanceof Grant.Password password ? password.password() : null,
                    client.grant() instanceof Grant.RefreshToken seed ? seed.refreshToken() : null);
        }

        @Nullable
        String difference(Owner other) {
            if (!Objects.equals(clientSecret, other.clientSecret)) {
                return "client-secret";
            }
            if (!Objects.equals(password, other.password)) {
                return "password";
            }
            return Objects.equals(refreshToken, other.refreshToken) ? null : "refresh-token";
        }
    }
}
