package io.github.oidctoken.camel.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place on an HTTP server in its one comparable spelling. Whatever two programs could read differently has no such
 * spelling.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case and without trailing dot, an IPv6 address in brackets and written out
 * @param port never absent: the scheme's default is filled in
 * @param path begins with a slash and holds no dot segment; escapes are in upper case
 */
record HttpPlace(String scheme, String host, int port, String path) {

    /** Escaped dots and slashes at any depth, escaped NUL, bytes that UTF-8 never uses, and a backslash. */
    private static final Pattern AMBIGUOUS =
            Pattern.compile("%(?:25)*(?:2e|2f|5c|00|c0|c1)|\\\\", Pattern.CASE_INSENSITIVE);

    /**
     * A dot segment, also one that some servers see only after they cut off {@code ;parameters} or an escaped blank.
     */
    private static final Pattern DOT_SEGMENT = Pattern.compile("(?:^|/)\\.{1,2}(?=$|[/;%])");

    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-f]{2}", Pattern.CASE_INSENSITIVE);

    /**
     * The place that a URI names; absent when it is not an absolute HTTP URI, holds user information, or is ambiguous.
     */
    static @Nullable HttpPlace of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if ((!secure && !scheme.equals("http")) || uri.getHost() == null || uri.getRawUserInfo() != null) {
            return null;
        }
        String host = host(uri.getHost());
        String path = path(uri);
        if (host == null || path == null) {
            return null;
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return new HttpPlace(scheme, host, port, path);
    }

    boolean sameOrigin(HttpPlace other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }

    /** The deepest place that both are at or below; absent when their origins differ. */
    @Nullable
    HttpPlace shared(HttpPlace other) {
        if (!sameOrigin(other)) {
            return null;
        }
        int same = 0;
        while (same < Math.min(path.length(), other.path.length()) && path.charAt(same) == other.path.charAt(same)) {
            same++;
        }
        int end = endsSegment(path, same) && endsSegment(other.path, same) ? same : path.lastIndexOf('/', same - 1);
        return new HttpPlace(scheme, host, port, end == 0 ? "/" : path.substring(0, end));
    }

    private static boolean endsSegment(String path, int index) {
        return index == path.length() || path.charAt(index) == '/';
    }

    /** Scheme, host and port, for logs and messages. */
    String origin() {
        return scheme + "://" + host + ":" + port;
    }

    private static @Nullable String host(String written) {
        String host = written.toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            return ipv6(host);
        }
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return host.isEmpty() || host.endsWith(".") ? null : host;
    }

    private static @Nullable String ipv6(String bracketed) {
        if (bracketed.contains("%")) {
            return null;
        }
        try {
            // an address in brackets is never looked up; one that maps an IPv4 address comes out as such and is refused
            InetAddress address = InetAddress.getByName(bracketed);
            return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static @Nullable String path(URI uri) {
        String path = URI.create(uri.toASCIIString()).getRawPath();
        if (path == null || path.isEmpty()) {
            return "/";
        }
        if (AMBIGUOUS.matcher(path).find() || DOT_SEGMENT.matcher(path).find()) {
            return null;
        }
        return ESCAPE.matcher(path).replaceAll(escape -> escape.group().toUpperCase(Locale.ROOT));
    }
}
