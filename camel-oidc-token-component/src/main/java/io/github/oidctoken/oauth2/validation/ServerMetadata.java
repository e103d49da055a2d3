package io.github.oidctoken.oauth2.validation;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.TokenNotValidatedException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.ProviderMetadata;
import io.github.oidctoken.oauth2.protocol.MetadataEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where servers are asked about tokens: what options say, completed by discovery, which happens once for each issuer. Thread-safe. */
final class ServerMetadata {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(5);

    private final MetadataEndpoint endpoint;
    private final TimeSource time;
    private final ConcurrentMap<URI, Issuer> issuers = new ConcurrentHashMap<>();

    ServerMetadata(MetadataEndpoint endpoint, TimeSource time) {
        this.endpoint = endpoint;
        this.time = time;
    }

    /** What is known without asking the server. Never blocks. */
    ProviderMetadata known(ClientRegistration client) {
        URI issuer = client.provider().issuer();
        Issuer seen = issuer == null ? null : issuers.get(issuer);
        ProviderMetadata found = seen == null ? null : seen.found;
        return found == null ? client.provider() : client.provider().completedBy(found);
    }

    /**
     * Asks the issuer, unless it has answered before. Blocks.
     *
     * @throws TokenNotValidatedException if it does not say
     */
    ProviderMetadata discovered(ClientRegistration client) {
        URI issuer = client.provider().issuer();
        if (issuer == null) {
            return client.provider();
        }
        ProviderMetadata found =
                issuers.computeIfAbsent(issuer, unseen -> new Issuer()).ask(client, issuer);
        return client.provider().completedBy(found);
    }

    private final class Issuer {
        private final ReentrantLock asking = new ReentrantLock();
        private volatile @Nullable ProviderMetadata found;
        private volatile MetadataEndpoint.Outcome.@Nullable Failed failed;
        private long failedAt;

        /** While an issuer that has failed is tried again, nobody else waits for that. */
        private ProviderMetadata ask(ClientRegistration client, URI issuer) {
            MetadataEndpoint.Outcome.Failed last = failed;
            if (last == null) {
                asking.lock();
            } else if (!asking.tryLock()) {
                throw failure(client, issuer, last);
            }
            try {
                return asked(client, issuer);
            } finally {
                asking.unlock();
            }
        }

        private ProviderMetadata asked(ClientRegistration client, URI issuer) {
            ProviderMetadata present = found;
            if (present != null) {
                return present;
            }
            MetadataEndpoint.Outcome.Failed last = failed;
            if (last == null || time.nanoTime() - failedAt >= SHORTEST_INTERVAL.toNanos()) {
                MetadataEndpoint.Outcome outcome = endpoint.read(issuer, client.allowInsecure());
                if (outcome instanceof MetadataEndpoint.Outcome.Found answer) {
                    found = answer.metadata();
                    return answer.metadata();
                }
                last = (MetadataEndpoint.Outcome.Failed) outcome;
                failed = last;
                failedAt = time.nanoTime();
            }
            throw failure(client, issuer, last);
        }

        private static TokenNotValidatedException failure(
                ClientRegistration client, URI issuer, MetadataEndpoint.Outcome.Failed last) {
            return new TokenNotValidatedException(
                    client.name(),
                    "discovery at " + issuer + " failed: " + last.reason() + ". Check " + client.option("issuer")
                            + ", or set " + client.option("jwksUri") + " or " + client.option("introspectionEndpoint")
                            + " to do without discovery.",
                    null,
                    last.cause());
        }
    }
}
