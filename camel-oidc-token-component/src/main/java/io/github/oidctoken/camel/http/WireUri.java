package io.github.oidctoken.camel.http;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Composes URIs as camel-vertx-http, camel-netty-http and camel-undertow do, and tells which of them reach the wire as
 * they are written. What a component decodes or cuts on the way is not one of them.
 */
final class WireUri {

    private WireUri() {}

    /** The URI with the text of {@code CamelHttpPath} behind all of it. */
    static String append(String uri, @Nullable String path) {
        String relative = path == null ? "" : path.startsWith("/") ? path.substring(1) : path;
        if (relative.isEmpty()) {
            return uri;
        }
        return uri.endsWith("/") ? uri + relative : uri + "/" + relative;
    }

    /** The same, behind the path of the URI and before its query. */
    static String insert(String uri, @Nullable String path) {
        int query = uri.indexOf('?');
        if (query < 0 || path == null || path.isEmpty()) {
            return append(uri, path);
        }
        String before = uri.substring(0, query);
        String after = uri.substring(query);
        String relative = path.startsWith("/") ? path.substring(1) : path;
        return (before.endsWith("/") ? before : before + "/") + relative + after;
    }

    /** What is called; absent when it is no URI of printable ASCII characters. */
    static @Nullable URI of(String composed) {
        String encoded = UnsafeUriCharactersEncoder.encodeHttpURI(composed);
        if (!isPrintable(encoded)) {
            return null;
        }
        try {
            return new URI(encoded);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Whether nothing changes when a component sends the decoded path. */
    static boolean hasPlainPath(URI uri) {
        return uri.getRawPath() != null && uri.getRawPath().indexOf('%') < 0;
    }

    /** Whether the text has only characters that can stand in a request line. */
    static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }
}
