package io.github.oidctoken.keycloak;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's admin REST API, as far as an exchange of tokens needs it. Blocks; thread-safe.
 *
 * <p>Answers are maps of names and values without secrets. Every method throws {@link KeycloakAdminException} when the server refuses, and
 * {@link io.github.oidctoken.oauth2.OidcTokenException} when the client has no token.
 */
public final class KeycloakAdmin {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SECRETS = Set.of("secret", "registrationAccessToken", "attributes");

    private final AdminCalls calls;
    private final RealmClients clients;

    /**
     * @param client whose token the calls carry
     * @param tokens the tokens of that client
     */
    public KeycloakAdmin(Transport transport, ClientRegistration client, TokenSource tokens, AdminRealm realm) {
        this.calls = new AdminCalls(transport, client, tokens, realm);
        this.clients = new RealmClients(calls);
    }

    /** The policy that {@link #provisionTokenExchange} uses for a target. */
    public static String policyName(String target) {
        return LegacyExchange.policyName(target);
    }

    /** Makes a client if there is none of that id: {@code clientId}, {@code id}, and whether it was {@code created}. */
    public Map<String, Object> createClient(ManagedClient client, Map<String, ?> more) {
        ProvisioningReport report = new ProvisioningReport(ProvisioningMode.APPLY);
        ensure(client, more, report);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("clientId", client.clientId());
        answer.put("id", clients.requiredId(client.clientId()));
        answer.put("created", report.members().get("changed"));
        return answer;
    }

    /** What Keycloak knows of a client, and whether it was {@code found}. */
    public Map<String, Object> findClient(String clientId) {
        JsonNode client = clients.find(clientId);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("found", client != null);
        answer.put("clientId", clientId);
        if (client != null) {
            answer.putAll(map(client));
            answer.keySet().removeAll(SECRETS);
        }
        return answer;
    }

    /** Makes a client policy for the source, or adds the source to it: {@code id}, {@code name}, {@code clients}. */
    public Map<String, Object> createTokenExchangePolicy(String source, String name) {
        ExchangePermissions permissions = permissions();
        String sourceId = clients.requiredId(source);
        new ProvisioningReport(ProvisioningMode.APPLY).step("createTokenExchangePolicy", name, () -> {
            JsonNode policy = permissions.policy(name);
            if (policy == null) {
                return () -> permissions.createPolicy(name, sourceId);
            }
            Set<String> sources = ExchangePermissions.clients(policy);
            return sources.add(sourceId) ? () -> permissions.changePolicy(policy, sources) : null;
        });
        return policy(permissions, name);
    }

    /** Enables the permissions of the target: {@code enabled}, {@code resource}, {@code scopePermissions}. */
    public Map<String, Object> enablePermissions(String target) {
        return map(permissions().enable(clients.requiredId(target)));
    }

    /** The scope token-exchange: {@code id}, {@code name}. */
    public Map<String, Object> findTokenExchangeScope() {
        return map(permissions().scope());
    }

    /** Adds a policy to the target's permission token-exchange, beside those that it has: {@code permissionId}, {@code policies}. */
    public Map<String, Object> updateTokenExchangePermission(String target, String policyName) {
        ExchangePermissions permissions = permissions();
        JsonNode enabled = permissions.read(clients.requiredId(target));
        if (!enabled.path("enabled").asBoolean()) {
            throw calls.failure(
                    "the permissions of '" + target + "' are not enabled. Run operation=enablePermissions first.");
        }
        String policyId = String.valueOf(policy(permissions, policyName).get("id"));
        String permissionId = ExchangePermissions.permissionId(enabled);
        new ProvisioningReport(ProvisioningMode.APPLY).step("updateTokenExchangePermission", target, () -> {
            Set<String> policies = new LinkedHashSet<>(permissions.policies(permissionId));
            return policies.add(policyId) ? () -> permissions.update(enabled, policies) : null;
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("permissionId", permissionId);
        answer.put("policies", permissions.policies(permissionId).stream().toList());
        return answer;
    }

    /**
     * Sees to it that the source can exchange tokens for the target, with all that this needs; what is there is left as it is. It can be repeated, run by
     * several at once, and resumed after a failure.
     *
     * @return {@code changed}, {@code dryRun}, {@code exchangeVersion}, the ids, for v2 the {@code scope} to ask for, and the {@code steps}
     */
    public Map<String, Object> provisionTokenExchange(
            ManagedClient source, ManagedClient target, ExchangeVersion version, ProvisioningMode mode) {
        ProvisioningReport report = new ProvisioningReport(mode);
        ExchangeVersion chosen = chosen(version);
        report.result("exchangeVersion", chosen.name());
        String sourceId = ensure(source, Map.of(), report);
        String targetId = ensure(target, Map.of(), report);
        report.result("sourceClientId", sourceId);
        report.result("targetClientId", targetId);
        if (chosen == ExchangeVersion.v1) {
            new LegacyExchange(permissions(), report).provision(sourceId, target.clientId(), targetId);
        } else {
            new StandardExchange(calls, clients, report).provision(source.clientId(), sourceId, target.clientId());
        }
        return report.members();
    }

    /** Takes back that the source can exchange tokens for the target. Clients stay, and so do the permissions of others. */
    public Map<String, Object> undoTokenExchange(
            String source, String target, ExchangeVersion version, ProvisioningMode mode) {
        ProvisioningReport report = new ProvisioningReport(mode);
        String sourceId = clients.id(source);
        String targetId = clients.id(target);
        if (sourceId == null || targetId == null) {
            return report.members();
        }
        if (version != ExchangeVersion.v2 && chosen(ExchangeVersion.auto) == ExchangeVersion.v1) {
            new LegacyExchange(permissions(), report).undo(sourceId, target, targetId);
        }
        if (version != ExchangeVersion.v1) {
            new StandardExchange(calls, clients, report).undo(source, sourceId, target);
        }
        return report.members();
    }

    private @Nullable String ensure(ManagedClient client, Map<String, ?> more, ProvisioningReport report) {
        report.step("createClient", client.clientId(), () -> {
            if (clients.id(client.clientId()) != null) {
                return null;
            }
            Map<String, Object> representation = client.representation();
            representation.putAll(more);
            return () -> clients.create(representation);
        });
        return clients.id(client.clientId());
    }

    private ExchangeVersion chosen(ExchangeVersion version) {
        if (version != ExchangeVersion.auto) {
            return version;
        }
        return ExchangePermissions.supported(calls, clients.managementId()) ? ExchangeVersion.v1 : ExchangeVersion.v2;
    }

    private ExchangePermissions permissions() {
        return new ExchangePermissions(calls, clients.managementId());
    }

    private Map<String, Object> policy(ExchangePermissions permissions, String name) {
        JsonNode policy = permissions.policy(name);
        if (policy == null) {
            throw calls.failure("there is no policy '" + name + "'. Run operation=createTokenExchangePolicy first.");
        }
        return map(policy);
    }

    private static Map<String, Object> map(JsonNode node) {
        return JSON.convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {});
    }
}
