package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Stands in for the component: clients by name. */
final class FakeClients extends DefaultComponent implements AuthorizedClients {

    private final Map<String, AuthorizedClient> clients = new TreeMap<>();

    private HttpSchemes schemes = HttpSchemes.NONE;

    /** Sets the further schemes. */
    void include(String schemeNames) {
        schemes = HttpSchemes.of(schemeNames);
    }

    @Override
    public HttpSchemes schemes() {
        return schemes;
    }

    void add(AuthorizedClient client) {
        clients.put(client.registration().name(), client);
    }

    @Override
    public AuthorizedClient client(String name) {
        AuthorizedClient client = clients.get(name);
        if (client == null) {
            throw new ClientConfigurationException(name, "is not configured; configured are " + names() + ".");
        }
        return client;
    }

    @Override
    public Set<String> names() {
        return clients.keySet();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        throw new UnsupportedOperationException();
    }
}
