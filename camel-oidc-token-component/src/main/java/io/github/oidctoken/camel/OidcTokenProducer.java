package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
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
                return new PendingResult<>(
                                renews ? tokens.renew(null) : tokens.request(),
                                token -> delivery.deliver(token, exchange))
                        .passOn(exchange, callback, client);
            }
            delivery.deliver(usable, exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }
}
