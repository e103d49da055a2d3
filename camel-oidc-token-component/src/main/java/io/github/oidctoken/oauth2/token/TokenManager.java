package io.github.oidctoken.oauth2.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * All tokens of one application: one {@link TokenSource} for each {@link AccessKey}. Thread-safe.
 *
 * <p>It holds no source itself but knows all that somebody holds: {@link ClientTokens}, a caller, or the renewal in flight. So one that had to make room
 * comes back with its renewal as long as that is in flight, and the tokens of an endpoint that is gone are forgotten.
 */
public final class TokenManager implements AutoCloseable {

    private static final int MOST_RETRIES = 8;

    private final TokenParts parts;
    private final Cache<AccessKey, TokenSlot> slots = weak();
    private final Cache<ClientRegistration, ClientTokens> clients = weak();

    /**
     * @param scheduler for alarms and delays only, and for a look at the clocks each second until {@link #close}; nothing that takes time runs on it
     * @param random for jitter
     * @param listener learns of every renewal
     */
    public TokenManager(
            Renewer renewer,
            TimeSource time,
            ScheduledExecutorService scheduler,
            RandomGenerator random,
            TokenEventListener listener) {
        DueTokens due = new DueTokens(time, scheduler);
        ClockWatch clocks = new ClockWatch(
                time, scheduler, ahead -> slots.asMap().values().forEach(slot -> slot.age(ahead)), due::arm);
        this.parts = new TokenParts(
                renewer, time, scheduler, random, new RenewalReport(listener), clocks, due, Interner.newWeakInterner());
        clocks.start();
    }

    /** The tokens of a client; the same object for equal registrations, and to be held as long as its tokens are of use. */
    public ClientTokens tokens(ClientRegistration client) {
        return clients.get(client, absent -> new ClientTokens(absent, parts.time(), this::slot));
    }

    /** The tokens of a client for a principal that is evaluated already. Equal keys share one source. */
    public TokenSource tokens(ClientRegistration client, String principal) {
        return tokens(client).of(principal);
    }

    /** The tokens of a key, however they are found otherwise. */
    public TokenSource source(ClientRegistration client, AccessKey key) {
        return slot(client, key);
    }

    /**
     * Renews the session of a key that nobody uses, so that it does not idle out; a session that another node has renewed meanwhile may be adopted instead.
     *
     * @return ends with the renewal, however long that takes
     */
    public CompletionStage<AccessToken> keepAlive(ClientRegistration client, AccessKey key) {
        return slot(client, key).keepAlive();
    }

    /** A person has signed in: the tokens of the session are looked for again at once, without the pause after a failure. */
    public void signedIn(SessionKey session) {
        parts.report().signedIn(session);
        slots.asMap().forEach((key, slot) -> {
            if (key.session().equals(session)) {
                slot.signedIn();
            }
        });
    }

    /**
     * Somebody has signed out: no token of the session is handed out any more, nor what renewals under way bring.
     *
     * @return the tokens that were held
     */
    public List<AccessToken> signedOut(SessionKey session) {
        return slots.asMap().entrySet().stream()
                .filter(entry -> entry.getKey().session().equals(session))
                .map(entry -> entry.getValue().signedOut())
                .filter(Objects::nonNull)
                .toList();
    }

    /** A token was revoked: whoever holds it here gets another. */
    public void revoked(Secret token) {
        slots.asMap().values().forEach(slot -> slot.revoked(token));
    }

    /** How it stands with the token of a key; nothing is fetched for that. */
    public TokenState state(AccessKey key) {
        TokenSlot slot = slots.getIfPresent(key);
        return slot == null ? TokenState.NONE : slot.state();
    }

    /** How it stands with all tokens that somebody holds for a client, whichever endpoint asks for them; nothing is fetched for that. */
    public Map<AccessKey, TokenState> states(ClientRegistration client) {
        Map<AccessKey, TokenState> states = new HashMap<>();
        slotsOf(client).forEach(slot -> states.put(slot.key(), slot.state()));
        return states;
    }

    /** Asks for the tokens that could not be had, as callers would: who observes a failure can so let it heal when no caller comes. */
    public void retry(ClientRegistration client) {
        slotsOf(client)
                .filter(slot -> slot.state().failures() > 0)
                .limit(MOST_RETRIES)
                .forEach(TokenSlot::request);
    }

    /** Equal keys share one slot, whose client may bear another name. */
    private Stream<TokenSlot> slotsOf(ClientRegistration client) {
        AccessKey own = AccessKey.of(client, client.principal());
        return slots.asMap().values().stream()
                .filter(slot ->
                        slot.client().name().equals(client.name()) || slot.key().equals(own));
    }

    /**
     * Tells that renewing a session does not put off its end any more.
     *
     * @param end of the session, in server time
     * @param remedy who must do what, as a sentence
     */
    public void refreshTokenExpiring(ClientRegistration client, Instant end, String remedy) {
        parts.report().refreshTokenExpiring(client, end, remedy);
    }

    /** Lets everybody go who still waits for a token. Renewals under way should have had their time before. */
    @Override
    public void close() {
        parts.clocks().close();
        slots.asMap().values().forEach(TokenSlot::close);
    }

    private TokenSlot slot(ClientRegistration client, AccessKey key) {
        return slots.get(key, absent -> new TokenSlot(client, absent, parts));
    }

    private static <K, V> Cache<K, V> weak() {
        return Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    }
}
