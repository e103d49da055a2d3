package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.Alarm;
import io.github.oidctoken.oauth2.DurationText;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.TokenWaitTimeoutException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Those who wait for one renewal. Each of them waits for {@code maxWait} at most, and once the server's answer is late for {@code requestTimeout} at most,
 * counted from when they came themselves. Thread-safe.
 */
final class Waiters {

    /** For a scheduler that does not keep its promises. */
    private static final Duration AT_WORST = Duration.ofSeconds(3);

    private final ClientRegistration client;
    private final TokenParts parts;
    private final CompletableFuture<AccessToken> landing = new CompletableFuture<>();
    private final CompletableFuture<Void> late = new CompletableFuture<>();

    Waiters(ClientRegistration client, TokenParts parts) {
        this.client = client;
        this.parts = parts;
    }

    void succeed(AccessToken token) {
        landing.complete(token);
    }

    void fail(OidcTokenException failure) {
        landing.completeExceptionally(failure);
    }

    /** The answer is late: from now on nobody waits longer than {@code requestTimeout}. */
    void late() {
        late.complete(null);
    }

    /** The application stops: nobody waits any more. */
    void stop() {
        fail(stopping());
    }

    /** Ends with the renewal, however long that takes. */
    CompletionStage<AccessToken> patient() {
        return landing.copy();
    }

    /** Ends with the renewal, or when its caller has waited long enough. */
    CompletableFuture<AccessToken> limited() {
        if (landing.isDone()) {
            return landing;
        }
        CompletableFuture<AccessToken> mine = landing.copy();
        measure(mine);
        Duration maxWait = client.renewal().maxWait();
        Duration requestTimeout = client.renewal().requestTimeout();
        try {
            if (requestTimeout.compareTo(maxWait) <= 0) {
                after(requestTimeout, mine, () -> whenLate(mine));
            }
            after(maxWait, mine, () -> mine.completeExceptionally(waitedTooLong()));
        } catch (RejectedExecutionException e) {
            mine.completeExceptionally(stopping());
        }
        return mine;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void measure(CompletableFuture<AccessToken> mine) {
        long came = parts.time().nanoTime();
        mine.whenComplete((token, problem) -> parts.report()
                .measured(new TokenMeasurement.Waited(
                        client.name(),
                        problem == null ? TokenMeasurement.WaitOutcome.SERVED : TokenMeasurement.WaitOutcome.FAILED,
                        Duration.ofNanos(parts.time().nanoTime() - came))));
    }

    /** Waits on the caller's thread. */
    AccessToken await() {
        try {
            return limited().get(client.renewal().maxWait().plus(AT_WORST).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw waitedTooLong();
        } catch (ExecutionException e) {
            throw Flight.failure(client, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenWaitTimeoutException(
                    client.name(), "Client '" + client.name() + "': interrupted while waiting for an access token.");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is there for whom it lets go
    private void whenLate(CompletableFuture<AccessToken> mine) {
        late.thenRun(() -> mine.completeExceptionally(answerIsLate()));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void after(Duration wait, CompletableFuture<AccessToken> mine, Runnable then) {
        Alarm alarm = Alarm.set(wait, then, parts.scheduler(), parts.time());
        mine.whenComplete((token, problem) -> alarm.stop());
    }

    private OidcTokenException stopping() {
        return new TokenRequestNotSentException(
                client.name(),
                "Client '" + client.name() + "': the application is stopping; no token is fetched any more.",
                null);
    }

    private OidcTokenException waitedTooLong() {
        return new TokenWaitTimeoutException(
                client.name(),
                "Client '" + client.name() + "': no access token within "
                        + DurationText.of(client.renewal().maxWait())
                        + "; the renewal goes on in the background. Look for its outcome in the log, or raise "
                        + client.option("maxWait") + ".");
    }

    private OidcTokenException answerIsLate() {
        return new TokenWaitTimeoutException(
                client.name(),
                "Client '" + client.name() + "': the token endpoint has not answered within "
                        + DurationText.of(client.renewal().requestTimeout())
                        + "; its answer is still awaited in the background. Check the server's health, or raise "
                        + client.option("requestTimeout") + ".");
    }
}
