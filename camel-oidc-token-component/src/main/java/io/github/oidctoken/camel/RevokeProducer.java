package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenInvalidException.Problem;
import io.github.oidctoken.oauth2.renewal.SignOuts;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Has the server revoke the token that the message brings or, where it brings none, the client's own session. */
final class RevokeProducer extends DefaultAsyncProducer {

    private final OidcTokenClient client;
    private final boolean keepToken;

    RevokeProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint);
        this.client = client;
        this.keepToken = endpoint.isKeepToken();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return new PendingResult<>(revoked(exchange), done -> {
                        if (!keepToken) {
                            PresentedToken.remove(exchange);
                        }
                    })
                    .passOn(exchange, callback, client);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
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
