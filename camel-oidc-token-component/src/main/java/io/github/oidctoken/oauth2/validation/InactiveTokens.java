package io.github.oidctoken.oauth2.validation;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.JwtSignatures;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out why a server may call a token inactive that has not ended by its own account: Keycloak does since 26.6.2 when the client that asks is not in the
 * token's audience. Thread-safe.
 */
final class InactiveTokens {

    private static final Logger LOG = LoggerFactory.getLogger(InactiveTokens.class);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(1);

    private final TimeSource time;
    private final ConcurrentMap<String, Long> toldAt = new ConcurrentHashMap<>();

    InactiveTokens(TimeSource time) {
        this.time = time;
    }

    /** What to look at; empty when nothing is remarkable about the token. */
    String advice(ClientRegistration client, Secret token) {
        boolean remarkable = JwtSignatures.unverifiedClaims(token.value())
                .map(claims -> new ClaimsCheck(client, claims, time).freshForOthers())
                .orElse(false);
        return remarkable
                ? "By its own account it has not ended, but its aud does not name '" + client.clientId()
                        + "': Keycloak since 26.6.2 calls a token inactive unless the client that asks is in its aud."
                        + " Add an audience mapper for that client at the server, or set " + client.option("clientId")
                        + " to a client that the token is for."
                : "";
    }

    /** Says so in the log, once a minute for each client. */
    void explain(ClientRegistration client, Secret token) {
        String advice = advice(client, token);
        if (advice.isEmpty()) {
            return;
        }
        long now = time.nanoTime();
        Long told = toldAt.get(client.name());
        if (told == null || now - told >= SHORTEST_INTERVAL.toNanos()) {
            toldAt.put(client.name(), now);
            LOG.warn("Client '{}': the server says that a token is not active. {}", client.name(), advice);
        }
    }
}
