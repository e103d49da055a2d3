package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.DurationText;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** One renewal of a slot's token under way: it starts it, judges what arrives and settles when the next may start. Thread-safe. */
final class Flight {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final int SHORTEST_SHARE = 100;

    /** How often in a row a token may end before it arrives, because the machine stood still. */
    private static final int MOST_STANDSTILLS = 3;

    /** A token that is refused at once is not worth more waiting than a server that is down. */
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);

    private final TokenSlot slot;
    private final ClientRegistration client;
    private final TokenParts parts;
    private final Waiters waiters;
    private volatile boolean overtaken;

    Flight(TokenSlot slot, ClientRegistration client, TokenParts parts) {
        this.slot = slot;
        this.client = client;
        this.parts = parts;
        this.waiters = new Waiters(client, parts);
    }

    /** Its token is not wanted any more. */
    void overtake() {
        overtaken = true;
    }

    boolean isOvertaken() {
        return overtaken;
    }

    Waiters waiters() {
        return waiters;
    }

    /** Starts the renewal, at once or as soon as the pause is over; one that only looks into the repository waits for nothing. */
    void depart(RenewalRequest request, RenewalPause pause) {
        long started = parts.time().nanoTime();
        Supplier<CompletionStage<TokenSet>> renewal = () -> renewal(request, MOST_STANDSTILLS);
        Duration wait = request.heldBack() == null ? pause.remaining(started) : Duration.ZERO;
        // a caller who has a token is not held up, not even by the start of a thread
        boolean unnoticed = request.reason() == RenewalReason.STALE && wait.isZero();
        (unnoticed ? parts.elsewhere(renewal) : parts.afterwards(wait, renewal))
                .thenApply(tokens -> arrival(tokens, request))
                .whenComplete((arrival, problem) -> {
                    if (arrival != null) {
                        succeeded(request, arrival, started, pause);
                    } else if (request.heldBack() == null) {
                        failed(request, failure(client, problem), started, pause);
                    } else {
                        foundNothing(pause, failure(client, problem));
                    }
                });
    }

    private CompletionStage<TokenSet> renewal(RenewalRequest request, int standstills) {
        return parts.renewer()
                .renew(request)
                .thenCompose(tokens -> standstills > 0 && outlived(tokens, request)
                        ? renewal(request, standstills - 1)
                        : CompletableFuture.completedStage(tokens));
    }

    /**
     * Whether this machine stood still until the token had ended. The session is in order then, and another renewal brings a token at once; not of a token that
     * lives too short for any machine.
     */
    private boolean outlived(TokenSet tokens, RenewalRequest request) {
        return tokens.lifetime().compareTo(SHORTEST_INTERVAL) >= 0 && !isUsable(accessToken(tokens, request));
    }

    private AccessToken accessToken(TokenSet tokens, RenewalRequest request) {
        Deadlines deadlines =
                Deadlines.of(tokens, client.renewal().refreshMargin()).replacing(request.held(), tokens.lifetime());
        AccessToken token = new AccessToken(tokens, parts.shared(tokens.scopes()), deadlines);
        // the look comes first: what it finds is older than this token
        parts.clocks().look();
        token.age(parts.clocks().wentAheadSince(tokens.obtainedAt(), tokens.obtainedAtNanos()));
        return token;
    }

    /** Nobody is served with a token that has ended on its way. */
    private Arrival arrival(TokenSet tokens, RenewalRequest request) {
        AccessToken token = accessToken(tokens, request);
        if (!isUsable(token)) {
            throw new TokenOutcomeUnknownException(
                    client.name(),
                    "Client '" + client.name() + "': a token that lives "
                            + DurationText.of(tokens.lifetime())
                            + " had ended before it arrived. Check the token lifetime at the server, and whether this"
                            + " machine stands still at times.",
                    null);
        }
        return new Arrival(token, tokens.origin());
    }

    private void succeeded(RenewalRequest request, Arrival arrival, long started, RenewalPause before) {
        AccessToken token = arrival.token();
        long now = parts.time().nanoTime();
        if (!slot.landed(this, token, RenewalPause.afterSuccess(now, interval(token)))) {
            failed(request, signedOut(), started, before);
            return;
        }
        waiters.succeed(token);
        parts.report()
                .succeeded(
                        request,
                        token,
                        arrival.origin(),
                        Duration.ofNanos(now - started),
                        before.backoff().failures());
    }

    private SignedOutException signedOut() {
        return new SignedOutException(
                client.name(),
                "Client '" + client.name() + "': somebody has signed out while the token was being renewed.");
    }

    /** From one renewal to the next: 1 % of the token's life, but never under 1 s nor over 10 s. */
    private static Duration interval(AccessToken token) {
        Duration share = token.lifetime().dividedBy(SHORTEST_SHARE);
        Duration most = share.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : share;
        return most.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : most;
    }

    private void failed(RenewalRequest request, OidcTokenException failure, long started, RenewalPause before) {
        long now = parts.time().nanoTime();
        Backoff backoff = before.backoff().after(failure, client.grant().startsSession(), now, parts.random());
        slot.broughtNothing(RenewalPause.afterFailure(backoff, failure, now));
        waiters.fail(failure);
        parts.report().failed(request, failure, Duration.ofNanos(now - started), backoff);
    }

    /** No server was asked, so nothing has failed that was not known. */
    private void foundNothing(RenewalPause pause, OidcTokenException failure) {
        slot.broughtNothing(pause.looked(parts.time().nanoTime()));
        waiters.fail(failure);
    }

    private boolean isUsable(AccessToken token) {
        return token.freshness(parts.time().nanoTime()) != Freshness.EXPIRED;
    }

    static OidcTokenException failure(ClientRegistration client, Throwable problem) {
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
