package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Text from a server made fit to show: only the characters of RFC 6749 section 5.2, at most 200 of them, without anything secret that we sent. */
final class ServerText {

    private static final int MAX = 200;
    private static final int SHORTEST_SECRET = 4;

    private ServerText() {}

    static @Nullable String clean(@Nullable String text, Collection<Secret> sent) {
        if (text == null) {
            return null;
        }
        String shown = text;
        for (Secret secret : sent) {
            if (secret.value().length() >= SHORTEST_SECRET) {
                shown = shown.replace(secret.value(), "[secret]");
            }
        }
        StringBuilder clean = new StringBuilder(Math.min(MAX, shown.length()));
        for (int i = 0; i < shown.length() && clean.length() < MAX; i++) {
            char c = shown.charAt(i);
            clean.append(isAllowed(c) ? c : ' ');
        }
        return clean.toString().strip().replaceAll(" {2,}", " ");
    }

    private static boolean isAllowed(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }
}
