package io.github.oidctoken.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sets the body to what the server says about the person whom the client's token is about. */
final class UserinfoProducer extends DefaultAsyncProducer {

    private final OidcTokenClient client;

    UserinfoProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint);
        this.client = client;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return new PendingResult<>(
                            client.userinfo(exchange),
                            claims -> exchange.getMessage().setBody(claims))
                    .passOn(exchange, callback, client);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
