package io.github.oidctoken.camel;

import org.apache.camel.Exchange;

/** Sets the body to what the server says about the person whom the client's token is about. */
final class UserinfoProducer extends AskingProducer {

    UserinfoProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        return new PendingResult<>(
                client.userinfo(exchange), claims -> exchange.getMessage().setBody(claims));
    }
}
