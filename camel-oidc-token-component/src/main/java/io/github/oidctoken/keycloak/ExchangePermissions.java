package io.github.oidctoken.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may exchange tokens for a client, in Keycloak's fine-grained admin permissions of the first version (legacy token exchange). Blocks. Thread-safe.
 *
 * <p>Made as the server takes them and not as the documents show: permissions are enabled by PUT and before any policy, and a policy's clients stand at its top.
 */
final class ExchangePermissions {

    static final String TOKEN_EXCHANGE = "token-exchange";

    private final AdminCalls calls;
    private final String authorization;

    /** @param managementId of the client that stands for the realm's own permissions */
    ExchangePermissions(AdminCalls calls, String managementId) {
        this.calls = calls;
        this.authorization = "/clients/" + managementId + "/authz/resource-server";
    }

    /** Whether the server has permissions of this kind. */
    static boolean supported(AdminCalls calls, String anyClientId) {
        try {
            calls.get(path(anyClientId));
            return true;
        } catch (KeycloakAdminException e) {
            if (e.status() == AdminCalls.NOT_IMPLEMENTED) {
                return false;
            }
            throw e;
        }
    }

    JsonNode read(String targetId) {
        return calls.get(path(targetId));
    }

    JsonNode enable(String targetId) {
        return calls.put(path(targetId), Map.of("enabled", true));
    }

    /** The id of the scope named token-exchange. */
    JsonNode scope() {
        for (JsonNode scope : calls.get(authorization + "/scope?name=" + TOKEN_EXCHANGE)) {
            if (scope.path("name").asText().equals(TOKEN_EXCHANGE)) {
                return scope;
            }
        }
        throw calls.failure("there is no scope token-exchange. Run operation=enablePermissions for the target first.");
    }

    /** The client policy of that name, with its {@code clients}; absent when there is none. */
    @Nullable
    JsonNode policy(String name) {
        JsonNode found = calls.find(authorization + "/policy?type=client&max=1000&name=" + AdminCalls.encoded(name));
        if (found != null) {
            for (JsonNode policy : found) {
                if (policy.path("name").asText().equals(name)) {
                    return calls.find(authorization + "/policy/client/"
                            + policy.path("id").asText());
                }
            }
        }
        return null;
    }

    JsonNode createPolicy(String name, String sourceId) {
        return calls.post(authorization + "/policy/client", policy(null, name, List.of(sourceId)));
    }

    void changePolicy(JsonNode policy, Set<String> clients) {
        String id = policy.path("id").asText();
        calls.put(
                authorization + "/policy/client/" + id,
                policy(id, policy.path("name").asText(), List.copyOf(clients)));
    }

    void deletePolicy(String id) {
        calls.delete(authorization + "/policy/client/" + id);
    }

    static Set<String> clients(JsonNode policy) {
        Set<String> clients = new LinkedHashSet<>();
        policy.path("clients").forEach(client -> clients.add(client.asText()));
        return clients;
    }

    /** The ids of a permission's policies. */
    Set<String> policies(String permissionId) {
        Set<String> policies = new LinkedHashSet<>();
        calls.get(authorization + "/policy/" + permissionId + "/associatedPolicies")
                .forEach(policy -> policies.add(policy.path("id").asText()));
        return policies;
    }

    /** Sets the policies of a target's permission; how they are combined stays as it is. */
    void update(JsonNode permissions, Set<String> policies) {
        String id = permissionId(permissions);
        JsonNode present = calls.get(authorization + "/permission/scope/" + id);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id);
        members.put("name", present.path("name").asText());
        members.put("type", "scope");
        members.put("logic", present.path("logic").asText("POSITIVE"));
        members.put("decisionStrategy", present.path("decisionStrategy").asText("UNANIMOUS"));
        members.put("resources", List.of(permissions.path("resource").asText()));
        members.put("policies", new ArrayList<>(policies));
        members.put("scopes", List.of(scope().path("id").asText()));
        calls.put(authorization + "/permission/scope/" + id, members);
    }

    static String permissionId(JsonNode permissions) {
        return permissions.path("scopePermissions").path(TOKEN_EXCHANGE).asText();
    }

    private static String path(String clientId) {
        return "/clients/" + clientId + "/management/permissions";
    }

    private static Map<String, Object> policy(@Nullable String id, String name, List<String> clients) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (id != null) {
            members.put("id", id);
        }
        members.put("name", name);
        members.put("type", "client");
        members.put("logic", "POSITIVE");
        members.put("decisionStrategy", "UNANIMOUS");
        members.put("clients", clients);
        return members;
    }
}
