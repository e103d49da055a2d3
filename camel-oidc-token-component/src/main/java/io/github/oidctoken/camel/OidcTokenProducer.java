package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.camel.tracing.WaitCause;
import io.github.oidctoken.camel.tracing.WaitSpan;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.concurrent.CompletionStage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Has a token ready for each exchange, without blocking a thread; an exchange that can have none fails. */
final class OidcTokenProducer extends DefaultAsyncProducer {

    private final OidcTokenOperation operation;
    private final AuthorizedClient client;
    private final TokenDelivery delivery;

    OidcTokenProducer(OidcTokenEndpoint endpoint, AuthorizedClient client) {
        super(endpoint);
        this.operation = endpoint.getOperation();
        this.client = client;
        this.delivery = new TokenDelivery(endpoint.getOutput(), client);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            TokenSource tokens = client.tokens(exchange);
            boolean renews = operation == OidcTokenOperation.renew;
            AccessToken usable = renews ? null : tokens.usable();
            if (usable == null) {
                CompletionStage<AccessToken> coming = renews ? tokens.renew(null) : tokens.request();
                return new PendingResult<>(coming, token -> delivery.deliver(token, exchange), span(coming, exchange))
                        .passOn(exchange, callback, client);
            }
            delivery.deliver(usable, exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private WaitSpan span(CompletionStage<AccessToken> coming, Exchange exchange) {
        return coming.toCompletableFuture().isDone()
                ? WaitSpan.NONE
                : WaitSpan.begin(
                        exchange,
                        client.registration().name(),
                        operation == OidcTokenOperation.renew ? WaitCause.REQUESTED : WaitCause.NO_USABLE_TOKEN);
    }
}
