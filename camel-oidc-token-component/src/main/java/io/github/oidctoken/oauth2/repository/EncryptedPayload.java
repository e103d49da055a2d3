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
import java.util.Objects;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** A payload as compact JWE (RFC 7516) with {@code dir} and {@code A256GCM}, bound to the row and version it was written for by its protected header. */
record EncryptedPayload(EncryptionKeys keys) {

    private static final String ROW_KEY = "key";
    private static final String VERSION = "ver";
    private static final int SHOWN = 100;

    String encrypt(String rowKey, TokenDocument document) {
        String id = keys.encryptingId();
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .keyID(id)
                .customParam(ROW_KEY, rowKey)
                .customParam(VERSION, document.version().value())
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(document.payload()));
        try {
            jwe.encrypt(new DirectEncrypter(keys.find(id).orElseThrow()));
        } catch (JOSEException e) {
            throw new RepositoryException(
                    "the stored document " + shown(rowKey) + " cannot be encrypted with key '" + id + "'", e);
        }
        return jwe.serialize();
    }

    /** @throws RepositoryException if the payload is not what was encrypted for this row and version */
    String decrypt(String rowKey, TokenDocument document) {
        JWEObject jwe = parse(rowKey, document.payload());
        JWEHeader header = jwe.getHeader();
        if (!header.getAlgorithm().equals(JWEAlgorithm.DIR)
                || !header.getEncryptionMethod().equals(EncryptionMethod.A256GCM)) {
            throw unreadable(rowKey, "is encrypted in another way than with dir and A256GCM", "", null);
        }
        String id = Objects.requireNonNullElse(header.getKeyID(), "");
        SecretKey key = keys.find(id)
                .orElseThrow(() -> unreadable(
                        rowKey,
                        "is encrypted with key '" + shown(id) + "', which is not among the encryption keys",
                        ". Add that key to encryptionKeys",
                        null));
        try {
            jwe.decrypt(new DirectDecrypter(key));
        } catch (JOSEException e) {
            throw unreadable(
                    rowKey,
                    "cannot be decrypted with key '" + id + "': another key had this id, or the document is damaged",
                    "",
                    e);
        }
        if (!rowKey.equals(header.getCustomParam(ROW_KEY))
                || !document.version().value().equals(header.getCustomParam(VERSION))) {
            throw unreadable(
                    rowKey,
                    "was written for another row or version: it was moved, copied or put back",
                    ". Restore whole rows only",
                    null);
        }
        return jwe.getPayload().toString();
    }

    private static JWEObject parse(String rowKey, String payload) {
        try {
            return JWEObject.parse(payload);
        } catch (ParseException | RuntimeException e) {
            // the parser answers some damaged headers with a NullPointerException; without the cause, which may quote
            // the payload
            throw unreadable(
                    rowKey,
                    "is not encrypted, or damaged",
                    ". What was stored before encryptionKeys was set cannot be read with it",
                    null);
        }
    }

    /** Text that others wrote, fit for a line of a log. */
    private static String shown(String text) {
        String printable = text.replaceAll("[^\\x21-\\x7e]", "?");
        return printable.length() > SHOWN ? printable.substring(0, SHOWN) : printable;
    }

    private static RepositoryException unreadable(
            String rowKey, String what, String remedy, @Nullable Throwable cause) {
        return new RepositoryException(
                "the stored document " + shown(rowKey) + " " + what + "; it is left as it is" + remedy, cause);
    }
}
