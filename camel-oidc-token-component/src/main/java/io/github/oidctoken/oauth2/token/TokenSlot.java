package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The token of one {@link AccessKey} in this JVM, and the one renewal of it that may be in flight.
 *
 * <p>Order matters: a renewal sets {@code current} before it gives up {@code flight}, and whoever takes {@code flight} looks at {@code current} again.
 * Otherwise a caller that looked just before a renewal ended would start another.
 *
 * <p>Callers are served by one compare with {@code restUntilNanos}, from fresh tokens and from stale ones with a renewal under way alike: what runs seldom is
 * not compiled, and would take microseconds.
 */
final class TokenSlot implements TokenSource {

    private static final long USE_IS_NOTED_AFTER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long IN_USE_NANOS = Duration.ofSeconds(2).toNanos();

    // there may be a hundred thousand slots, so their atomic references are fields
    private static final AtomicReferenceFieldUpdater<TokenSlot, @Nullable AccessToken> CURRENT =
            AtomicReferenceFieldUpdater.newUpdater(TokenSlot.class, AccessToken.class, "current");
    private static final AtomicReferenceFieldUpdater<TokenSlot, @Nullable Flight> FLIGHT =
            AtomicReferenceFieldUpdater.newUpdater(TokenSlot.class, Flight.class, "flight");

    private final ClientRegistration client;
    private final AccessKey key;
    private final TokenParts parts;
    private final TimeSource time;
    private volatile @Nullable AccessToken current;
    private volatile @Nullable Flight flight;

    /** Until then the current token, if there is one, may be used without looking further. */
    private volatile long restUntilNanos;

    /** Written at most once a second and without any order: a late value only makes the slot look a little more idle. */
    private long usedAtNanos;

    /** The last token that a resource server refused: not to be adopted from the repository. */
    private volatile @Nullable AccessToken rejected;

    private volatile RenewalPause pause = RenewalPause.NONE;

    TokenSlot(ClientRegistration client, AccessKey key, TokenParts parts) {
        this.client = client;
        this.key = key;
        this.parts = parts;
        this.time = parts.time();
        this.usedAtNanos = time.nanoTime();
        this.restUntilNanos = usedAtNanos;
    }

    /** How long ago somebody asked for the token, to the second. */
    long idleNanos(long nanoTime) {
        return nanoTime - usedAtNanos;
    }

    /** Notes that somebody wants the token: a store and no more, since what runs so seldom is not compiled. */
    void use(long nanoTime) {
        if (nanoTime - usedAtNanos > USE_IS_NOTED_AFTER_NANOS) {
            usedAtNanos = nanoTime;
        }
    }

    boolean isInUse(long nanoTime) {
        return idleNanos(nanoTime) <= IN_USE_NANOS;
    }

    /** How long until the token turns stale; nothing when there is none or it is. */
    long staleAfterNanos(long nanoTime) {
        AccessToken token = current;
        return token == null ? 0 : Math.max(0, token.staleAtNanos() - nanoTime);
    }

    /** Renews a token in use just before it turns stale. */
    void renewAhead() {
        AccessToken token = current;
        long now = time.nanoTime();
        if (token != null && token.turnsStaleWithin(DueTokens.AHEAD_NANOS, now) && isInUse(now) && mayRenew(now)) {
            flyInBackground(token);
        }
    }

    private boolean mayRenew(long nanoTime) {
        return flight == null && !pause.holds(nanoTime);
    }

    /** Time has passed that the monotonic clock did not count. */
    void age(Duration uncounted) {
        AccessToken token = current;
        if (token != null) {
            token.age(uncounted);
            rest();
        }
    }

    /**
     * Settles how long callers need not look further. To be called after every change of what it reads, so that the last call of several at once has seen
     * all.
     */
    private synchronized void rest() {
        AccessToken token = current;
        if (token != null) {
            restUntilNanos = flight == null ? token.mayRestUntil(pause) : token.expiresAtNanos();
        }
    }

    @Override
    public @Nullable AccessToken usable() {
        long now = time.nanoTime();
        use(now);
        boolean mayRest = now - restUntilNanos < 0;
        AccessToken token = current;
        return token == null || mayRest ? token : judged(token, now);
    }

    private @Nullable AccessToken judged(AccessToken token, long now) {
        Freshness freshness = token.freshness(now);
        if (freshness == Freshness.STALE && mayRenew(now)) {
            flyInBackground(token);
        }
        return freshness == Freshness.EXPIRED ? null : token;
    }

    @Override
    public AccessToken get() {
        AccessToken token = usable();
        return token != null ? token : fly(missing(), current).await();
    }

    @Override
    public CompletionStage<AccessToken> request() {
        return SignInWait.isWanted(client) ? new SignInWait(client, parts).until(this::requestNow) : requestNow();
    }

    private CompletionStage<AccessToken> requestNow() {
        AccessToken token = usable();
        return token != null
                ? CompletableFuture.completedStage(token)
                : fly(missing(), current).limited();
    }

    @Override
    public CompletionStage<AccessToken> renew(@Nullable AccessToken seen) {
        AccessToken token = current;
        if (seen != null && token != seen && token != null && isUsable(token)) {
            rejected(TokenMeasurement.RejectionOutcome.RENEWED);
            return CompletableFuture.completedStage(token);
        }
        if (seen != null) {
            forget(seen);
            return fly(RenewalReason.REJECTED, seen)
                    .limited()
                    .whenComplete((renewed, problem) -> rejected(
                            problem == null
                                    ? TokenMeasurement.RejectionOutcome.RENEWED
                                    : TokenMeasurement.RejectionOutcome.FAILED));
        }
        return fly(RenewalReason.REQUESTED, token).limited();
    }

    /** A person has signed in: who was told that somebody must may try again at once. */
    void signedIn() {
        if (pause.failure() instanceof ReauthorizationRequiredException) {
            pause = RenewalPause.NONE;
            rest();
        }
    }

    /**
     * Somebody has signed out: the token goes, and what a renewal under way brings is dropped.
     *
     * @return what was held
     */
    synchronized @Nullable AccessToken signedOut() {
        Flight open = flight;
        if (open != null) {
            open.overtake();
        }
        AccessToken held = current;
        current = null;
        pause = RenewalPause.NONE;
        return held;
    }

    /** Renews whatever is held, or adopts what another node has renewed; joins a renewal in flight. */
    CompletionStage<AccessToken> keepAlive() {
        return fly(RenewalReason.KEEP_ALIVE, current).patient();
    }

    @Override
    public void invalidate(AccessToken seen) {
        rejected(TokenMeasurement.RejectionOutcome.NOT_REPEATED);
        forget(seen);
    }

    @Override
    public void stillRefused(AccessToken seen) {
        rejected(TokenMeasurement.RejectionOutcome.STILL_REFUSED);
    }

    private void rejected(TokenMeasurement.RejectionOutcome outcome) {
        parts.report().measured(new TokenMeasurement.Rejected(client.name(), outcome));
    }

    private void forget(AccessToken seen) {
        if (current == seen) {
            // before the token goes: a renewal that starts in between must know what not to adopt
            rejected = seen;
            CURRENT.compareAndSet(this, seen, null);
        }
    }

    void revoked(Secret token) {
        AccessToken held = current;
        if (held != null && held.sameAs(token)) {
            invalidate(held);
        }
    }

    private void flyInBackground(AccessToken stale) {
        fly(RenewalReason.STALE, stale);
    }

    ClientRegistration client() {
        return client;
    }

    AccessKey key() {
        return key;
    }

    TokenState state() {
        return TokenState.of(current, flight != null, pause, time);
    }

    /** Lets everybody go who still waits. */
    void close() {
        Flight open = flight;
        if (open != null) {
            open.waiters().stop();
        }
    }

    private RenewalReason missing() {
        return current == null && rejected == null
                ? RenewalReason.FIRST_USE
                : current == null ? RenewalReason.REJECTED : RenewalReason.EXPIRED;
    }

    /**
     * Joins the renewal in flight, or starts one. While the server is to be left in peace, whoever holds no token may look at times whether another node has
     * put one into the repository.
     */
    private Waiters fly(RenewalReason reason, @Nullable AccessToken held) {
        Flight running = flight;
        if (running != null) {
            return running.waiters();
        }
        RenewalPause paused = pause;
        long now = time.nanoTime();
        OidcTokenException heldBack = paused.heldBack(now);
        Flight mine = new Flight(this, client, parts);
        if (heldBack != null && !mayLook(paused, now)) {
            mine.waiters().fail(heldBack);
            return mine.waiters();
        }
        if (!FLIGHT.compareAndSet(this, null, mine)) {
            return fly(reason, held);
        }
        rest();
        AccessToken arrived = current;
        if (arrived != null && arrived != held && isUsable(arrived)) {
            flight = null;
            rest();
            mine.waiters().succeed(arrived);
        } else {
            AccessToken notGoodEnough = held != null ? held : rejected;
            mine.depart(new RenewalRequest(client, key, reason, notGoodEnough, mine.waiters()::late, heldBack), pause);
        }
        return mine.waiters();
    }

    private boolean mayLook(RenewalPause paused, long nanoTime) {
        AccessToken token = current;
        return client.grant().startsSession()
                && paused.allowsLook(nanoTime)
                && (token == null || token.freshness(nanoTime) == Freshness.EXPIRED);
    }

    /**
     * A renewal has brought a token.
     *
     * @return whether it is of use: whoever has signed out meanwhile wants none
     */
    synchronized boolean landed(Flight arrived, AccessToken token, RenewalPause next) {
        if (arrived.isOvertaken()) {
            return false;
        }
        restUntilNanos = time.nanoTime(); // the rest of the token before may be longer than the life of this one
        pause = next;
        rejected = null;
        current = token;
        flight = null;
        rest();
        parts.due().add(this, token.staleAtNanos());
        return true;
    }

    /** A renewal has brought no token. */
    void broughtNothing(RenewalPause next) {
        pause = next;
        flight = null;
        rest();
    }

    private boolean isUsable(AccessToken token) {
        return token.freshness(time.nanoTime()) != Freshness.EXPIRED;
    }
}
