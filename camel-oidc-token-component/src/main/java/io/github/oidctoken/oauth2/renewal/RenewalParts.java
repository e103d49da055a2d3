package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Alarm;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.oauth2.token.TokenMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all renewals of an engine share. */
record RenewalParts(
        AuthorizationServer server,
        ClientSecrets secrets,
        TokenRepository repository,
        Threads threads,
        ScheduledExecutorService scheduler,
        TimeSource time,
        RandomGenerator random,
        TokenEventListener listener,
        SignInPages signInPages,
        String node) {

    private static final Logger LOG = LoggerFactory.getLogger(RenewalParts.class);

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
            TokenOutcome outcome = attempt.send(presented);
            measured(new TokenMeasurement.Asked(
                    client.name(), asked(outcome), Duration.ofNanos(time.nanoTime() - sentAtNanos)));
            return new Step.Event.Answered(outcome, sentAt, sentAtNanos);
        } finally {
            alarm.stop();
        }
    }

    /** For those who want to know; what they throw harms nothing. */
    void happened(TokenEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.warn("Client '{}': a token event listener failed", event.client(), e);
        }
    }

    /** For those who count; what they throw harms nothing. */
    void measured(TokenMeasurement measurement) {
        try {
            listener.measured(measurement);
        } catch (RuntimeException e) {
            LOG.warn("Client '{}': a token event listener failed", measurement.client(), e);
        }
    }

    private static TokenMeasurement.AskOutcome asked(TokenOutcome outcome) {
        if (outcome instanceof TokenOutcome.Granted) {
            return TokenMeasurement.AskOutcome.GRANTED;
        }
        if (outcome instanceof TokenOutcome.Refused) {
            return TokenMeasurement.AskOutcome.REFUSED;
        }
        if (outcome instanceof TokenOutcome.NotSent) {
            return TokenMeasurement.AskOutcome.NOT_SENT;
        }
        return outcome instanceof TokenOutcome.Malformed
                ? TokenMeasurement.AskOutcome.MALFORMED
                : TokenMeasurement.AskOutcome.UNKNOWN;
    }

    ScheduledFuture<?> alarm(Duration after, Runnable what) {
        return scheduler.schedule(what, after.toNanos(), TimeUnit.NANOSECONDS);
    }
}
