package io.github.oidctoken.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients of a realm. Blocks. Thread-safe. */
final class RealmClients {

    private final AdminCalls calls;

    RealmClients(AdminCalls calls) {
        this.calls = calls;
    }

    /** The representation of a client; absent when there is none of that id. The server answers a list. */
    @Nullable
    JsonNode find(String clientId) {
        for (JsonNode client : calls.get("/clients?clientId=" + AdminCalls.encoded(clientId))) {
            if (client.path("clientId").asText().equals(clientId)) {
                return client;
            }
        }
        return null;
    }

    /** The client's UUID; absent when there is none. */
    @Nullable
    String id(String clientId) {
        JsonNode client = find(clientId);
        return client == null ? null : client.path("id").asText();
    }

    String requiredId(String clientId) {
        String id = id(clientId);
        if (id == null) {
            throw calls.failure("realm '" + calls.realm().name() + "' has no client '" + clientId
                    + "'. Make it by operation=createClient, or check the name.");
        }
        return id;
    }

    /** The UUID of the client that stands for the realm's own permissions. */
    String managementId() {
        return requiredId(calls.realm().managementClient());
    }

    /** Makes a client; somebody else may make it at the same time. */
    String create(Map<String, ?> representation) {
        return calls.post("/clients", representation).path("id").asText();
    }
}
