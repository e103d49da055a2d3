package io.github.oidctoken.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a source client exchange tokens for a target client by standard token exchange (v2), or no longer. Blocks.
 *
 * <p>The target becomes an audience by a client scope that is optional for the source: only tokens that ask for the scope have it.
 */
final class StandardExchange {

    private static final String ENABLED = "standard.token.exchange.enabled";
    private static final String PREFIX = "token-exchange-";

    private final AdminCalls calls;
    private final RealmClients clients;
    private final ProvisioningReport report;

    StandardExchange(AdminCalls calls, RealmClients clients, ProvisioningReport report) {
        this.calls = calls;
        this.clients = clients;
        this.report = report;
    }

    static String scopeName(String source, String target) {
        return PREFIX + source.replaceAll("[^A-Za-z0-9._-]", "_") + "-to-" + target.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** @param sourceId absent in a dry run, when the client is still to be made */
    void provision(String source, @Nullable String sourceId, String target) {
        String scope = scopeName(source, target);
        report.step("enableStandardTokenExchange", source, () -> switched(source, true));
        report.step("createClientScope", scope, () -> scopeId(scope) != null ? null : () -> create(scope, target));
        report.step("addOptionalClientScope", scope, () -> {
            String id = scopeId(scope);
            boolean assigned = sourceId != null && assigned(sourceId, scope);
            return assigned ? null : () -> calls.put("/clients/" + sourceId + "/optional-client-scopes/" + id, null);
        });
        report.result("scope", scope);
    }

    void undo(String source, String sourceId, String target) {
        String scope = scopeName(source, target);
        report.step("removeClientScope", scope, () -> {
            String id = scopeId(scope);
            return id == null
                    ? null
                    : () -> {
                        calls.delete("/clients/" + sourceId + "/optional-client-scopes/" + id);
                        calls.delete("/client-scopes/" + id);
                    };
        });
        report.step(
                "disableStandardTokenExchange",
                source,
                () -> exchangesElsewhere(sourceId, scope) ? null : switched(source, false));
    }

    private @Nullable Runnable switched(String source, boolean on) {
        JsonNode client = clients.find(source);
        if (client == null) {
            return () -> {};
        }
        if (on && client.path("publicClient").asBoolean()) {
            throw calls.failure("'" + source
                    + "' is a public client, and standard token exchange is for confidential ones only. Make it"
                    + " confidential, or use exchangeVersion=v1 if the server has it.");
        }
        if (client.path("attributes").path(ENABLED).asBoolean() == on) {
            return null;
        }
        ObjectNode changed = client.deepCopy();
        changed.withObjectProperty("attributes").put(ENABLED, String.valueOf(on));
        return () -> calls.put("/clients/" + client.path("id").asText(), changed);
    }

    private void create(String scope, String target) {
        Map<String, Object> mapper = Map.of(
                "name", "audience",
                "protocol", "openid-connect",
                "protocolMapper", "oidc-audience-mapper",
                "config",
                        Map.of(
                                "included.client.audience", target,
                                "access.token.claim", "true",
                                "introspection.token.claim", "true",
                                "id.token.claim", "false"));
        calls.post(
                "/client-scopes",
                Map.of(
                        "name",
                        scope,
                        "protocol",
                        "openid-connect",
                        "attributes",
                        Map.of("include.in.token.scope", "false", "display.on.consent.screen", "false"),
                        "protocolMappers",
                        List.of(mapper)));
    }

    private @Nullable String scopeId(String name) {
        for (JsonNode scope : calls.get("/client-scopes")) {
            if (scope.path("name").asText().equals(name)) {
                return scope.path("id").asText();
            }
        }
        return null;
    }

    private boolean assigned(String sourceId, String scope) {
        return scopes(sourceId).contains(scope);
    }

    private boolean exchangesElsewhere(String sourceId, String scope) {
        return scopes(sourceId).stream().anyMatch(name -> name.startsWith(PREFIX) && !name.equals(scope));
    }

    private List<String> scopes(String sourceId) {
        return calls.get("/clients/" + sourceId + "/optional-client-scopes").findValuesAsText("name");
    }
}
