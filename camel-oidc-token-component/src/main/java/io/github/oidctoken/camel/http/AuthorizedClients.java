package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.Set;

/** The clients of one CamelContext by their configured names. */
public interface AuthorizedClients {

    /**
     * The client of that name.
     *
     * @throws ClientConfigurationException if there is none, listing those there are, or if its options are wrong
     */
    AuthorizedClient client(String name);

    /** The names of all configured clients, whether or not their options are right. */
    Set<String> names();

    /** Further components that send HTTP. */
    default HttpSchemes schemes() {
        return HttpSchemes.NONE;
    }
}
