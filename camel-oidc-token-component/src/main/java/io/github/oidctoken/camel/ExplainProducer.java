package io.github.oidctoken.camel;

import org.apache.camel.Exchange;

/** Sets the body to what is known of the token, without fetching one. */
final class ExplainProducer extends AskingProducer {

    ExplainProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        return new PendingResult<>(
                client.explain(exchange), members -> exchange.getMessage().setBody(members));
    }
}
