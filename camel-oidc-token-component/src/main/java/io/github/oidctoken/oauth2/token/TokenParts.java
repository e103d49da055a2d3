package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What all token slots of a manager share. */
record TokenParts(
        Renewer renewer,
        TimeSource time,
        ScheduledExecutorService scheduler,
        RandomGenerator random,
        TokenEventListener listener) {

    /** Does something after a while; what cannot be started any more, because the application stops, fails the stage. */
    <T> CompletionStage<T> afterwards(Duration wait, Supplier<CompletionStage<T>> work) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        if (wait.isZero()) {
            over.complete(null);
            return over.thenCompose(nothing -> work.get());
        }
        try {
            ScheduledFuture<?> alarm =
                    scheduler.schedule(() -> over.complete(null), wait.toNanos(), TimeUnit.NANOSECONDS);
            return over.thenCompose(nothing -> work.get()).whenComplete((result, problem) -> alarm.cancel(false));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
