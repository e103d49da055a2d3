package io.github.oidctoken.camel.connect;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Message;

/**
 * Whether a form was sent from the page itself, by what browsers say themselves and no site can make them say otherwise.
 *
 * @param known public origins of the page, for a proxy that changes {@code Host}
 */
record FormOrigin(Set<String> known) {

    FormOrigin {
        known = Set.copyOf(known);
    }

    /** A browser that says nothing is none that people use today. */
    boolean isOwn(Message message) {
        String fetchSite = message.getHeader("Sec-Fetch-Site", String.class);
        if (fetchSite != null) {
            return fetchSite.equals("same-origin");
        }
        String origin = message.getHeader("Origin", String.class);
        String host = message.getHeader("Host", String.class);
        if (origin == null) {
            return false;
        }
        return known.contains(origin.toLowerCase(Locale.ROOT))
                || (host != null
                        && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host)));
    }

    /** As browsers write it. */
    static String of(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}
