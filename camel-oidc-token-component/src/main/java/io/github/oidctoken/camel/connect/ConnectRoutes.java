package io.github.oidctoken.camel.connect;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.jspecify.annotations.Nullable;

/** The routes that serve the connect page and take the answers of authorization servers, at the HTTP server of the application. */
public final class ConnectRoutes extends RouteBuilder {

    /** What the address for the answers has behind that of the page. */
    public static final String CALLBACK = "/callback";

    private static final String HTTP_SERVER = "platform-http";
    private static final String ID = "oidc-token-connect";
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    private final String path;
    private final @Nullable String guard;
    private final Supplier<Collection<? extends ConnectableClient>> clients;
    private @Nullable OneTimeAddress address;

    private ConnectRoutes(
            String path, @Nullable String guard, Supplier<Collection<? extends ConnectableClient>> clients) {
        this.path = path;
        this.guard = guard;
        this.clients = clients;
    }

    /**
     * Has a context serve the page: with its own routes if it is not initialized yet, at once if it has started.
     *
     * @param path of the page
     * @param guard the name of a policy that stands before it; absent for an address that works once
     * @throws IllegalArgumentException if the path is none
     * @throws IllegalStateException if the routes cannot be added
     */
    public static ConnectRoutes mount(
            CamelContext context,
            String path,
            @Nullable String guard,
            Supplier<Collection<? extends ConnectableClient>> clients) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("Option connectPage must be a path such as /connect, of letters, digits"
                    + " and . _ ~ - between slashes, without one at its end; it is '" + path + "'");
        }
        ConnectRoutes routes = new ConnectRoutes(path, guard, clients);
        try {
            context.addRoutes(routes);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The connect page (option connectPage = " + path + ") cannot be served: " + e.getMessage(), e);
        }
        return routes;
    }

    /**
     * Prints the address of the page if nothing else guards it.
     *
     * @throws IllegalStateException if the page is not served
     */
    public void announce() {
        if (getContext().getRoute(ID) == null) {
            throw new IllegalStateException(
                    "The connect page (option connectPage = " + path + ") is not served, since the"
                            + " component was made after the routes were. Configure it before the context starts.");
        }
        if (address != null) {
            address.print();
        }
    }

    @Override
    public void configure() {
        Endpoint page = server(path + "?httpMethodRestrict=GET,POST");
        Endpoint callback = server(path + CALLBACK + "?httpMethodRestrict=GET");
        List<URI> publicPages = clients.get().stream()
                .filter(client -> client.obstacle() == null)
                .map(ConnectableClient::redirectUri)
                .filter(Objects::nonNull)
                .toList();
        boolean secure = publicPages.stream().anyMatch(uri -> "https".equalsIgnoreCase(uri.getScheme()));
        BrowserSessions sessions = new BrowserSessions(guard != null, secure);
        address = guard == null ? new OneTimeAddress(() -> publicAddress(publicPages, page)) : null;
        Set<String> origins = publicPages.stream().map(FormOrigin::of).collect(Collectors.toSet());
        String self = path.substring(path.lastIndexOf('/') + 1);
        route(page, ID, new ConnectPage(clients, sessions, address, new FormOrigin(origins), self));
        route(callback, ID + "-callback", new CallbackPage(clients, sessions, "../" + self));
    }

    private void route(Endpoint from, String id, Processor processor) {
        if (guard == null) {
            from(from).routeId(id).process(processor);
        } else {
            from(from).routeId(id).policy(guard).process(processor);
        }
    }

    private Endpoint server(String rest) {
        if (getContext().getComponent(HTTP_SERVER) == null) {
            throw new IllegalStateException(
                    "there is no " + HTTP_SERVER + ". With camel-main add camel-platform-http-main"
                            + " and set camel.server.enabled = true; with Spring Boot add camel-platform-http-starter");
        }
        Endpoint endpoint = getContext().getEndpoint(HTTP_SERVER + ":" + rest + "&muteException=true");
        if (endpoint instanceof HeaderFilterStrategyAware filtered) {
            filtered.setHeaderFilterStrategy(new WithCacheControl(filtered.getHeaderFilterStrategy()));
        }
        return endpoint;
    }

    private String publicAddress(List<URI> redirectUris, Endpoint page) {
        if (!redirectUris.isEmpty()) {
            String redirectUri = redirectUris.get(0).toString();
            return redirectUri.substring(0, redirectUri.length() - CALLBACK.length());
        }
        String server = page instanceof EndpointServiceLocation location ? location.getServiceUrl() : null;
        URI uri = server == null ? URI.create("") : URI.create(server.replaceFirst("^(https?):(?!//)", "$1://"));
        return (uri.getScheme() == null ? "http" : uri.getScheme()) + "://localhost"
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + path;
    }

    /** HTTP consumers of Camel keep {@code Cache-Control} from their answers; but browsers must not store the page. */
    private record WithCacheControl(HeaderFilterStrategy strategy) implements HeaderFilterStrategy {

        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, org.apache.camel.Exchange exchange) {
            return !"Cache-Control".equalsIgnoreCase(name) && strategy.applyFilterToCamelHeaders(name, value, exchange);
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, org.apache.camel.Exchange exchange) {
            return strategy.applyFilterToExternalHeaders(name, value, exchange);
        }
    }
}
