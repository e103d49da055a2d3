package io.github.oidctoken.oauth2.repository;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.text.ParseException;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Seals text that others keep for us, such as a browser in a cookie: they can neither read nor change it, and every node with the same keys can open it. Compact
 * JWE (RFC 7516) with {@code dir} and {@code A256GCM}. Thread-safe.
 */
public final class SealedText {

    private final EncryptionKeys keys;

    /** @param purpose what is sealed for one purpose cannot be opened for another, nor be a stored document */
    public SealedText(EncryptionKeys keys, String purpose) {
        this.keys = keys.derived(purpose);
    }

    /** The text for safe keeping; of letters, digits, {@code -}, {@code _} and {@code .}. */
    public String seal(String text) {
        String id = keys.encryptingId();
        JWEObject jwe = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                        .keyID(id)
                        .build(),
                new Payload(text));
        try {
            jwe.encrypt(new DirectEncrypter(keys.find(id).orElseThrow()));
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java platform has AES-GCM", e);
        }
        return jwe.serialize();
    }

    /** The text again; empty if it was not sealed for this purpose with one of these keys. */
    public Optional<String> open(String sealed) {
        try {
            JWEObject jwe = JWEObject.parse(sealed);
            String id = jwe.getHeader().getKeyID();
            Optional<SecretKey> key = id == null ? Optional.empty() : keys.find(id);
            if (key.isEmpty() || !jwe.getHeader().getAlgorithm().equals(JWEAlgorithm.DIR)) {
                return Optional.empty();
            }
            jwe.decrypt(new DirectDecrypter(key.get()));
            return Optional.of(jwe.getPayload().toString());
        } catch (ParseException | JOSEException | RuntimeException e) {
            // the parser answers some damaged headers with a NullPointerException
            return Optional.empty();
        }
    }
}
