package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.RenewalSettings;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.TokenMeasurement;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One renewal of a session on the engine's threads: performs the steps that the machine names and answers it with what came of them. Thread-safe. */
final class SessionDrive implements StartedRenewal {

    private final RenewalRequest request;
    private final SessionMemory memory;
    private final SessionRenewal renewal;
    private final RenewalParts parts;
    private final StoredSession session;
    private final AtStake stake;
    private final CompletableFuture<TokenSet> published = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<Void> pause;
    private volatile boolean stopping;
    private volatile ClientRegistration presented;
    private boolean started;

    SessionDrive(RenewalRequest request, SessionMemory memory, RenewalParts parts) {
        this.request = request;
        this.presented = request.client();
        this.memory = memory;
        this.renewal = new SessionRenewal(
                request, memory, parts.server().clock(request.key().session()), parts.time(), parts.random());
        this.parts = parts;
        this.stake = new AtStake(request.client(), parts.time());
        this.session =
                new StoredSession(parts.repository(), request.key().session().documentKey(), stake);
    }

    /** What callers get: complete when the tokens may be handed out, which can be before the renewal ends. */
    CompletionStage<TokenSet> published() {
        return published;
    }

    /** Runs the renewal when its turn has come; the stage fails if there is no token. */
    CompletableFuture<TokenSet> run() {
        synchronized (this) {
            if (stopping) {
                return CompletableFuture.failedFuture(stopped());
            }
            started = true;
        }
        return drive(this::begin);
    }

    /** What the renewal has left in the repository. */
    SessionRenewal.Left left() {
        return renewal.left();
    }

    /** Takes note of how the renewal ended, also of one that never began. */
    void ended(@Nullable TokenSet tokens, @Nullable Throwable problem) {
        memory.unsavedRotation(false);
        if (tokens != null) {
            published.complete(tokens);
        } else if (problem != null) {
            published.completeExceptionally(problem);
        }
        ended.complete(null);
    }

    @Override
    public void stop() {
        synchronized (this) {
            stopping = true;
            if (!started) {
                ended(null, stopped());
                return;
            }
        }
        CompletableFuture<Void> paused = pause;
        if (paused != null) {
            paused.complete(null);
        }
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    /** One that has sent nothing only has its announcement to take back. */
    @Override
    public Duration patience() {
        RenewalSettings settings = request.client().renewal();
        return stake.isNothing() ? settings.storeBudget() : settings.readLimit().plus(settings.storeBudget());
    }

    @Override
    public void abandoned() {
        stake.warn();
    }

    private OidcTokenException stopped() {
        return StartedRenewals.stopping(request.client());
    }

    /** Discovery comes first: it would use up the lease between the announcement and the request. So does a server that is to be left in peace. */
    private Step begin() {
        ClientRegistration client = request.client();
        TokenOutcome.NotSent refusal =
                request.heldBack() == null ? parts.server().refusal(request) : null;
        return refusal == null
                ? renewal.start()
                : renewal.adoptOr(new Failures(client, client.grant().grantType()).of(refusal));
    }

    private CompletableFuture<TokenSet> drive(Supplier<Step> next) {
        return CompletableFuture.supplyAsync(
                        () -> advance(next.get()), parts.threads().sessions())
                .thenCompose(step -> {
                    if (step instanceof Step.Done done) {
                        return CompletableFuture.completedFuture(done.tokens());
                    }
                    if (step instanceof Step.Pause paused) {
                        return pause(paused).thenCompose(over -> drive(() -> renewal.on(new Step.Event.Resumed())));
                    }
                    return CompletableFuture.failedFuture(((Step.Failed) step).failure());
                });
    }

    /** Performs steps until the renewal ends or has to wait. */
    private Step advance(Step first) {
        Step step = first;
        while (!(step instanceof Step.Done) && !(step instanceof Step.Failed)) {
            if (stopping && renewal.mayBeLeft()) {
                step = renewal.stop(stopped());
            } else if (step instanceof Step.Find) {
                step = renewal.on(session.find());
            } else if (step instanceof Step.Write write) {
                step = renewal.on(session.write(write));
            } else if (step instanceof Step.Send send) {
                step = renewal.on(send(send.request()));
            } else if (step instanceof Step.RereadSecret) {
                step = renewal.on(new Step.Event.SecretReread(parts.secrets().reread(presented)));
            } else if (step instanceof Step.Revoke revoke) {
                new Revocations(parts)
                        .discard(
                                request.client(),
                                request.key(),
                                revoke.refreshToken(),
                                "somebody signed out while the session was being renewed");
                stake.nothing();
                step = renewal.on(new Step.Event.Resumed());
            } else if (step instanceof Step.AskTime) {
                step = renewal.on(askTime());
            } else if (step instanceof Step.Publish publish) {
                memory.unsavedRotation(true);
                published.complete(publish.tokens());
                step = renewal.on(new Step.Event.Resumed());
            } else {
                return step;
            }
        }
        return step;
    }

    /** Whoever stops the engine sets {@code stopping} and then looks at the stake: one of the two sees the other. */
    private Step.Event.Answered send(TokenRequest presentation) {
        stake.sending(presentation.grantType());
        if (stopping) {
            stake.nothing();
            return new Step.Event.Answered(
                    new TokenOutcome.NotSent("the application is stopping", null),
                    parts.time().now(),
                    parts.time().nanoTime());
        }
        presented = parts.secrets().present(request.client());
        // the announcement has counted this one
        boolean presentedBefore = memory.newest().unknownPresentations() > 1;
        Step.Event.Answered answered = parts.ask(request, presented, presentation);
        if (presentation instanceof TokenRequest.ByRefreshToken
                && ReusedToken.isMeant(answered.outcome(), presentedBefore)) {
            parts.measured(new TokenMeasurement.ReuseDetected(request.client().name()));
        }
        if (answered.outcome() instanceof TokenOutcome.Granted) {
            stake.unsaved();
        } else {
            stake.nothing();
        }
        return answered;
    }

    private Step.Event.TimeTold askTime() {
        Instant askedAt = parts.time().now();
        long askedAtNanos = parts.time().nanoTime();
        return new Step.Event.TimeTold(parts.server().date(request), askedAt, askedAtNanos);
    }

    private CompletableFuture<Void> pause(Step.Pause step) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        ScheduledFuture<?> alarm = parts.alarm(step.duration(), () -> over.complete(null));
        pause = over;
        if (stopping && renewal.mayBeLeft()) {
            over.complete(null);
        }
        return over.whenComplete((nothing, problem) -> alarm.cancel(false));
    }
}
