package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * The clients granted to an exchange: from the grant on, HTTP sends of the exchange to a client's targets are
 * authorized, in whatever route it is. Nothing is put on the message. Copies of the exchange inherit what was granted
 * before they were made.
 */
public final class ExchangeAuthorization {

    private static final String PROPERTY = "CamelOidcTokenAuthorization";

    private ExchangeAuthorization() {}

    /**
     * Grants a client to an exchange; a client of the same name granted before is replaced.
     *
     * @throws ClientConfigurationException if the client has no targets, or one that is not a plain URI prefix
     */
    public static void grant(Exchange exchange, AuthorizedClient client) {
        Authorization authorization = Authorization.of(client);
        if (authorization.targets().all().isEmpty()) {
            throw new ClientConfigurationException(
                    authorization.name(),
                    "no HTTP call may receive its token. Set "
                            + client.registration().option("targets") + " to the URI prefixes of the API.");
        }
        // a new list each time: copies of the exchange share the present one
        List<Authorization> granted = new ArrayList<>(of(exchange));
        granted.removeIf(other -> other.name().equals(authorization.name()));
        granted.add(authorization);
        exchange.setProperty(PROPERTY, new Granted(List.copyOf(granted)));
    }

    /** What was granted, in the order of granting. */
    static List<Authorization> of(Exchange exchange) {
        return exchange.getProperty(PROPERTY) instanceof Granted granted ? granted.authorizations() : List.of();
    }

    private record Granted(List<Authorization> authorizations) {

        @Override
        public String toString() {
            return authorizations.toString();
        }
    }
}
