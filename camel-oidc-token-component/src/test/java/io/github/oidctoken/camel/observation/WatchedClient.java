package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.renewal.ClientStatus;
import io.github.oidctoken.oauth2.token.Freshness;
import io.github.oidctoken.oauth2.token.TokenState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client {@code ifs} in whatever state a test wants to see. */
record WatchedClient(ClientStatus status) implements ObservedClient {

    static WatchedClient of(ClientStatus.Held... tokens) {
        return new WatchedClient(new ClientStatus("ifs", "node-a", null, null, List.of(tokens)));
    }

    /** One whose server is spared, and is that much ahead. */
    static WatchedClient ofServer(String problem, Duration offset) {
        return new WatchedClient(new ClientStatus("ifs", "node-a", problem, offset, List.of()));
    }

    static ClientStatus.Held held(TokenState token) {
        return new ClientStatus.Held("default", token, null, null, null, false, null);
    }

    /** A token with ten minutes to go, or none at all. */
    static TokenState token(@Nullable Freshness freshness, int failures, boolean ended, @Nullable String failure) {
        Instant now = Instant.now();
        return new TokenState(
                freshness,
                freshness == null ? null : "1a2b3c4d",
                null,
                freshness == null ? null : now,
                null,
                freshness == null ? null : now.plusSeconds(600),
                false,
                failures,
                ended,
                failure,
                null);
    }

    @Override
    public String name() {
        return status.client();
    }

    @Override
    public boolean isOnePrincipals() {
        return true;
    }

    @Override
    public void retry() {}

    @Override
    public CompletionStage<Map<String, Object>> explain(@Nullable String principal) {
        return CompletableFuture.completedFuture(Map.of());
    }

    @Override
    public CompletionStage<?> renew(@Nullable String principal) {
        return CompletableFuture.completedFuture("");
    }

    @Override
    public void invalidate(@Nullable String principal) {}
}
