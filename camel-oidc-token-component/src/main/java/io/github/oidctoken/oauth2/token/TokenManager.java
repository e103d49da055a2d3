package io.github.oidctoken.oauth2.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * All tokens of one application: one {@link TokenSource} for each {@link AccessKey}. Thread-safe.
 *
 * <p>The tokens of a client without principals are kept while somebody holds their source, since an endpoint may override what a client asks for and come
 * and go; those of further principals are bounded by the client's {@code maxPrincipals}, the
 * least used going first.
 */
public final class TokenManager implements AutoCloseable {

    private final TokenParts parts;
    private final Cache<AccessKey, TokenSlot> own =
            Caffeine.newBuilder().weakValues().build();
    private final ConcurrentMap<String, Cache<AccessKey, TokenSlot>> ofPrincipals = new ConcurrentHashMap<>();

    /**
     * @param scheduler for alarms and delays only; nothing that takes time runs on it
     * @param random for jitter
     * @param listener learns of every renewal
     */
    public TokenManager(
            Renewer renewer,
            TimeSource time,
            ScheduledExecutorService scheduler,
            RandomGenerator random,
            TokenEventListener listener) {
        this.parts = new TokenParts(renewer, time, scheduler, random, listener);
    }

    /** The tokens of a client for a principal that is evaluated already. Equal keys share one source. */
    public TokenSource tokens(ClientRegistration client, String principal) {
        AccessKey key = AccessKey.of(client, principal);
        if (principal.equals(client.principal())) {
            return own.get(key, absent -> new TokenSlot(client, absent, parts));
        }
        Cache<AccessKey, TokenSlot> sources = ofPrincipals.computeIfAbsent(
                client.name(),
                name -> Caffeine.newBuilder()
                        .maximumSize(client.renewal().maxPrincipals())
                        .build());
        return sources.get(key, absent -> new TokenSlot(client, absent, parts));
    }

    /** Lets everybody go who still waits for a token. Renewals under way should have had their time before. */
    @Override
    public void close() {
        own.asMap().values().forEach(TokenSlot::close);
        ofPrincipals.values().forEach(sources -> sources.asMap().values().forEach(TokenSlot::close));
    }
}
