package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Alarm;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What all renewals of an engine share. */
record RenewalParts(
        AuthorizationServer server,
        ClientSecrets secrets,
        TokenRepository repository,
        Threads threads,
        ScheduledExecutorService scheduler,
        TimeSource time,
        RandomGenerator random,
        String node) {

    /**
     * Asks the token endpoint; whoever waits is told when its answer takes longer than they are to wait. Blocks.
     *
     * @param client the request's, with the secret to present
     */
    Step.Event.Answered ask(RenewalRequest request, ClientRegistration client, TokenRequest presented) {
        AuthorizationServer.Attempt attempt = server.attempt(client, request.key());
        Runnable late = () -> {
            attempt.late();
            request.onSlow().run();
        };
        Alarm alarm = Alarm.set(request.client().renewal().requestTimeout(), late, scheduler, time);
        Instant sentAt = time.now();
        long sentAtNanos = time.nanoTime();
        try {
            return new Step.Event.Answered(attempt.send(presented), sentAt, sentAtNanos);
        } finally {
            alarm.stop();
        }
    }

    ScheduledFuture<?> alarm(Duration after, Runnable what) {
        return scheduler.schedule(what, after.toNanos(), TimeUnit.NANOSECONDS);
    }
}
