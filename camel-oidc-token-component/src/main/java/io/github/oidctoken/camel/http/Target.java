package io.github.oidctoken.camel.http;

import io.github.oidctoken.oauth2.client.EndpointUri;
import java.net.IDN;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URI prefix that may receive a client's token: same scheme, host and port, and a path that is equal or lies below it
 * at a segment boundary ({@code /api} covers {@code /api/x}, not {@code /apix}).
 *
 * @param written as configured, for messages
 * @param place the prefix in comparable form; its path has no trailing slash, so that the root is empty
 */
record Target(String written, HttpPlace place) {

    private static final Pattern NAMED_HOST = Pattern.compile("([A-Za-z]+://)([^/?#\\\\@:\\[\\]]+)(.*)");

    /**
     * Reads a configured target. An international host name is taken in its ASCII form.
     *
     * @throws IllegalArgumentException with the reason, in words that follow the target's text
     */
    static Target of(String written, boolean allowInsecure) {
        String text = asciiHost(written);
        EndpointUri.problem(text, allowInsecure).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        URI uri = URI.create(text);
        HttpPlace place = HttpPlace.of(uri);
        if (place == null || uri.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "must be a plain prefix, without a query, dot segments, backslashes or escaped dots and slashes");
        }
        String path = place.path().replaceFirst("/+$", "");
        return new Target(written, new HttpPlace(place.scheme(), place.host(), place.port(), path));
    }

    boolean covers(@Nullable HttpPlace called) {
        return called != null && place.sameOrigin(called) && below(called.path());
    }

    /** The longer of two targets that cover the same place is the more specific one. */
    int length() {
        return place.path().length();
    }

    private boolean below(String path) {
        return path.startsWith(place.path()) && (path.length() == length() || path.charAt(length()) == '/');
    }

    private static String asciiHost(String written) {
        Matcher matcher = NAMED_HOST.matcher(written);
        // the JDK's tables of international names take long to load, and change no other name
        if (!matcher.matches() || matcher.group(2).chars().allMatch(character -> character < 128)) {
            return written;
        }
        try {
            return matcher.group(1) + IDN.toASCII(matcher.group(2), IDN.USE_STD3_ASCII_RULES) + matcher.group(3);
        } catch (IllegalArgumentException e) {
            return written;
        }
    }
}
