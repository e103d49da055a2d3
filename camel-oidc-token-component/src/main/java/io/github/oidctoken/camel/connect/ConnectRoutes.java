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
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Policy;
import org.jspecify.annotations.Nullable;

/** The routes that serve the connect page and take the answers of authorization servers, at the HTTP server of the application. */
public final class ConnectRoutes extends RouteBuilder {

    /** What the address for the answers has behind that of the page. */
    public static final String CALLBACK = "/callback";

    private static final String ID = "oidc-token-connect";
    private static final String METHODS = "GET,POST";
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    private final String path;
    private final @Nullable Policy guard;
    private final Supplier<Collection<? extends ConnectableClient>> clients;
    private @Nullable OneTimeAddress address;
    private Supplier<String> publicAddress;

    private ConnectRoutes(
            String path, @Nullable Policy guard, Supplier<Collection<? extends ConnectableClient>> clients) {
        this.path = path;
        this.guard = guard;
        this.clients = clients;
        this.publicAddress = () -> path;
    }

    /**
     * Has a context serve the page: with its own routes if it has not begun with them yet, at once if it runs.
     *
     * @param path of the page
     * @param guard stands before it; absent for an address that works once
     * @throws IllegalArgumentException if the path is none, in words that follow the name of the option
     * @throws IllegalStateException if the routes cannot be added
     */
    public static ConnectRoutes mount(
            CamelContext context,
            String path,
            @Nullable Policy guard,
            Supplier<Collection<? extends ConnectableClient>> clients) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("must be a path such as /connect, of letters, digits and . _ ~ - between"
                    + " slashes, without one at its end; it is '" + path + "'.");
        }
        ConnectRoutes routes = new ConnectRoutes(path, guard, clients);
        routes.setCamelContext(context);
        if (context.isStarted()) {
            routes.requireServer();
        }
        try {
            context.addRoutes(routes);
        } catch (Exception e) {
            throw new IllegalStateException(routes.unserved(e.getMessage()), e);
        }
        return routes;
    }

    /**
     * Has a context that is initialized, and whose own routes are made by now, make these too. It would take routes by itself only before and after that.
     *
     * @throws IllegalStateException if they cannot be made
     */
    public void join() {
        try {
            ((ModelCamelContext) getContext())
                    .startRouteDefinitions(getRouteCollection().getRoutes());
        } catch (Exception e) {
            throw new IllegalStateException(unserved(e.getMessage()), e);
        }
    }

    private String unserved(@Nullable String reason) {
        return "The connect page (option connectPage = " + path + ") cannot be served: " + reason;
    }

    /**
     * Finds out whether the page can be served, which shows when services have started and routes have not.
     *
     * @throws IllegalStateException if it cannot, saying why and what to change
     */
    public void requireServer() {
        try {
            new PageServer(getContext()).require(path, METHODS);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(unserved(e.getMessage()), e);
        }
    }

    /** Prints the address of the page if nothing else guards it; where routes do not start by themselves, it is printed when somebody knocks. */
    public void announce() {
        ServiceStatus status = getContext().getRouteController().getRouteStatus(ID);
        if (address != null && status != null && status.isStarted()) {
            address.print();
        }
    }

    /** Where people find the page, as far as that is known here. */
    public String address() {
        return publicAddress.get();
    }

    @Override
    public void configure() throws Exception {
        PageServer server = new PageServer(getContext());
        Endpoint page = server.endpoint(path, METHODS);
        List<ConnectableClient> connectable = clients.get().stream()
                .filter(client -> client.obstacle() == null)
                .map(ConnectableClient.class::cast)
                .toList();
        List<URI> redirectUris = connectable.stream()
                .map(ConnectableClient::redirectUri)
                .filter(Objects::nonNull)
                .toList();
        publicAddress = new PublicAddress(getContext(), path, redirectUris, page);
        boolean secure = redirectUris.stream().anyMatch(uri -> "https".equalsIgnoreCase(uri.getScheme()));
        BrowserSessions sessions = new BrowserSessions(guard != null, secure);
        address = guard == null ? new OneTimeAddress(publicAddress) : null;
        Set<String> origins = redirectUris.stream().map(FormOrigin::of).collect(Collectors.toSet());
        String self = path.substring(path.lastIndexOf('/') + 1);
        CallbackPage callback = new CallbackPage(clients, sessions, "../" + self);
        guarded(page, ID).process(new ConnectPage(clients, sessions, address, new FormOrigin(origins), self));
        guarded(server.endpoint(path + CALLBACK, "GET"), ID + "-callback").process(callback);
        if (connectable.stream().anyMatch(ConnectableClient::answersByForm)) {
            // the page of another site posts it, so that browsers leave out the cookies by which guards know people
            from(server.endpoint(path + CALLBACK, "POST"))
                    .routeId(ID + "-callback-form")
                    .process(callback);
        }
    }

    private ProcessorDefinition<?> guarded(Endpoint from, String id) {
        RouteDefinition route = from(from).routeId(id);
        return guard == null ? route : route.policy(guard);
    }
}
