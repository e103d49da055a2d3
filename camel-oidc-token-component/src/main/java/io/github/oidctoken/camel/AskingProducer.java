package io.github.oidctoken.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Asks a client for something and goes on with the exchange when the answer is there; whatever fails, at once or later, fails the exchange. Thread-safe. */
abstract class AskingProducer extends DefaultAsyncProducer {

    /** Who is asked. */
    final OidcTokenClient client;

    AskingProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint);
        this.client = client;
    }

    /** What the exchange waits for, and where its result goes; it may throw what fails the exchange. */
    abstract PendingResult<?> ask(Exchange exchange);

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return ask(exchange).passOn(exchange, callback, client);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
