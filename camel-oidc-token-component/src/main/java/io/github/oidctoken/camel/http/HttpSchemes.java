package io.github.oidctoken.camel.http;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The schemes of further components that send HTTP, beside those that are known: {@code SCHEME:https://host/path} calls
 * what stands behind the scheme. Immutable.
 */
public record HttpSchemes(Set<String> names) {

    /** No further schemes. */
    public static final HttpSchemes NONE = new HttpSchemes(Set.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern HTTP_BEHIND = Pattern.compile("([^:/?#]+):(?://)?(?=https?:)");
    private static final Set<String> KNOWN = Set.of("http", "https", "vertx-http", "netty-http", "undertow", "rest");
    private static final Set<String> NOT_CALLED = Set.of("rest-openapi", "rest-api", "oidc-token");

    public HttpSchemes {
        names = Set.copyOf(names);
    }

    /**
     * Reads names with commas between them. Those that are known anyway are left out.
     *
     * @throws IllegalArgumentException if one is no scheme, or one whose URIs do not say what is called
     */
    public static HttpSchemes of(@Nullable String written) {
        if (written == null || written.isBlank()) {
            return NONE;
        }
        Set<String> names = Arrays.stream(written.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("httpSchemes: '" + name
                        + "' is not a scheme. Write the names of components with commas between them, without colons.");
            }
            if (NOT_CALLED.contains(name)) {
                throw new IllegalArgumentException("httpSchemes: '" + name
                        + "' cannot be one of them, since its URIs do not say which URI is called.");
            }
        }
        names.removeAll(KNOWN);
        return new HttpSchemes(names);
    }

    boolean include(Endpoint endpoint) {
        return names.contains(schemeOf(endpoint));
    }

    /** The HTTP URI behind one of these schemes; else the text as it is. */
    String behind(String uri) {
        Matcher matcher = HTTP_BEHIND.matcher(uri);
        return matcher.lookingAt() && names.contains(matcher.group(1)) ? uri.substring(matcher.end()) : uri;
    }

    /** The scheme of an endpoint; empty when it has none. */
    static String schemeOf(Endpoint endpoint) {
        String uri = String.valueOf(endpoint.getEndpointUri());
        return uri.substring(0, Math.max(0, uri.indexOf(':')));
    }
}
