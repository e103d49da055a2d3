package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sets the body to what the server says of the token that the message brings. */
final class IntrospectProducer extends DefaultAsyncProducer {

    private final OidcTokenClient client;
    private final boolean keepToken;

    IntrospectProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint);
        this.client = client;
        this.keepToken = endpoint.isKeepToken();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Secret token = PresentedToken.of(exchange, client.registration().name());
            String hint = exchange.getMessage().getHeader(OidcTokenConstants.TOKEN_TYPE_HINT, String.class);
            return new PendingResult<>(client.introspect(token, hint), members -> answer(members, exchange))
                    .passOn(exchange, callback, client);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private void answer(Map<String, Object> members, Exchange exchange) {
        if (!keepToken) {
            PresentedToken.remove(exchange);
        }
        exchange.getMessage().setBody(members);
    }
}
