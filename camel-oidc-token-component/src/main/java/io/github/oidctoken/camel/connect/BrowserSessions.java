package io.github.oidctoken.camel.connect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.oidctoken.oauth2.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The browsers that the page serves. Each has a cookie that no other site can have sent along ({@code SameSite=Strict}), and another one that comes back with
 * it from the authorization server. Thread-safe.
 */
final class BrowserSessions {

    private static final int MOST = 100;
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final boolean guarded;
    private final String prefix;
    private final String attributes;
    private final Cache<String, Boolean> let =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /**
     * @param guarded whether a guard stands before the page; without one only browsers are served that were let in
     * @param secure whether people use https
     */
    BrowserSessions(boolean guarded, boolean secure) {
        this.guarded = guarded;
        this.prefix = secure ? "__Host-oidc-token-page" : "oidc-token-page";
        this.attributes = "; Path=/; HttpOnly" + (secure ? "; Secure" : "") + "; SameSite=";
    }

    /** Lets a browser in. */
    String letIn(Message message) {
        String session = RandomText.make();
        let.put(session, Boolean.TRUE);
        List<String> cookies = new ArrayList<>();
        if (message.getHeader("Set-Cookie") instanceof Iterable<?> others) {
            others.forEach(one -> cookies.add(String.valueOf(one)));
        }
        cookies.add(prefix + "=" + session + attributes + "Strict");
        cookies.add(prefix + "-back=" + derived("back", session) + attributes + "Lax");
        message.setHeader("Set-Cookie", cookies);
        return session;
    }

    /** The session of the browser that sent the message; empty if it was not let in. */
    Optional<String> of(Message message) {
        return cookie(message, prefix)
                .filter(session -> SESSION.matcher(session).matches())
                .filter(session -> guarded || let.getIfPresent(session) != null);
    }

    /** Whether it is a browser that was let in, when another site has sent it here. */
    boolean comesBack(Message message) {
        return guarded
                || cookie(message, prefix + "-back")
                        .filter(back ->
                                let.asMap().keySet().stream().anyMatch(session -> same(derived("back", session), back)))
                        .isPresent();
    }

    /** What the forms of that session carry. */
    String formToken(String session) {
        return derived("form", session);
    }

    boolean isFormToken(String session, @Nullable String given) {
        return given != null && same(formToken(session), given);
    }

    private static String derived(String purpose, String session) {
        return Secret.sha256("oidc-token connect page, " + purpose + ": " + session);
    }

    private static boolean same(String one, String other) {
        return Secret.of(one).equals(Secret.of(other));
    }

    private static Optional<String> cookie(Message message, String name) {
        String header = message.getHeader("Cookie", "", String.class);
        for (String cookie : header.split(";", -1)) {
            String pair = cookie.strip();
            if (pair.startsWith(name + "=")) {
                return Optional.of(pair.substring(name.length() + 1)).filter(value -> !value.isEmpty());
            }
        }
        return Optional.empty();
    }
}
