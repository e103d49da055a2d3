package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.DurationText;
import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.TokenWaitTimeoutException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenManager;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;

/**
 * Persons who bring user name and password along, for clients with {@link Grant.PresentedPassword}. The server is asked for each of them, however many come
 * at once and under whatever names. All stages fail with {@link OidcTokenException}. Thread-safe.
 */
public final class Logins {

    private final RenewalParts parts;
    private final TokenManager manager;
    private final StartedRenewals started;

    Logins(RenewalParts parts, TokenManager manager) {
        this.parts = parts;
        this.manager = manager;
        this.started = new StartedRenewals(parts.scheduler());
    }

    /** Has the server judge the password; nothing is stored. */
    public CompletionStage<AccessToken> logIn(ClientRegistration client, Grant.Password password) {
        SignInDrive drive = drive(client, password);
        drive.exchange();
        return token(client, drive);
    }

    /**
     * Has the server judge the password, and keeps the session that it gives, with the user name as the principal.
     *
     * @return complete when the session is stored
     */
    public CompletionStage<AccessToken> logInAndStore(ClientRegistration client, Grant.Password password) {
        SignInDrive drive = drive(client, password);
        drive.signIn();
        return token(client, drive).thenApply(token -> {
            manager.signedIn(AccessKey.of(client, password.username()).session());
            return token;
        });
    }

    /** Accepts no more; see {@link TokenEngine#stop()}. */
    CompletableFuture<Void> stop() {
        return started.stop();
    }

    private SignInDrive drive(ClientRegistration client, Grant.Password password) {
        AccessKey key = AccessKey.of(client, password.username());
        SignInDrive drive = new SignInDrive(new PasswordExchange(client, key, password, parts), () -> {});
        started.add(drive);
        return drive;
    }

    /** What is given up before its turn came is not sent any more. */
    private CompletableFuture<AccessToken> token(ClientRegistration client, SignInDrive drive) {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        Duration longest = client.renewal().maxWait();
        ScheduledFuture<?> alarm = parts.alarm(longest, () -> {
            drive.stop();
            token.completeExceptionally(new TokenWaitTimeoutException(
                    client.name(),
                    "Client '" + client.name() + "': the login has not come to an end within "
                            + DurationText.of(longest) + " (" + client.option("maxWait") + ")."));
        });
        drive.result().whenComplete((exchanged, problem) -> {
            alarm.cancel(false);
            if (problem == null) {
                token.complete(AccessToken.of(
                        exchanged.received().tokens(TokenSet.Origin.GRANT),
                        client.renewal().refreshMargin()));
            } else {
                token.completeExceptionally(problem);
            }
        });
        return token;
    }
}
