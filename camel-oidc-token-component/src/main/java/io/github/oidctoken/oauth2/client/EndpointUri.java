package io.github.oidctoken.oauth2.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rule for every URI that may receive a secret: absolute, {@code https} unless it stays on this machine, no user information. */
public final class EndpointUri {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

    private EndpointUri() {}

    /** What is wrong with the URI, in words that follow its name; empty when nothing is. */
    public static Optional<String> problem(String text, boolean allowInsecure) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URI");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("https") && !scheme.equals("http")) || uri.getHost() == null) {
            return Optional.of("must be an absolute https URI");
        }
        if (uri.getUserInfo() != null || uri.getRawFragment() != null) {
            return Optional.of("must not hold user information or a fragment");
        }
        if (scheme.equals("http") && !allowInsecure && !isLoopback(uri.getHost())) {
            return Optional.of(
                    "must be https, since it receives secrets (plain http is for loopback addresses, and for tests with"
                            + " allow-insecure = true)");
        }
        return Optional.empty();
    }

    /** A URI as messages may show it, whether it is one or not: without user information, query and fragment. */
    public static String shown(String text) {
        return text.replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*:/*)?.*@", "$1").replaceFirst("[?#].*$", "");
    }

    /** Whether the host names this machine only. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
