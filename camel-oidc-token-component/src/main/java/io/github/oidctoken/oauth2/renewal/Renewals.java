package io.github.oidctoken.oauth2.renewal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.Renewer;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Drives renewals on the engine's threads. Grants without a session run in parallel and never touch the repository; renewals of one session come one
 * after another.
 */
final class Renewals implements Renewer {

    private static final int MOST_SESSIONS = 10_000;

    private final AuthorizationServer server;
    private final TokenRepository repository;
    private final Executor executor;
    private final ScheduledExecutorService scheduler;
    private final TimeSource time;
    private final RandomGenerator random;

    /** A lane that is dropped loses what this JVM remembers of its session, and nothing that the repository holds. */
    private final Cache<SessionKey, Lane> lanes =
            Caffeine.newBuilder().maximumSize(MOST_SESSIONS).build();

    Renewals(
            AuthorizationServer server,
            TokenRepository repository,
            Executor executor,
            ScheduledExecutorService scheduler,
            TimeSource time,
            RandomGenerator random) {
        this.server = server;
        this.repository = repository;
        this.executor = executor;
        this.scheduler = scheduler;
        this.time = time;
        this.random = random;
    }

    @Override
    public CompletionStage<TokenSet> renew(RenewalRequest request) {
        try {
            return request.client().grant().startsSession() ? renewSession(request) : runGrant(request);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<TokenSet> runGrant(RenewalRequest request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    ClientRegistration client = request.client();
                    TokenRequest.ByGrant grant = new TokenRequest.ByGrant(
                            client.grant(), client.request().scopes());
                    Step.Event.Answered answered = ask(request, grant);
                    if (answered.outcome() instanceof TokenOutcome.Granted granted) {
                        return Received.of(granted.response(), answered, client.renewal())
                                .tokens(TokenSet.Origin.GRANT);
                    }
                    throw new Failures(client, grant.grantType()).of(answered.outcome());
                },
                executor);
    }

    private CompletionStage<TokenSet> renewSession(RenewalRequest request) {
        CompletableFuture<TokenSet> published = new CompletableFuture<>();
        Lane lane = lanes.get(request.key().session(), key -> new Lane());
        lane.enqueue(() -> {
                    SessionRenewal renewal = new SessionRenewal(request, lane.memory, time, random);
                    return drive(new Drive(request, renewal, published), () -> begin(request.client(), renewal));
                })
                .whenComplete((tokens, problem) -> {
                    if (problem == null) {
                        published.complete(tokens);
                    } else {
                        published.completeExceptionally(problem);
                    }
                });
        return published;
    }

    /** Discovery comes first: it would use up the lease between the announcement and the request. */
    private Step begin(ClientRegistration client, SessionRenewal renewal) {
        TokenOutcome.NotSent undiscovered = server.discover(client);
        return undiscovered == null
                ? renewal.start()
                : new Step.Failed(new Failures(client, client.grant().grantType()).of(undiscovered));
    }

    private CompletableFuture<TokenSet> drive(Drive drive, Supplier<Step> next) {
        return CompletableFuture.supplyAsync(() -> advance(drive, next.get()), executor)
                .thenCompose(step -> {
                    if (step instanceof Step.Done done) {
                        return CompletableFuture.completedFuture(done.tokens());
                    }
                    if (step instanceof Step.Pause pause) {
                        return pause(pause)
                                .thenCompose(over ->
                                        drive(drive, () -> drive.renewal().on(new Step.Event.Resumed())));
                    }
                    return CompletableFuture.failedFuture(((Step.Failed) step).failure());
                });
    }

    /** Performs steps until the renewal ends or has to wait. */
    private Step advance(Drive drive, Step first) {
        String key = drive.request().key().session().documentKey();
        Step step = first;
        while (true) {
            if (step instanceof Step.Find) {
                step = drive.renewal().on(find(key));
            } else if (step instanceof Step.Write write) {
                step = drive.renewal().on(write(key, write));
            } else if (step instanceof Step.Send send) {
                step = drive.renewal().on(ask(drive.request(), send.request()));
            } else if (step instanceof Step.Publish publish) {
                drive.published().complete(publish.tokens());
                step = drive.renewal().on(new Step.Event.Resumed());
            } else {
                return step;
            }
        }
    }

    private Step.Event find(String key) {
        try {
            return new Step.Event.Found(repository.find(key));
        } catch (RuntimeException e) {
            return new Step.Event.FindFailed(repositoryFailed(e));
        }
    }

    private Step.Event write(String key, Step.Write write) {
        try {
            return new Step.Event.Wrote(repository.compareAndSet(key, write.expected(), write.document()));
        } catch (RuntimeException e) {
            return new Step.Event.WriteFailed(repositoryFailed(e));
        }
    }

    /** A repository may be anybody's: whatever it throws must not lose a token that the server has just issued. */
    private static RepositoryException repositoryFailed(RuntimeException failure) {
        return failure instanceof RepositoryException known
                ? known
                : new RepositoryException("it failed with " + failure.getClass().getName(), failure);
    }

    private Step.Event.Answered ask(RenewalRequest request, TokenRequest presented) {
        ScheduledFuture<?> alarm = scheduler.schedule(
                request.onSlow(), request.client().renewal().requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
        Instant sentAt = time.now();
        long sentAtNanos = time.nanoTime();
        try {
            return new Step.Event.Answered(server.ask(request.client(), presented), sentAt, sentAtNanos);
        } finally {
            alarm.cancel(false);
        }
    }

    private CompletableFuture<Void> pause(Step.Pause pause) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        var unused =
                scheduler.schedule(() -> over.complete(null), pause.duration().toNanos(), TimeUnit.NANOSECONDS);
        return over;
    }

    /** A renewal under way, and what its callers wait for. */
    private record Drive(RenewalRequest request, SessionRenewal renewal, CompletableFuture<TokenSet> published) {}

    /** One session's renewals in this JVM, one after another. */
    private static final class Lane {

        private final SessionMemory memory = new SessionMemory();
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

        synchronized CompletionStage<TokenSet> enqueue(Supplier<CompletableFuture<TokenSet>> renewal) {
            CompletableFuture<TokenSet> mine = last.thenCompose(previous -> renewal.get());
            last = mine.handle((result, problem) -> null);
            return mine;
        }
    }
}
