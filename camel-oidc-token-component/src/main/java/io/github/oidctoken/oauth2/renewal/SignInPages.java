package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.util.Optional;

/** Pages of the application where persons sign in for clients, as messages name them. Thread-safe. */
@FunctionalInterface
public interface SignInPages {

    /** The address of the page where a person signs in for the client's own principal; empty if there is none. */
    Optional<String> address(ClientRegistration client);

    /** The text that follows what else a person can do, with its own full stop; empty if there is no page. */
    default String alternative(ClientRegistration client) {
        return address(client)
                .map(page -> " Or sign in on the connect page, " + page + ".")
                .orElse("");
    }
}
