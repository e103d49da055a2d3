package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.Renewer;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Says where the page is when a renewal has shown that a person must sign in, to callers, log and events alike. Thread-safe. */
record DirectingRenewer(Renewer renewer, SignInPages pages) implements Renewer {

    @Override
    public CompletionStage<TokenSet> renew(RenewalRequest request) {
        return renewer.renew(request)
                .exceptionallyCompose(problem -> CompletableFuture.failedFuture(directed(request.client(), problem)));
    }

    private Throwable directed(ClientRegistration client, Throwable problem) {
        Throwable failure =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        if (!(failure instanceof ReauthorizationRequiredException)) {
            return problem;
        }
        String alternative = pages.alternative(client);
        return alternative.isEmpty() ? problem : saying(failure.getMessage() + alternative, client, failure);
    }

    private static OidcTokenException saying(String message, ClientRegistration client, Throwable failure) {
        return failure instanceof SignedOutException
                ? new SignedOutException(client.name(), message)
                : new ReauthorizationRequiredException(client.name(), message);
    }
}
