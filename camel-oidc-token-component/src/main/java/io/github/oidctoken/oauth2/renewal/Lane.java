package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.token.TokenSet;
import java.util.concurrent.CompletableFuture;

/** One session's renewals in this JVM, one after another. Thread-safe. */
final class Lane {

    private final SessionMemory memory = new SessionMemory();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    SessionMemory memory() {
        return memory;
    }

    synchronized CompletableFuture<TokenSet> enqueue(SessionDrive drive) {
        CompletableFuture<TokenSet> mine = last.thenCompose(previous -> drive.run());
        last = mine.handle((tokens, problem) -> null);
        return mine;
    }
}
