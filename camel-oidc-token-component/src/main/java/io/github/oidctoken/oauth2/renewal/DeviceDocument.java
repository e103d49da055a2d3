package io.github.oidctoken.oauth2.renewal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.token.SessionKey;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes know of a sign-in by another device. As JSON, format 1.
 *
 * @param reason why it failed; absent when it did not
 * @param code what the person types in; absent where an earlier release has begun it, and once it is over
 * @param expiresAt until when the person may sign in, by the clock of the node that began it
 * @param interval between two polls, as the server has raised it
 * @param intent who polls
 */
record DeviceDocument(
        Status status,
        @Nullable String reason,
        Secret deviceCode,
        @Nullable Code code,
        Instant expiresAt,
        Duration interval,
        @Nullable Intent intent) {

    static final String KIND = "device-authorization";

    private static final int FORMAT = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What has become of it. */
    enum Status {
        PENDING,
        SIGNED_IN,
        FAILED
    }

    /** What the person types in, and where. */
    record Code(String userCode, URI address, @Nullable URI complete) {}

    static String key(SessionKey session) {
        return KIND + "/" + Secret.sha256(session.encoded());
    }

    boolean isPending() {
        return status == Status.PENDING;
    }

    DeviceDocument polledBy(Intent poller) {
        return new DeviceDocument(status, reason, deviceCode, code, expiresAt, interval, poller);
    }

    DeviceDocument slower(Duration longer) {
        return new DeviceDocument(status, reason, deviceCode, code, expiresAt, longer, intent);
    }

    DeviceDocument ended(Status how, @Nullable String why) {
        return new DeviceDocument(how, why, deviceCode, null, expiresAt, interval, null);
    }

    String write() {
        ObjectNode node = MAPPER.createObjectNode()
                .put("format", FORMAT)
                .put("status", status.name())
                .put("reason", reason)
                .put("deviceCode", deviceCode.value())
                .put("expiresAt", expiresAt.toString())
                .put("interval", interval.toMillis());
        if (code != null) {
            node.putObject("code")
                    .put("userCode", code.userCode())
                    .put("address", code.address().toString())
                    .put(
                            "complete",
                            code.complete() == null ? null : code.complete().toString());
        }
        if (intent != null) {
            node.putObject("intent")
                    .put("attemptId", intent.attemptId())
                    .put("lease", intent.lease().toMillis())
                    .put("node", intent.node());
        }
        return node.toString();
    }

    /** @throws RepositoryException if the text is something else, or of a later format */
    static DeviceDocument read(String payload) {
        try {
            JsonNode node = MAPPER.readTree(payload);
            if (node.path("format").asInt(0) != FORMAT) {
                throw new RepositoryException(
                        "a stored device authorization is of another release; it is left as it is. Run the same release on"
                                + " all nodes",
                        null);
            }
            JsonNode code = node.get("code");
            JsonNode intent = node.get("intent");
            return new DeviceDocument(
                    Status.valueOf(node.path("status").asText()),
                    text(node, "reason"),
                    Secret.of(node.path("deviceCode").asText()),
                    code == null ? null : code(code),
                    Instant.parse(node.path("expiresAt").asText()),
                    Duration.ofMillis(node.path("interval").asLong()),
                    intent == null
                            ? null
                            : new Intent(
                                    intent.path("attemptId").asText(),
                                    null,
                                    Duration.ofMillis(intent.path("lease").asLong()),
                                    text(intent, "node")));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            // without the cause: its message quotes the document
            throw new RepositoryException("a stored device authorization is damaged; it is left as it is", null);
        }
    }

    private static Code code(JsonNode node) {
        String complete = text(node, "complete");
        return new Code(
                node.path("userCode").asText(),
                URI.create(node.path("address").asText()),
                complete == null ? null : URI.create(complete));
    }

    private static @Nullable String text(JsonNode node, String member) {
        JsonNode value = node.get(member);
        return value == null || value.isNull() ? null : value.asText();
    }
}
