package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import java.util.concurrent.CompletableFuture;

/** One renewal under way, and those who wait for it. Thread-safe. */
final class Flight {

    private CompletableFuture<AccessToken> waiters = new CompletableFuture<>();
    private boolean landed;

    synchronized CompletableFuture<AccessToken> waiters() {
        return waiters;
    }

    void succeed(AccessToken token) {
        land().complete(token);
    }

    void fail(OidcTokenException failure) {
        land().completeExceptionally(failure);
    }

    /** Lets those go who have waited long enough; whoever comes later waits for the rest. */
    void slow(OidcTokenException failure) {
        patient().completeExceptionally(failure);
    }

    private synchronized CompletableFuture<AccessToken> land() {
        landed = true;
        return waiters;
    }

    private synchronized CompletableFuture<AccessToken> patient() {
        CompletableFuture<AccessToken> until = waiters;
        if (!landed) {
            waiters = new CompletableFuture<>();
        }
        return until;
    }
}
