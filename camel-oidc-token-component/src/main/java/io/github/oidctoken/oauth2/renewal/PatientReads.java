package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Reads of the repository for people who look how it stands: nobody waits for them longer than the client's store budget. Thread-safe. */
record PatientReads(RenewalParts parts) {

    /** Fails with what the read throws, or with {@link RepositoryException} when its time is over or the application stops. */
    <T> CompletionStage<T> read(ClientRegistration client, Supplier<T> read) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            long budget = client.renewal().storeBudget().toNanos();
            var alarm = parts.scheduler()
                    .schedule(
                            () -> answer.completeExceptionally(new RepositoryException(
                                    "it has not answered within " + budget / 1_000_000_000L + " s", null)),
                            budget,
                            TimeUnit.NANOSECONDS);
            parts.threads().sessions().execute(() -> {
                try {
                    answer.complete(read.get());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                } finally {
                    alarm.cancel(false);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new RepositoryException("the application is stopping", e));
        }
        return answer;
    }
}
