package io.github.oidctoken.oauth2.renewal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Session documents as JSON, format 1. Members that this release does not know are kept; a document of a later format is refused, so that it is never
 * overwritten. Times are ISO-8601, durations milliseconds.
 */
final class SessionDocumentCodec {

    static final String KIND = "session";

    private static final int FORMAT = 1;
    private static final Set<String> KNOWN = Set.of(
            "format",
            "signedInAt",
            "generation",
            "renewedAt",
            "renewedBy",
            "refreshToken",
            "refreshExpiresAt",
            "superseded",
            "scopes",
            "accessTokens",
            "status",
            "reason",
            "intent",
            "unknownPresentations",
            "seeds",
            "subject",
            "idToken");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    String write(SessionDocument document) {
        ObjectNode node = MAPPER.createObjectNode();
        document.others().forEach((name, value) -> node.set(name, MAPPER.valueToTree(value)));
        node.put("format", FORMAT);
        node.put("signedInAt", document.signedInAt().toString());
        node.put("generation", document.generation());
        node.put("renewedAt", document.renewedAt().toString());
        put(node, "renewedBy", document.renewedBy());
        put(node, "refreshToken", value(document.refreshToken()));
        put(node, "refreshExpiresAt", text(document.refreshExpiresAt()));
        node.set("superseded", MAPPER.valueToTree(document.superseded()));
        node.set("scopes", MAPPER.valueToTree(document.scopes()));
        ObjectNode tokens = node.putObject("accessTokens");
        document.accessTokens().forEach((key, token) -> write(tokens.putObject(key), token));
        node.put("status", document.status().name());
        put(node, "reason", document.reason());
        Intent intent = document.intent();
        if (intent != null) {
            ObjectNode announced = node.putObject("intent").put("attemptId", intent.attemptId());
            put(announced, "fingerprint", intent.fingerprint());
            announced.put("lease", intent.lease().toMillis());
            put(announced, "node", intent.node());
        }
        node.put("unknownPresentations", document.unknownPresentations());
        node.set("seeds", MAPPER.valueToTree(document.seeds()));
        put(node, "subject", document.subject());
        put(node, "idToken", value(document.idToken()));
        return node.toString();
    }

    private void write(ObjectNode node, StoredAccessToken token) {
        node.put("token", token.token().value());
        node.put("tokenType", token.tokenType());
        if (token.scopes() != null) {
            node.set("scopes", MAPPER.valueToTree(token.scopes()));
        }
        node.put("obtainedAt", token.obtainedAt().toString());
        node.put("lifetime", token.lifetime().toMillis());
        node.set("members", MAPPER.valueToTree(token.members()));
    }

    /** @throws RepositoryException if the text is no session document, or one of a later format */
    SessionDocument read(String payload) {
        JsonNode node;
        try {
            node = MAPPER.readTree(payload);
        } catch (JsonProcessingException e) {
            // without the cause: its message quotes the document
            throw new RepositoryException("a stored session document is not JSON; it is left as it is", null);
        }
        int format = node.path("format").asInt(0);
        if (format != FORMAT) {
            throw new RepositoryException(
                    "a stored session document has format " + format + ", this release knows format " + FORMAT
                            + "; it is left as it is. Run the same release on all nodes",
                    null);
        }
        try {
            return session(node);
        } catch (DateTimeException | IllegalArgumentException e) {
            // without the cause: its message quotes the document
            throw new RepositoryException("a stored session document is damaged; it is left as it is", null);
        }
    }

    private SessionDocument session(JsonNode node) {
        Map<String, StoredAccessToken> tokens = new HashMap<>();
        node.path("accessTokens").properties().forEach(entry -> tokens.put(entry.getKey(), token(entry.getValue())));
        Map<String, Object> others = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (!KNOWN.contains(entry.getKey())) {
                others.put(entry.getKey(), entry.getValue());
            }
        });
        return new SessionDocument(
                Instant.parse(node.path("signedInAt").asText()),
                node.path("generation").asLong(),
                Instant.parse(node.path("renewedAt").asText()),
                optional(node, "renewedBy"),
                Secret.ofNullable(optional(node, "refreshToken")),
                instant(node, "refreshExpiresAt"),
                words(node, "superseded"),
                words(node, "scopes"),
                Map.copyOf(tokens),
                SessionDocument.Status.valueOf(node.path("status").asText()),
                optional(node, "reason"),
                intent(node.get("intent")),
                node.path("unknownPresentations").asInt(),
                words(node, "seeds"),
                optional(node, "subject"),
                Secret.ofNullable(optional(node, "idToken")),
                others);
    }

    private StoredAccessToken token(JsonNode node) {
        return new StoredAccessToken(
                Secret.of(node.path("token").asText()),
                node.path("tokenType").asText(),
                node.has("scopes") ? words(node, "scopes") : null,
                Instant.parse(node.path("obtainedAt").asText()),
                Duration.ofMillis(node.path("lifetime").asLong()),
                MAPPER.convertValue(node.path("members"), new TypeReference<Map<String, Object>>() {}));
    }

    private static @Nullable Intent intent(@Nullable JsonNode node) {
        return node == null
                ? null
                : new Intent(
                        node.path("attemptId").asText(),
                        optional(node, "fingerprint"),
                        Duration.ofMillis(node.path("lease").asLong()),
                        optional(node, "node"));
    }

    private List<String> words(JsonNode node, String member) {
        return MAPPER.convertValue(node.path(member), new TypeReference<List<String>>() {});
    }

    private static @Nullable String optional(JsonNode node, String member) {
        JsonNode value = node.get(member);
        return value == null || value.isNull() ? null : value.asText();
    }

    private static @Nullable Instant instant(JsonNode node, String member) {
        String text = optional(node, member);
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable String value(@Nullable Secret secret) {
        return secret == null ? null : secret.value();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static void put(ObjectNode node, String member, @Nullable String value) {
        if (value != null) {
            node.put(member, value);
        }
    }
}
