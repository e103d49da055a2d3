package io.github.oidctoken.oauth2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A value that must never be shown: a client secret, password, token or assertion.
 *
 * <p>{@link #toString()} prints a placeholder, so that a record holding a secret can be logged. Immutable.
 */
public final class Secret {

    private static final int SHOWN = 8;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Wraps a value; the value may be empty. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** Wraps a value, or nothing where there is none. */
    public static @Nullable Secret ofNullable(@Nullable String value) {
        return value == null ? null : new Secret(value);
    }

    /** The clear text: for the wire and the repository only. */
    public String value() {
        return value;
    }

    /** The SHA-256 of the value in lower-case hex: safe to store, compare and, cut to 8 digits, to show. */
    public String fingerprint() {
        return sha256(value);
    }

    /** The first 8 hex digits of {@link #fingerprint()}: how logs and events name a token. */
    public String shortFingerprint() {
        return fingerprint().substring(0, SHOWN);
    }

    /** The SHA-256 of a text's UTF-8 bytes in lower-case hex. */
    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
