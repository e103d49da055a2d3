package io.github.oidctoken.camel.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Duration;

/**
 * How many new tokens an API's refusals may cost: once a token that was got because of a refusal is refused as well, no other
 * one is got for ten seconds because of this API. So an API that refuses everything costs six tokens a minute for each
 * principal, however often it is called. Thread-safe.
 */
final class RenewalBudget {

    static final Duration MEMORY = Duration.ofSeconds(10);
    private static final int MOST = 10_000;

    private final Cache<Caller, Boolean> inVain;
    private final Cache<Caller, String> forgotten;

    RenewalBudget() {
        this(Ticker.systemTicker());
    }

    RenewalBudget(Ticker ticker) {
        inVain = memory(ticker).build();
        forgotten = memory(ticker).build();
    }

    private static Caffeine<Object, Object> memory(Ticker ticker) {
        return Caffeine.newBuilder().ticker(ticker).expireAfterWrite(MEMORY).maximumSize(MOST);
    }

    /** Whether the refused token has to stay for now. One that has been replaced already costs nothing. */
    boolean isSpent(HttpPlace called, TokenSource tokens, AccessToken refused) {
        Caller caller = new Caller(called.origin(), tokens);
        String before = forgotten.getIfPresent(caller);
        if (before != null && !before.equals(refused.fingerprint())) {
            inVain.put(caller, true);
            forgotten.invalidate(caller);
        }
        if (inVain.getIfPresent(caller) == null) {
            return false;
        }
        AccessToken present = tokens.usable();
        return present == null || present.fingerprint().equals(refused.fingerprint());
    }

    /** Notes that the token which replaced a refused one was refused as well. */
    void renewedInVain(HttpPlace called, TokenSource tokens) {
        inVain.put(new Caller(called.origin(), tokens), true);
    }

    /** Notes that a refused token was forgotten, so that the next call gets another. */
    void forgotten(HttpPlace called, TokenSource tokens, AccessToken refused) {
        forgotten.put(new Caller(called.origin(), tokens), refused.fingerprint());
    }

    private record Caller(String origin, TokenSource tokens) {}
}
