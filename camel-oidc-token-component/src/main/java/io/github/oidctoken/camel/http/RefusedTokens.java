package io.github.oidctoken.camel.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.oidctoken.oauth2.token.AccessToken;
import java.time.Duration;

/**
 * Remembers for ten seconds which tokens an API refused although they had just been renewed: another renewal would not
 * help, so a server that refuses everything costs one renewal in ten seconds and not one for every call. Thread-safe.
 */
final class RefusedTokens {

    private static final Duration MEMORY = Duration.ofSeconds(10);
    private static final int MOST = 10_000;

    private final Cache<Refusal, Boolean> refusals =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).maximumSize(MOST).build();

    void add(HttpPlace called, AccessToken token) {
        refusals.put(new Refusal(called.origin(), token.fingerprint()), true);
    }

    boolean contains(HttpPlace called, AccessToken token) {
        return refusals.getIfPresent(new Refusal(called.origin(), token.fingerprint())) != null;
    }

    private record Refusal(String origin, String fingerprint) {}
}
