package io.github.oidctoken.oauth2.repository;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file as one JSON object, format 1: {@code format}, {@code key}, {@code kind}, {@code version}, {@code expiresAt} (ISO-8601, UTC; missing
 * to keep the document) and {@code payload}. Other members are passed over. Thread-safe.
 */
final class DocumentFileFormat {

    private static final int FORMAT = 1;

    private final ObjectMapper mapper = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The bytes of a file; text that is not well-formed Unicode is refused. */
    byte[] encode(DocumentFileContent content) {
        TokenDocument document = content.document();
        ObjectNode json = mapper.createObjectNode();
        json.put("format", FORMAT);
        json.put("key", content.key());
        json.put("kind", document.kind());
        json.put("version", document.version().value());
        Instant expiresAt = document.expiresAt();
        if (expiresAt != null) {
            json.put("expiresAt", expiresAt.toString());
        }
        json.put("payload", document.payload());
        ByteBuffer utf8 = utf8("A document", json.toString());
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        return bytes;
    }

    /** Text as UTF-8; refused if it is not well-formed, since a replacement character would make different texts the same. */
    static ByteBuffer utf8(String what, String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    what + " must be well-formed Unicode, without half of a surrogate pair", e);
        }
    }

    /**
     * The content of a file.
     *
     * @throws RepositoryException if it is damaged, or of a later format; the message names the file and shows nothing of its content
     */
    DocumentFileContent decode(Path file, byte[] bytes) {
        JsonNode json = parse(file, bytes);
        JsonNode format = json.path("format");
        if (format.isInt() && format.intValue() > FORMAT) {
            throw new RepositoryException(
                    "%s was written by a later release (format %d, this one knows %d) and is left alone. Update this node."
                            .formatted(file, format.intValue(), FORMAT),
                    null);
        }
        if (!format.isInt() || format.intValue() != FORMAT) {
            throw damaged(file, "it has no valid format number");
        }
        return new DocumentFileContent(
                text(file, json, "key"),
                new TokenDocument(
                        text(file, json, "kind"),
                        new DocumentVersion(text(file, json, "version")),
                        expiry(file, json),
                        text(file, json, "payload")));
    }

    static RepositoryException damaged(Path file, String how) {
        return new RepositoryException(
                ("%s is damaged: %s. It is neither used nor overwritten. Restore it from a backup, or remove it: the session"
                                + " it held then has to be started anew.")
                        .formatted(file, how),
                null);
    }

    private JsonNode parse(Path file, byte[] bytes) {
        try {
            return mapper.readTree(bytes);
        } catch (JsonProcessingException e) {
            // the message of the cause may show the payload
            throw damaged(file, "it is not JSON from byte " + e.getLocation().getByteOffset() + " of " + bytes.length);
        } catch (IOException e) {
            throw damaged(file, "it is not text");
        }
    }

    private static String text(Path file, JsonNode json, String member) {
        JsonNode value = json.path(member);
        if (!value.isTextual()) {
            throw damaged(file, "it has no text \"" + member + '"');
        }
        return value.textValue();
    }

    private static @Nullable Instant expiry(Path file, JsonNode json) {
        if (!json.has("expiresAt")) {
            return null;
        }
        try {
            return Instant.parse(text(file, json, "expiresAt"));
        } catch (DateTimeException e) {
            throw damaged(file, "its \"expiresAt\" is not a time");
        }
    }
}
