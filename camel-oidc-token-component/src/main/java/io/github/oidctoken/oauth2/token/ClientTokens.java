package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

/**
 * The tokens of one client by principal. Thread-safe; for a principal whose token is held, {@link #of} is one map lookup.
 *
 * <p>It remembers as many principals as the client's {@code maxPrincipals}; beyond that the ones that were not used for the longest time go. They go a few
 * at a time, since to find them all must be looked at.
 */
public final class ClientTokens {

    private static final int SHARE_THAT_GOES = 16;

    private final ClientRegistration client;
    private final AccessKey key;
    private final TimeSource time;
    private final BiFunction<ClientRegistration, AccessKey, TokenSlot> source;

    /** A plain map: a cache that learns from every reading would cost more than all the rest of a call. */
    private final ConcurrentMap<String, TokenSlot> slots = new ConcurrentHashMap<>();

    /** @param source finds the slot of a key, whoever else uses it */
    ClientTokens(
            ClientRegistration client, TimeSource time, BiFunction<ClientRegistration, AccessKey, TokenSlot> source) {
        this.client = client;
        this.key = AccessKey.of(client, client.principal());
        this.time = time;
        this.source = source;
    }

    /** The tokens for a principal that is evaluated already; shared with every client whose {@link AccessKey} for it is equal. */
    public TokenSource of(String principal) {
        TokenSlot slot = slots.get(principal);
        return slot != null ? slot : remember(principal, client, key.of(SessionKey.of(client, principal)));
    }

    /**
     * The tokens that one exchange of tokens gets: they are remembered by what it presents.
     *
     * @param presenting this client, with the presented tokens in its grant
     */
    public TokenSource of(String principal, ClientRegistration presenting) {
        AccessKey presented = AccessKey.of(presenting, principal);
        String name = presented.exchanged() + principal;
        TokenSlot slot = slots.get(name);
        return slot != null ? slot : remember(name, presenting, presented);
    }

    private TokenSlot remember(String name, ClientRegistration presenting, AccessKey wanted) {
        TokenSlot slot = source.apply(presenting, wanted);
        slot.use(time.nanoTime());
        slots.put(name, slot);
        if (slots.size() > client.renewal().maxPrincipals()) {
            makeRoom(slot);
        }
        return slot;
    }

    private synchronized void makeRoom(TokenSlot newcomer) {
        int most = client.renewal().maxPrincipals();
        int excess = slots.size() - most;
        if (excess <= 0) {
            return;
        }
        long now = time.nanoTime();
        slots.entrySet().stream()
                .filter(entry -> entry.getValue() != newcomer)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().idleNanos(now)))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(excess + most / SHARE_THAT_GOES)
                .forEach(idle -> slots.remove(idle.getKey()));
    }
}
