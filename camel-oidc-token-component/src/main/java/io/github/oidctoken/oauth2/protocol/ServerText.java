package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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
        for (String secret : spellings(sent)) {
            shown = shown.replace(secret, "[secret]");
        }
        StringBuilder clean = new StringBuilder(Math.min(MAX, shown.length()));
        for (int i = 0; i < shown.length() && clean.length() < MAX; i++) {
            char c = shown.charAt(i);
            clean.append(isAllowed(c) ? c : ' ');
        }
        return clean.toString().strip().replaceAll(" {2,}", " ");
    }

    /** Every secret as it is and as a form carries it, the longest first: a shorter one may be a part of it. */
    private static List<String> spellings(Collection<Secret> sent) {
        return sent.stream()
                .map(Secret::value)
                .filter(value -> value.length() >= SHORTEST_SECRET)
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static boolean isAllowed(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }
}
