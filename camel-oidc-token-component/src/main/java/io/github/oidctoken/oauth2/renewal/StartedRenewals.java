package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The renewals that are under way, so that none is lost when the application stops. Thread-safe. */
final class StartedRenewals {

    private final ScheduledExecutorService scheduler;
    private final Set<StartedRenewal> started = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    StartedRenewals(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** Whether no renewal is started any more. */
    boolean stopped() {
        return stopped;
    }

    /** Takes note of a renewal until it ends. */
    void add(StartedRenewal renewal) {
        started.add(renewal);
        var unused = renewal.ended().thenRun(() -> started.remove(renewal));
        if (stopped) {
            renewal.stop();
        }
    }

    /**
     * Ends what has sent nothing and lets the rest run to its end, each for as long as it may take.
     *
     * @return complete when all have ended or their time is over; never fails
     */
    CompletableFuture<Void> stop() {
        stopped = true;
        StartedRenewal[] present = started.toArray(StartedRenewal[]::new);
        for (StartedRenewal renewal : present) {
            renewal.stop();
        }
        CompletableFuture<?>[] ends = new CompletableFuture<?>[present.length];
        for (int i = 0; i < present.length; i++) {
            ends[i] = end(present[i]);
        }
        return CompletableFuture.allOf(ends);
    }

    private CompletableFuture<Void> end(StartedRenewal renewal) {
        CompletableFuture<Void> end = renewal.ended().toCompletableFuture().copy();
        Duration patience = renewal.patience();
        try {
            ScheduledFuture<?> alarm = scheduler.schedule(
                    () -> {
                        if (end.complete(null)) {
                            renewal.abandoned();
                        }
                    },
                    patience.toNanos(),
                    TimeUnit.NANOSECONDS);
            return end.whenComplete((nothing, problem) -> alarm.cancel(false));
        } catch (RejectedExecutionException e) {
            if (end.complete(null)) {
                renewal.abandoned();
            }
            return end;
        }
    }

    static TokenRequestNotSentException stopping(ClientRegistration client) {
        return new TokenRequestNotSentException(
                client.name(),
                "Client '" + client.name() + "': the application is stopping; no token is fetched any more.",
                null);
    }
}
