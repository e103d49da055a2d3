package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;

/** Has the server judge the user name and password that each exchange brings, and delivers the token that it gives for them. */
final class LoginProducer extends AskingProducer {

    private final OidcTokenOutput output;
    private final boolean stores;

    LoginProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
        this.output = endpoint.getOutput();
        this.stores = endpoint.isStoreSession();
    }

    /** Whether an endpoint logs in: whoever names a principal means a session that is kept. */
    static boolean isMeant(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        return client.owners().comeWithPassword()
                && endpoint.getOperation() == OidcTokenOperation.token
                && (endpoint.isStoreSession() || !client.owners().isNamed());
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        Grant.Password password = UserCredentials.take(exchange.getMessage(), client.registration());
        return new PendingResult<>(client.logIn(password, stores), token -> deliver(token, exchange));
    }

    private void deliver(AccessToken token, Exchange exchange) {
        new TokenDelivery(output, new LoggedIn(client, new GivenToken(client.registration(), token)))
                .deliver(token, exchange);
    }

    /** The client as the one who has logged in. */
    private record LoggedIn(OidcTokenClient client, TokenSource token) implements AuthorizedClient {

        @Override
        public ClientRegistration registration() {
            return client.registration();
        }

        @Override
        public TokenSource tokens(Exchange exchange) {
            return token;
        }

        @Override
        public boolean refusedBy(Exchange reply) {
            return client.refusedBy(reply);
        }

        @Override
        public Executor continuation() {
            return client.continuation();
        }

        @Override
        public String toString() {
            return client.toString();
        }
    }
}
