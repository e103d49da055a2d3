package io.github.oidctoken.camel.connect;

import java.security.SecureRandom;
import java.util.Base64;

/** Text that nobody can guess: 256 bits in base64url, which is 43 characters. */
final class RandomText {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private RandomText() {}

    static String make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
