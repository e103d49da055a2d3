package io.github.oidctoken.camel.connect;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointServiceLocation;

/**
 * Where people find the page: told by the clients' redirect URIs, else guessed from the server's port. Thread-safe; to be asked when the server has started.
 *
 * @param redirectUris those that lead to the page's own callback
 */
record PublicAddress(CamelContext context, String path, List<URI> redirectUris, Endpoint page)
        implements Supplier<String> {

    PublicAddress {
        redirectUris = List.copyOf(redirectUris);
    }

    @Override
    public String get() {
        if (!redirectUris.isEmpty()) {
            String redirectUri = redirectUris.get(0).toString();
            return redirectUri.substring(0, redirectUri.length() - ConnectRoutes.CALLBACK.length());
        }
        String server = page instanceof EndpointServiceLocation location ? location.getServiceUrl() : null;
        URI uri = server == null ? URI.create("") : URI.create(server.replaceFirst("^(https?):(?!//)", "$1://"));
        return (uri.getScheme() == null ? "http" : uri.getScheme()) + "://localhost"
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + prefix() + path;
    }

    /** What Spring Boot's server, or that of camel-main, puts before every path. */
    private String prefix() {
        return Stream.of("server.servlet.context-path", "camel.server.path")
                .map(context.getPropertiesComponent()::resolveProperty)
                .flatMap(Optional::stream)
                .map(prefix -> prefix.replaceFirst("/+$", ""))
                .findFirst()
                .orElse("");
    }
}
