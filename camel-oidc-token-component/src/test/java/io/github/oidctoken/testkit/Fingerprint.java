package io.github.oidctoken.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name for a token that does not give the token away: its SHA-256 in hexadecimal. */
public final class Fingerprint {

    private static final int SHORT = 8;

    private Fingerprint() {}

    /** The first 8 hexadecimal digits: what the recordings of this package show. */
    public static String of(String token) {
        return full(token).substring(0, SHORT);
    }

    /** All 64 digits: what the authorization server keeps in place of the token. */
    static String full(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
