package io.github.oidctoken.examples.fabric;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Which browser is calling: a random name in a cookie that scripts cannot read and other sites cannot send. The name is the principal of the browser's fabric
 * session. Over https, add {@code Secure}.
 */
@Component("browserSession")
class BrowserSession {

    private static final String COOKIE = "browser";
    private static final int NAME_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** Gives the browser a new name, so that a name known before the sign-in is worth nothing after it. */
    void begin(Exchange exchange) {
        byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        exchange.setProperty(COOKIE, name);
        exchange.getMessage().setHeader("Set-Cookie", COOKIE + "=" + name + "; Path=/; HttpOnly; SameSite=Strict");
    }

    /** Recognizes the browser; one without a name is nobody who has signed in. */
    void resume(Exchange exchange) {
        String cookies = exchange.getMessage().getHeader("Cookie", "", String.class);
        String name = Arrays.stream(cookies.split(";", -1))
                .map(cookie -> cookie.strip().split("=", 2))
                .filter(cookie -> cookie.length == 2 && cookie[0].equals(COOKIE))
                .map(cookie -> cookie[1])
                .findFirst()
                .orElse("nobody");
        exchange.setProperty(COOKIE, name);
    }
}
