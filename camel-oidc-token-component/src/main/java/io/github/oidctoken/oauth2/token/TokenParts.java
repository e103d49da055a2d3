package io.github.oidctoken.oauth2.token;

import com.github.benmanes.caffeine.cache.Interner;
import io.github.oidctoken.oauth2.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all token slots of a manager share.
 *
 * @param scopes one copy of each list of granted scopes, since most tokens are granted the same
 */
record TokenParts(
        Renewer renewer,
        TimeSource time,
        ScheduledExecutorService scheduler,
        RandomGenerator random,
        RenewalReport report,
        ClockWatch clocks,
        DueTokens due,
        Interner<List<String>> scopes) {

    /** The copy of such a list that all tokens share. */
    @Nullable
    List<String> shared(@Nullable List<String> granted) {
        return granted == null ? null : scopes.intern(List.copyOf(granted));
    }

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

    /** Does something on the thread of the alarms, so that the caller is not held up by it. */
    <T> CompletionStage<T> elsewhere(Supplier<CompletionStage<T>> work) {
        try {
            return CompletableFuture.supplyAsync(work, scheduler).thenCompose(stage -> stage);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
