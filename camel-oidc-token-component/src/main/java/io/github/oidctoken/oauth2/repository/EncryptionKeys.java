package io.github.oidctoken.oauth2.repository;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 256-bit AES keys of {@link EncryptingTokenRepository}, each with an id: the first encrypts, all decrypt. Immutable.
 *
 * <p>A new key is made by {@code openssl rand -base64 32}. To replace a key without a stop, first add the new one at the end on every node, then move it to
 * the front; remove the old one once no stored document needs it any more. One key is good for 2<sup>32</sup> writes.
 */
public final class EncryptionKeys {

    private static final int KEY_BYTES = 32;
    private static final String MAC = "HmacSHA256";

    /** Shorter than a key in Base64, so that a key in the place of its id is not shown as one. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    private static final String FORM =
            "Write encryptionKeys as id:key,id:key, such as k2:...,k1:..., with keys made by: openssl rand -base64 32";

    private final Map<String, SecretKey> keys;
    private final String encryptingId;

    private EncryptionKeys(Map<String, SecretKey> keys) {
        this.keys = keys;
        encryptingId = keys.keySet().iterator().next();
    }

    /**
     * Reads keys from text.
     *
     * @param text {@code id:key} pairs with commas between them; an id of letters, digits, {@code .}, {@code _} and {@code -}, and 32 bytes in Base64
     * @throws IllegalArgumentException if it is malformed; the message shows no part of a key
     */
    public static EncryptionKeys parse(String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        List<String> entries = Arrays.asList(text.split(",", -1));
        for (int i = 0; i < entries.size(); i++) {
            String place = "Encryption key " + (i + 1) + " of " + entries.size();
            String entry = entries.get(i).strip();
            int colon = entry.indexOf(':');
            String id = colon < 0 ? "" : entry.substring(0, colon).strip();
            if (!ID.matcher(id).matches()) {
                throw malformed(place + " has no id of at most 32 letters, digits, '.', '_' and '-' before a colon");
            }
            SecretKey key =
                    key(place + " ('" + id + "')", entry.substring(colon + 1).strip());
            if (keys.put(id, key) != null) {
                throw malformed("The encryption key id '" + id + "' is there twice");
            }
        }
        return new EncryptionKeys(keys);
    }

    /** A key that only this JVM has, for what need not outlive it. */
    public static EncryptionKeys random(RandomGenerator random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new EncryptionKeys(new LinkedHashMap<>(Map.of("jvm", new SecretKeySpec(bytes, "AES"))));
    }

    /** Other keys with the same ids, for another purpose: HMAC-SHA-256 of that by these. */
    EncryptionKeys derived(String purpose) {
        Map<String, SecretKey> derived = new LinkedHashMap<>();
        keys.forEach((id, key) -> derived.put(id, new SecretKeySpec(mac(key, purpose), "AES")));
        return new EncryptionKeys(derived);
    }

    private static byte[] mac(SecretKey key, String purpose) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.getEncoded(), MAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + MAC, e);
        }
    }

    private static SecretKey key(String place, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            // without the cause: its message quotes a character of the key
            throw malformed(place + " is not Base64");
        }
        if (bytes.length != KEY_BYTES) {
            throw malformed(place + " has " + bytes.length + " bytes instead of " + KEY_BYTES);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException(what + ". " + FORM);
    }

    String encryptingId() {
        return encryptingId;
    }

    Optional<SecretKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** The ids alone. */
    @Override
    public String toString() {
        List<String> ids = new ArrayList<>(keys.keySet());
        return "EncryptionKeys" + ids;
    }
}
