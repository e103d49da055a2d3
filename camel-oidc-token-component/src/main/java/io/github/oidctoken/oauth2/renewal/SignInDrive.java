package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.RenewalSettings;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.renewal.SignInExchange.Exchanged;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sign-in on the engine's threads: what a person brings becomes tokens and, if that is wanted, the session. Thread-safe. */
final class SignInDrive implements StartedRenewal {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    private final SignInExchange exchange;
    private final Runnable beforeSending;
    private final AtStake stake;
    private final CompletableFuture<Exchanged> result = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = result.handle((exchanged, problem) -> null);
    private volatile boolean stopping;

    /** @param beforeSending may refuse by an exception; nothing is presented then */
    SignInDrive(SignInExchange exchange, Runnable beforeSending) {
        this.exchange = exchange;
        this.beforeSending = beforeSending;
        this.stake = new AtStake(exchange.client(), exchange.parts().time());
    }

    /** What came of it, once it is stored if that is wanted. */
    CompletionStage<Exchanged> result() {
        return result;
    }

    /** Presents it for whoever asked. */
    void exchange() {
        begin(CompletableFuture::completedFuture);
    }

    /** Presents it and stores the session. */
    void signIn() {
        begin(exchanged -> {
            SignIn signIn = new SignIn(
                    exchange.client(),
                    commit(exchanged),
                    exchanged.received().tokens(TokenSet.Origin.GRANT),
                    exchange.parts().time(),
                    exchange.parts().random());
            stake.unsaved();
            return drive(signIn, exchange.owner(exchanged), signIn::start).thenApply(stored -> {
                revoke(signIn.replaced(), exchanged);
                return exchanged;
            });
        });
    }

    /** Afterwards, and whoever has signed in does not wait for it. */
    private void revoke(SessionDocument replaced, Exchanged exchanged) {
        Secret old = ReplacedSession.toRevoke(
                replaced, exchanged.received().response().idToken());
        if (old != null) {
            Revocations revocations = new Revocations(exchange.parts());
            try {
                exchange.parts()
                        .threads()
                        .sessions()
                        .execute(() -> revocations.discard(
                                exchange.client(),
                                exchange.owner(exchanged),
                                old,
                                "a new sign-in has replaced the session"));
            } catch (RejectedExecutionException e) {
                LOG.debug(
                        "Client '{}': stopping, the session before is left to end",
                        exchange.client().name(),
                        e);
            }
        }
    }

    private void begin(Function<Exchanged, CompletableFuture<Exchanged>> then) {
        CompletableFuture.supplyAsync(this::present, exchange.executor())
                .thenCompose(then)
                .whenComplete((exchanged, problem) -> {
                    stake.nothing();
                    if (problem == null) {
                        result.complete(exchanged);
                    } else {
                        result.completeExceptionally(problem.getCause() == null ? problem : problem.getCause());
                    }
                });
    }

    private Exchanged present() {
        beforeSending.run();
        stake.sending(exchange.grantType());
        if (stopping) {
            throw StartedRenewals.stopping(exchange.client());
        }
        return exchange.run();
    }

    private CompletableFuture<Void> drive(SignIn signIn, AccessKey owner, Supplier<Step> next) {
        return CompletableFuture.supplyAsync(
                        () -> advance(signIn, owner, next.get()),
                        exchange.parts().threads().sessions())
                .thenCompose(step -> {
                    if (step instanceof Step.Pause pause) {
                        CompletableFuture<Void> over = new CompletableFuture<>();
                        var unused = exchange.parts().alarm(pause.duration(), () -> over.complete(null));
                        return over.thenCompose(
                                nothing -> drive(signIn, owner, () -> signIn.on(new Step.Event.Resumed())));
                    }
                    if (step instanceof Step.Failed failed) {
                        if (failed.failure().getCause() instanceof RepositoryException) {
                            stake.signInLost();
                        }
                        return CompletableFuture.failedFuture(failed.failure());
                    }
                    return CompletableFuture.completedFuture(null);
                });
    }

    private Step advance(SignIn signIn, AccessKey owner, Step first) {
        StoredSession session =
                new StoredSession(exchange.parts().repository(), owner.session().documentKey(), stake);
        Step step = first;
        while (step instanceof Step.Find || step instanceof Step.Write) {
            step = signIn.on(step instanceof Step.Write write ? session.write(write) : session.find());
        }
        return step;
    }

    private SessionDocument.Commit commit(Exchanged exchanged) {
        RenewalParts parts = exchange.parts();
        TokenResponse response = exchanged.received().response();
        Instant obtainedAt = parts.server()
                .clock(exchange.key().session())
                .answered(exchanged.received().sentAtNanos(), response.serverTime());
        Duration refreshLife = response.refreshExpiresIn();
        return new SessionDocument.Commit(
                obtainedAt.plusNanos(parts.random().nextInt(1_000)),
                response.refreshToken(),
                refreshLife == null ? null : obtainedAt.plus(refreshLife),
                false,
                exchange.client().request().scopes(),
                Secret.sha256(exchange.owner(exchanged).encoded()),
                exchanged.received().stored(obtainedAt),
                null,
                parts.node(),
                exchanged.subject(),
                response.idToken());
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public Duration patience() {
        RenewalSettings settings = exchange.client().renewal();
        return stake.isNothing() ? settings.storeBudget() : settings.readLimit().plus(settings.storeBudget());
    }

    @Override
    public void abandoned() {
        stake.warn();
    }
}
