package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.Freshness;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The one token of a login, for the exchange that brought the password: when it ends or is refused there is no other. Thread-safe. */
final class GivenToken implements TokenSource {

    private final ClientRegistration client;
    private final AccessToken token;
    private volatile boolean refused;

    GivenToken(ClientRegistration client, AccessToken token) {
        this.client = client;
        this.token = token;
    }

    @Override
    public @Nullable AccessToken usable() {
        boolean good = !refused && token.freshness(TimeSource.system().nanoTime()) != Freshness.EXPIRED;
        return good ? token : null;
    }

    @Override
    public AccessToken get() {
        AccessToken usable = usable();
        if (usable == null) {
            throw over();
        }
        return usable;
    }

    @Override
    public CompletionStage<AccessToken> request() {
        AccessToken usable = usable();
        return usable == null ? CompletableFuture.failedFuture(over()) : CompletableFuture.completedStage(usable);
    }

    @Override
    public CompletionStage<AccessToken> renew(@Nullable AccessToken rejected) {
        refused = true;
        return CompletableFuture.failedFuture(over());
    }

    @Override
    public void invalidate(AccessToken rejected) {
        refused = true;
    }

    private OidcTokenException over() {
        return new ReauthorizationRequiredException(
                client.name(),
                "Client '" + client.name() + "': the token of this exchange's login "
                        + (refused ? "was refused" : "has ended")
                        + ", and a password is presented once only. The user must log in again.");
    }

    @Override
    public String toString() {
        return "GivenToken[" + token + "]";
    }
}
