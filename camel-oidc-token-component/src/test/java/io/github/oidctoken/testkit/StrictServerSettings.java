package io.github.oidctoken.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StrictAuthorizationServer} knows and how it behaves. Immutable. The text form shows no secret and no
 * password.
 *
 * @param port the port on 127.0.0.1; 0 takes a free one
 * @param publicUri the address that clients use, without a path, when another server stands in front; null when they come directly
 * @param paths where the endpoints are
 * @param clients the clients by client_id
 * @param passwords the users' passwords by user name
 * @param scopes the scopes that may be asked for; empty allows any
 * @param accessTokenLifetime exact, also below a second; {@code expires_in} is rounded down to seconds
 * @param refreshTokenLifetime of each refresh token from its own issue, so every refresh extends the session
 * @param reusePolicy what happens when a refresh token comes twice
 * @param grace for {@link ReusePolicy#GRACE} only
 */
public record StrictServerSettings(
        int port,
        @Nullable URI publicUri,
        EndpointPaths paths,
        Map<String, RegisteredClient> clients,
        Map<String, String> passwords,
        Set<String> scopes,
        Duration accessTokenLifetime,
        Duration refreshTokenLifetime,
        ReusePolicy reusePolicy,
        Duration grace) {

    /** Copies the collections. */
    public StrictServerSettings {
        clients = Map.copyOf(clients);
        passwords = Map.copyOf(passwords);
        scopes = Set.copyOf(scopes);
    }

    /** Starts from: no client, no user, any scope, plain paths, 3 and 30 minutes, {@link ReusePolicy#KILL_FAMILY}. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return "StrictServerSettings[port=" + port + ", publicUri=" + publicUri + ", paths=" + paths + ", clients="
                + new TreeSet<>(clients.keySet())
                + ", users=" + new TreeSet<>(passwords.keySet()) + ", scopes=" + new TreeSet<>(scopes)
                + ", accessTokenLifetime=" + accessTokenLifetime + ", refreshTokenLifetime=" + refreshTokenLifetime
                + ", reusePolicy=" + reusePolicy + ", grace=" + grace + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private int port;
        private @Nullable URI publicUri;
        private EndpointPaths paths = EndpointPaths.plain();
        private final Map<String, RegisteredClient> clients = new HashMap<>();
        private final Map<String, String> passwords = new HashMap<>();
        private Set<String> scopes = Set.of();
        // a refused token waits for its renewal for a hundredth of its life, and for a second at least: for no longer
        // here
        private Duration accessTokenLifetime = Duration.ofSeconds(100);
        private Duration refreshTokenLifetime = Duration.ofMinutes(30);
        private ReusePolicy reusePolicy = ReusePolicy.KILL_FAMILY;
        private Duration grace = Duration.ofSeconds(30);

        private Builder() {}

        /** Listens on this port. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Names itself by this address, which leads to it. */
        public Builder publicUri(URI address) {
            publicUri = address;
            return this;
        }

        /** Serves the endpoints there. */
        public Builder paths(EndpointPaths where) {
            paths = where;
            return this;
        }

        /** Adds a confidential client. */
        public Builder client(String clientId, String secret) {
            clients.put(clientId, new RegisteredClient(clientId, secret));
            return this;
        }

        /** Adds a client that has no secret. */
        public Builder publicClient(String clientId) {
            clients.put(clientId, new RegisteredClient(clientId, null));
            return this;
        }

        /** Adds a user for the password grant. */
        public Builder user(String username, String password) {
            passwords.put(username, password);
            return this;
        }

        /** Allows only these scopes. */
        public Builder scopes(String... allowed) {
            scopes = Set.of(allowed);
            return this;
        }

        /** How long an access token is valid. */
        public Builder accessTokenLifetime(Duration lifetime) {
            accessTokenLifetime = lifetime;
            return this;
        }

        /** How long a refresh token may lie unused. */
        public Builder refreshTokenLifetime(Duration lifetime) {
            refreshTokenLifetime = lifetime;
            return this;
        }

        /** What a refresh token that comes twice does. */
        public Builder reusePolicy(ReusePolicy policy) {
            reusePolicy = policy;
            return this;
        }

        /** Chooses {@link ReusePolicy#GRACE} with this period. */
        public Builder grace(Duration period) {
            reusePolicy = ReusePolicy.GRACE;
            grace = period;
            return this;
        }

        /** The settings collected so far. */
        public StrictServerSettings build() {
            return new StrictServerSettings(
                    port,
                    publicUri,
                    paths,
                    clients,
                    passwords,
                    scopes,
                    accessTokenLifetime,
                    refreshTokenLifetime,
                    reusePolicy,
                    grace);
        }
    }
}
