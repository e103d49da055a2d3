package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenInvalidException.Problem;
import io.github.oidctoken.oauth2.renewal.SignOuts;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** Has the server revoke the token that the message brings or, where it brings none, the client's own session. */
final class RevokeProducer extends AskingProducer {

    private final boolean keepToken;

    RevokeProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
        this.keepToken = endpoint.isKeepToken();
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        return new PendingResult<>(revoked(exchange), done -> {
            if (!keepToken) {
                PresentedToken.remove(exchange);
            }
        });
    }

    private CompletionStage<Boolean> revoked(Exchange exchange) {
        SignOuts signOuts = client.signOuts();
        Optional<Secret> token = presented(exchange);
        if (token.isPresent()) {
            String hint = exchange.getMessage().getHeader(OidcTokenConstants.TOKEN_TYPE_HINT, String.class);
            return signOuts.revoke(client.registration(), token.get(), hint).thenApply(done -> true);
        }
        client.owners().requireTokens();
        return signOuts.revokeSession(client.registration(), client.principal(exchange))
                .thenApply(signedOut -> signedOut.ended());
    }

    private Optional<Secret> presented(Exchange exchange) {
        try {
            return Optional.of(PresentedToken.of(exchange, client.registration().name()));
        } catch (TokenInvalidException e) {
            if (e.problem() == Problem.NO_TOKEN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
