package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.TokenWaitTimeoutException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.AccessToken;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a token no longer than the client's {@code maxWait}, so that no exchange can hang on a renewal that never
 * ends.
 */
record TokenWait(ClientRegistration client) {

    /** The engine keeps {@code maxWait} itself and knows more to say about it, so it goes first. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** A stage that is done in time, one way or the other. The shared stage behind it is left alone. */
    CompletableFuture<AccessToken> bounded(CompletionStage<AccessToken> stage) {
        Duration limit =
                client.renewal().maxWait().plus(client.renewal().awaitSignIn()).plus(GRACE);
        return stage.toCompletableFuture().copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits on the caller's thread. */
    AccessToken block(CompletionStage<AccessToken> stage) {
        try {
            return bounded(stage).get();
        } catch (ExecutionException e) {
            throw unchecked(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenWaitTimeoutException(
                    client.name(), "Client '" + client.name() + "': interrupted while waiting for a new token.");
        }
    }

    /** Why a bounded stage failed. */
    Throwable reason(Throwable failure) {
        Throwable reason = failure;
        while ((reason instanceof CompletionException || reason instanceof ExecutionException)
                && reason.getCause() != null) {
            reason = reason.getCause();
        }
        if (reason instanceof TimeoutException) {
            return new TokenWaitTimeoutException(
                    client.name(),
                    "Client '" + client.name() + "': no new token within "
                            + client.renewal().maxWait() + "; the renewal goes on. Set " + client.option("maxWait")
                            + " if the server needs longer.");
        }
        return reason;
    }

    private static RuntimeException unchecked(Throwable reason) {
        if (reason instanceof Error error) {
            throw error;
        }
        return reason instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(reason);
    }
}
