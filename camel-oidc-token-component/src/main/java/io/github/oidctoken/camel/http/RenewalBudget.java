package io.github.oidctoken.camel.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many new tokens an API's refusals may cost: once a token that was got because of a refusal is refused as well, no other
 * one is got for ten seconds because of this API. So an API that refuses everything costs six tokens a minute for each
 * principal, however often it is called. Thread-safe.
 */
final class RenewalBudget {

    static final Duration MEMORY = Duration.ofSeconds(10);
    private static final int MOST = 10_000;

    private final Ticker ticker;

    /** Made when an API refuses a token for the first time: most applications never see that, and should not pay for it when they start. */
    private @Nullable Memory memory;

    RenewalBudget() {
        this(Ticker.systemTicker());
    }

    RenewalBudget(Ticker ticker) {
        this.ticker = ticker;
    }

    private synchronized Memory memory() {
        Memory present = memory;
        if (present == null) {
            present = Memory.of(ticker);
            memory = present;
        }
        return present;
    }

    /** Whether the refused token has to stay for now. One that has been replaced already costs nothing. */
    boolean isSpent(HttpPlace called, TokenSource tokens, AccessToken refused) {
        Caller caller = new Caller(called.origin(), tokens);
        Cache<Caller, Boolean> inVain = memory().inVain();
        Cache<Caller, String> forgotten = memory().forgotten();
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
        memory().inVain().put(new Caller(called.origin(), tokens), true);
    }

    /** Notes that a refused token was forgotten, so that the next call gets another. */
    void forgotten(HttpPlace called, TokenSource tokens, AccessToken refused) {
        memory().forgotten().put(new Caller(called.origin(), tokens), refused.fingerprint());
    }

    private record Caller(String origin, TokenSource tokens) {}

    private record Memory(Cache<Caller, Boolean> inVain, Cache<Caller, String> forgotten) {

        static Memory of(Ticker ticker) {
            return new Memory(caffeine(ticker).build(), caffeine(ticker).build());
        }

        private static Caffeine<Object, Object> caffeine(Ticker ticker) {
            return Caffeine.newBuilder().ticker(ticker).expireAfterWrite(MEMORY).maximumSize(MOST);
        }
    }
}
