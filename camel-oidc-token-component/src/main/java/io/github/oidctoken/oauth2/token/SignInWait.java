package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Holds a caller whose session only a person can start, until somebody has signed in on any node or the client's {@code awaitSignIn} is over. It asks again
 * every second; no thread waits.
 */
record SignInWait(ClientRegistration client, TokenParts parts) {

    private static final Duration FROM_LOOK_TO_LOOK = Duration.ofSeconds(1);

    /** Whether callers of the client are held at all. A configured refresh token does not change while anybody waits. */
    static boolean isWanted(ClientRegistration client) {
        return !client.renewal().awaitSignIn().isZero()
                && !client.grant().repeatable()
                && !(client.grant() instanceof Grant.RefreshToken);
    }

    /** Asks until there is a token or another failure than that nobody has signed in; at the end that failure is passed on. */
    CompletionStage<AccessToken> until(Supplier<CompletionStage<AccessToken>> ask) {
        return until(ask, parts.time().nanoTime());
    }

    private CompletionStage<AccessToken> until(Supplier<CompletionStage<AccessToken>> ask, long began) {
        return ask.get()
                .handle((token, problem) ->
                        token != null ? CompletableFuture.completedStage(token) : again(ask, began, problem))
                .thenCompose(next -> next);
    }

    private CompletionStage<AccessToken> again(
            Supplier<CompletionStage<AccessToken>> ask, long began, Throwable problem) {
        Duration left = client.renewal().awaitSignIn().minusNanos(parts.time().nanoTime() - began);
        boolean personMissing = Flight.failure(client, problem) instanceof ReauthorizationRequiredException;
        if (!personMissing || left.isNegative() || left.isZero()) {
            return CompletableFuture.failedFuture(problem);
        }
        Duration wait = left.compareTo(FROM_LOOK_TO_LOOK) < 0 ? left : FROM_LOOK_TO_LOOK;
        return parts.afterwards(wait, () -> until(ask, began));
    }
}
