package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.TokenWaitTimeoutException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The token of one {@link AccessKey} in this JVM, and the one renewal of it that may be in flight.
 *
 * <p>Order matters: a renewal sets {@code current} before it gives up {@code flight}, and whoever takes {@code flight} looks at {@code current} again.
 * Otherwise a caller that looked just before a renewal ended would start another.
 */
final class TokenSlot implements TokenSource {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final int SHORTEST_SHARE = 100;

    /** A token that is refused at once is not worth more waiting than a server that is down. */
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    private static final long USE_IS_NOTED_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

    // there may be a hundred thousand slots, so their atomic references are fields
    private static final AtomicReferenceFieldUpdater<TokenSlot, @Nullable AccessToken> CURRENT =
            AtomicReferenceFieldUpdater.newUpdater(TokenSlot.class, AccessToken.class, "current");
    private static final AtomicReferenceFieldUpdater<TokenSlot, @Nullable Flight> FLIGHT =
            AtomicReferenceFieldUpdater.newUpdater(TokenSlot.class, Flight.class, "flight");

    private final ClientRegistration client;
    private final AccessKey key;
    private final TokenParts parts;
    private volatile @Nullable AccessToken current;
    private volatile @Nullable Flight flight;

    /** Written at most once a second and without any order: a late value only makes the slot look a little more idle. */
    private long usedAtNanos;

    /** The last token that a resource server refused: not to be adopted from the repository. */
    private volatile @Nullable AccessToken rejected;

    private volatile RenewalPause pause = RenewalPause.NONE;

    TokenSlot(ClientRegistration client, AccessKey key, TokenParts parts) {
        this.client = client;
        this.key = key;
        this.parts = parts;
        this.usedAtNanos = parts.time().nanoTime();
    }

    /** How long ago somebody asked for the token, to the second. */
    long idleNanos(long nanoTime) {
        return nanoTime - usedAtNanos;
    }

    /** Notes that somebody wants the token. */
    void use(long nanoTime) {
        if (nanoTime - usedAtNanos > USE_IS_NOTED_AFTER_NANOS) {
            usedAtNanos = nanoTime;
        }
    }

    /** Time has passed that the monotonic clock did not count. */
    void age(Duration uncounted) {
        AccessToken token = current;
        if (token != null) {
            token.age(uncounted);
        }
    }

    @Override
    public @Nullable AccessToken usable() {
        AccessToken token = current;
        long now = parts.time().nanoTime();
        use(now);
        if (token == null) {
            return null;
        }
        Freshness freshness = token.freshness(now);
        if (freshness == Freshness.STALE && flight == null && !pause.holds(now)) {
            flyInBackground(token);
        }
        return freshness == Freshness.EXPIRED ? null : token;
    }

    @Override
    public AccessToken get() {
        AccessToken token = usable();
        if (token != null) {
            return token;
        }
        try {
            return fly(missing(), current).get(client.renewal().maxWait().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw waitedTooLong();
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenWaitTimeoutException(
                    client.name(), "Client '" + client.name() + "': interrupted while waiting for an access token.");
        }
    }

    @Override
    public CompletionStage<AccessToken> request() {
        AccessToken token = usable();
        return token != null ? CompletableFuture.completedStage(token) : timed(fly(missing(), current));
    }

    @Override
    public CompletionStage<AccessToken> renew(@Nullable AccessToken seen) {
        AccessToken token = current;
        if (seen != null && token != seen && token != null && isUsable(token)) {
            return CompletableFuture.completedStage(token);
        }
        if (seen != null) {
            invalidate(seen);
            return timed(fly(RenewalReason.REJECTED, seen));
        }
        return timed(fly(RenewalReason.REQUESTED, token));
    }

    /** Renews whatever is held, or adopts what another node has renewed; joins a renewal in flight. */
    CompletionStage<AccessToken> keepAlive() {
        return fly(RenewalReason.KEEP_ALIVE, current);
    }

    @Override
    public void invalidate(AccessToken seen) {
        if (current == seen) {
            // before the token goes: a renewal that starts in between must know what not to adopt
            rejected = seen;
            CURRENT.compareAndSet(this, seen, null);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits; the outcome is reported
    private void flyInBackground(AccessToken stale) {
        fly(RenewalReason.STALE, stale);
    }

    TokenState state() {
        return TokenState.of(current, flight != null, pause, parts.time());
    }

    /** Lets everybody go who still waits. */
    void close() {
        Flight open = flight;
        if (open != null) {
            open.fail(new TokenRequestNotSentException(
                    client.name(),
                    "Client '" + client.name() + "': the application is stopping; no token is fetched any more.",
                    null));
        }
    }

    private RenewalReason missing() {
        return current == null && rejected == null
                ? RenewalReason.FIRST_USE
                : current == null ? RenewalReason.REJECTED : RenewalReason.EXPIRED;
    }

    /** Joins the renewal in flight, or starts one unless the server is to be left in peace. */
    private CompletableFuture<AccessToken> fly(RenewalReason reason, @Nullable AccessToken held) {
        Flight running = flight;
        if (running != null) {
            return running.waiters();
        }
        RenewalPause paused = pause;
        if (paused.failure() != null && paused.holds(parts.time().nanoTime())) {
            return CompletableFuture.failedFuture(paused.failure());
        }
        Flight mine = new Flight();
        if (!FLIGHT.compareAndSet(this, null, mine)) {
            return fly(reason, held);
        }
        CompletableFuture<AccessToken> waiters = mine.waiters();
        AccessToken arrived = current;
        if (arrived != null && arrived != held && isUsable(arrived)) {
            flight = null;
            mine.succeed(arrived);
        } else {
            start(mine, reason, held != null ? held : rejected);
        }
        return waiters;
    }

    private void start(Flight mine, RenewalReason reason, @Nullable AccessToken held) {
        RenewalRequest request = new RenewalRequest(client, key, reason, held, () -> mine.slow(answerIsLate()));
        long started = parts.time().nanoTime();
        Supplier<CompletionStage<TokenSet>> renewal = () -> parts.renewer().renew(request);
        Duration wait = pause.remaining(started);
        // a caller who has a token is not held up, not even by the start of a thread
        boolean unnoticed = reason == RenewalReason.STALE && wait.isZero();
        (unnoticed ? parts.elsewhere(renewal) : parts.afterwards(wait, renewal))
                .thenCompose(tokens -> outlived(tokens, held) ? parts.renewer().renew(request) : completed(tokens))
                .thenApply(tokens -> arrival(tokens, held))
                .whenComplete((arrival, problem) -> {
                    if (arrival != null) {
                        succeeded(mine, request, arrival, started);
                    } else {
                        failed(mine, request, failure(problem), started);
                    }
                });
    }

    /**
     * Whether this machine stood still until the token had ended. The session is in order then, and another renewal brings a token at once; only one, and not of
     * a token that lives too short for any machine.
     */
    private boolean outlived(TokenSet tokens, @Nullable AccessToken held) {
        return tokens.lifetime().compareTo(SHORTEST_INTERVAL) >= 0 && !isUsable(accessToken(tokens, held));
    }

    private static CompletionStage<TokenSet> completed(TokenSet tokens) {
        return CompletableFuture.completedStage(tokens);
    }

    private AccessToken accessToken(TokenSet tokens, @Nullable AccessToken held) {
        Deadlines deadlines =
                Deadlines.of(tokens, client.renewal().refreshMargin()).replacing(held, tokens.lifetime());
        AccessToken token = new AccessToken(tokens, parts.shared(tokens.scopes()), deadlines);
        // the look comes first: what it finds is older than this token
        parts.clocks().look();
        token.age(parts.clocks().wentAheadSince(tokens.obtainedAt(), tokens.obtainedAtNanos()));
        return token;
    }

    /** Nobody is served with a token that has ended on its way. */
    private Arrival arrival(TokenSet tokens, @Nullable AccessToken held) {
        AccessToken token = accessToken(tokens, held);
        if (!isUsable(token)) {
            throw new TokenOutcomeUnknownException(
                    client.name(),
                    "Client '" + client.name() + "': a token that lives "
                            + tokens.lifetime().toSeconds()
                            + " s had ended before it arrived. Check the token lifetime at the server, and whether this"
                            + " machine stands still at times.",
                    null);
        }
        return new Arrival(token, tokens.origin());
    }

    private void succeeded(Flight mine, RenewalRequest request, Arrival arrival, long started) {
        AccessToken token = arrival.token();
        long now = parts.time().nanoTime();
        int failures = pause.backoff().failures();
        pause = new RenewalPause(Backoff.NONE, null, now + interval(token).toNanos());
        rejected = null;
        current = token;
        flight = null;
        mine.succeed(token);
        parts.report().succeeded(request, token, arrival.origin(), Duration.ofNanos(now - started), failures);
    }

    /** From one renewal to the next: 1 % of the token's life, but never under 1 s nor over 10 s. */
    private static Duration interval(AccessToken token) {
        Duration share = token.lifetime().dividedBy(SHORTEST_SHARE);
        Duration most = share.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : share;
        return most.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : most;
    }

    private void failed(Flight mine, RenewalRequest request, OidcTokenException failure, long started) {
        long now = parts.time().nanoTime();
        Backoff backoff = pause.backoff().after(failure, client.grant().startsSession(), now, parts.random());
        pause = new RenewalPause(backoff, failure, now + backoff.delay().toNanos());
        flight = null;
        mine.fail(failure);
        parts.report().failed(request, failure, Duration.ofNanos(now - started), backoff);
    }

    private boolean isUsable(AccessToken token) {
        return token.freshness(parts.time().nanoTime()) != Freshness.EXPIRED;
    }

    private CompletionStage<AccessToken> timed(CompletableFuture<AccessToken> waiters) {
        if (waiters.isDone()) {
            return waiters;
        }
        CompletableFuture<AccessToken> limited = waiters.copy();
        ScheduledFuture<?> alarm = parts.scheduler()
                .schedule(
                        () -> limited.completeExceptionally(waitedTooLong()),
                        client.renewal().maxWait().toNanos(),
                        TimeUnit.NANOSECONDS);
        return limited.whenComplete((token, problem) -> alarm.cancel(false));
    }

    private OidcTokenException waitedTooLong() {
        return new TokenWaitTimeoutException(
                client.name(),
                "Client '" + client.name() + "': no access token within "
                        + client.renewal().maxWait().toSeconds()
                        + " s; the renewal goes on in the background. Look for its outcome in the log, or raise "
                        + client.option("maxWait") + ".");
    }

    private OidcTokenException answerIsLate() {
        return new TokenWaitTimeoutException(
                client.name(),
                "Client '" + client.name() + "': the token endpoint has not answered within "
                        + client.renewal().requestTimeout().toSeconds()
                        + " s; its answer is still awaited in the background. Check the server's health, or raise "
                        + client.option("requestTimeout") + ".");
    }

    private OidcTokenException failure(Throwable problem) {
        Throwable cause = problem;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof OidcTokenException known
                ? known
                : new TokenOutcomeUnknownException(
                        client.name(), "Client '" + client.name() + "': the renewal broke off unexpectedly.", cause);
    }

    /** What a renewal has brought, ready to be sent. */
    private record Arrival(AccessToken token, TokenSet.Origin origin) {}
}
