package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.SecretSource;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.validation.CurrentSecret;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secrets that servers accept now: one that was refused is read again from its source, at most once a second for each client. Thread-safe. */
final class ClientSecrets implements CurrentSecret {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    private final SecretSource source;
    private final TimeSource time;
    private final ConcurrentMap<String, Known> byClient = new ConcurrentHashMap<>();

    ClientSecrets(SecretSource source, TimeSource time) {
        this.source = source;
        this.time = time;
    }

    /** Whether the server means the client's credentials: Keycloak answers a wrong secret with 401 {@code unauthorized_client}. */
    static boolean refuses(TokenOutcome outcome) {
        return outcome instanceof TokenOutcome.Refused refused
                && ("invalid_client".equals(refused.error())
                        || (refused.status() == 401 && "unauthorized_client".equals(refused.error())));
    }

    /** The client with the secret that is to be presented now. */
    @Override
    public ClientRegistration present(ClientRegistration client) {
        Known known = byClient.get(client.name());
        Secret configured = client.clientSecret();
        Secret newer = known == null || configured == null ? null : known.insteadOf(configured);
        return newer == null ? client : client.withClientSecret(newer);
    }

    /**
     * Reads the secret again after a refusal. May block.
     *
     * @param refused the client as it was presented
     * @return whether there is another secret to try
     */
    @Override
    public boolean reread(ClientRegistration refused) {
        Secret secret = refused.clientSecret();
        return secret != null
                && byClient.computeIfAbsent(refused.name(), name -> new Known()).reread(refused.name(), secret);
    }

    private @Nullable Secret read(String client) {
        try {
            return source.clientSecret(client);
        } catch (RuntimeException e) {
            // without its message and cause: they may repeat the value
            LOG.warn(
                    "Client '{}': its secret was refused and could not be read again ({})",
                    client,
                    e.getClass().getName());
            return null;
        }
    }

    /** What is known of one client's secret. */
    private final class Known {

        private final Set<Secret> refused = new HashSet<>();
        private @Nullable Secret newest;
        private @Nullable Long readAt;

        synchronized @Nullable Secret insteadOf(Secret configured) {
            return refused.contains(configured) ? newest : null;
        }

        synchronized boolean reread(String client, Secret presented) {
            if (newest != null && !newest.equals(presented)) {
                refused.add(presented);
                return true;
            }
            long now = time.nanoTime();
            if (readAt != null && now - readAt < SHORTEST_INTERVAL.toNanos()) {
                return false;
            }
            readAt = now;
            Secret found = read(client);
            if (found == null || found.equals(presented)) {
                return false;
            }
            LOG.info(
                    "Client '{}': its secret was refused; the source of the secret has another, which is tried",
                    client);
            refused.add(presented);
            refused.remove(found);
            newest = found;
            return true;
        }
    }
}
