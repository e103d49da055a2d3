package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;

/** A client whose token outgoing HTTP calls may carry. Thread-safe. */
public interface AuthorizedClient {

    /** Who the client is, and which targets may receive its token. */
    ClientRegistration registration();

    /**
     * The tokens for this exchange: of the principal that the client's expression names.
     *
     * @throws io.github.oidctoken.oauth2.client.ClientConfigurationException if the principal comes out blank or too long
     */
    TokenSource tokens(Exchange exchange);

    /**
     * Whether a reply that is no 401 refuses the token all the same, as the client's {@code rejectedWhen} has it. Its body
     * can be read as before.
     */
    default boolean refusedBy(Exchange reply) {
        return false;
    }

    /** Where an exchange goes on after it waited for a token: never a thread of the engine or an event loop. */
    Executor continuation();
}
