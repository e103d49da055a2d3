package io.github.oidctoken.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sets the body to what is known of the token, without fetching one. */
final class ExplainProducer extends DefaultAsyncProducer {

    private final OidcTokenClient client;

    ExplainProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint);
        this.client = client;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return new PendingResult<>(
                            client.explain(exchange),
                            members -> exchange.getMessage().setBody(members))
                    .passOn(exchange, callback, client);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
