package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TestTokens;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A token source whose renewals give {@code NAME-1}, {@code NAME-2}, ...; one renewal serves all who saw the same token
 * refused.
 */
final class FakeTokens implements TokenSource {

    private final String name;
    private final List<AccessToken> issued = new CopyOnWriteArrayList<>();
    private final List<AccessToken> invalidated = new CopyOnWriteArrayList<>();
    private @Nullable AccessToken held;
    private @Nullable RuntimeException failure;

    FakeTokens(String name) {
        this.name = name;
    }

    synchronized void failWith(RuntimeException reason) {
        failure = reason;
    }

    int issued() {
        return issued.size();
    }

    List<AccessToken> invalidated() {
        return invalidated;
    }

    synchronized void forget() {
        held = null;
    }

    @Override
    public synchronized @Nullable AccessToken usable() {
        return held;
    }

    @Override
    public synchronized AccessToken get() {
        return held != null ? held : issue();
    }

    @Override
    public CompletionStage<AccessToken> request() {
        return CompletableFuture.supplyAsync(this::get);
    }

    @Override
    public CompletionStage<AccessToken> renew(@Nullable AccessToken rejected) {
        return CompletableFuture.supplyAsync(() -> {
            synchronized (this) {
                return held != null && held != rejected ? held : issue();
            }
        });
    }

    @Override
    public synchronized void invalidate(AccessToken rejected) {
        invalidated.add(rejected);
        if (held == rejected) {
            held = null;
        }
    }

    private AccessToken issue() {
        if (failure != null) {
            throw failure;
        }
        AccessToken token = TestTokens.bearer(name + "-" + (issued.size() + 1));
        issued.add(token);
        held = token;
        return token;
    }
}
