package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import java.util.Map;
import org.apache.camel.Exchange;

/** Sets the body to what the server says of the token that the message brings. */
final class IntrospectProducer extends AskingProducer {

    private final boolean keepToken;

    IntrospectProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
        this.keepToken = endpoint.isKeepToken();
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        Secret token = PresentedToken.of(exchange, client.registration().name());
        String hint = exchange.getMessage().getHeader(OidcTokenConstants.TOKEN_TYPE_HINT, String.class);
        return new PendingResult<>(client.introspect(token, hint), members -> answer(members, exchange));
    }

    private void answer(Map<String, Object> members, Exchange exchange) {
        if (!keepToken) {
            PresentedToken.remove(exchange);
        }
        exchange.getMessage().setBody(members);
    }
}
