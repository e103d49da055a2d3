package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.token.TokenSet;
import java.util.concurrent.CompletableFuture;

/** One session's renewals in this JVM, one after another. Thread-safe. */
final class Lane {

    private final SessionMemory memory;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** @param node that this JVM is */
    Lane(String node) {
        this.memory = new SessionMemory(node);
    }

    SessionMemory memory() {
        return memory;
    }

    synchronized CompletableFuture<TokenSet> enqueue(SessionDrive drive) {
        CompletableFuture<TokenSet> mine = last.thenCompose(previous -> drive.run());
        last = mine.handle((tokens, problem) -> null);
        return mine;
    }
}
