package io.github.oidctoken.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets a source client exchange tokens for a target client by legacy token exchange (v1), or no longer. Blocks. */
final class LegacyExchange {

    private final ExchangePermissions permissions;
    private final ProvisioningReport report;

    LegacyExchange(ExchangePermissions permissions, ProvisioningReport report) {
        this.permissions = permissions;
        this.report = report;
    }

    /** One policy for each target holds all its sources: a permission whose policies must all agree would let nobody through otherwise. */
    static String policyName(String target) {
        return "token-exchange-to-" + target;
    }

    /** @param sourceId absent in a dry run, when the client is still to be made; so is the target's */
    void provision(@Nullable String sourceId, String target, @Nullable String targetId) {
        String name = policyName(target);
        if (sourceId == null || targetId == null) {
            for (String step :
                    new String[] {"enablePermissions", "createTokenExchangePolicy", "updateTokenExchangePermission"}) {
                report.step(step, step.equals("createTokenExchangePolicy") ? name : target, () -> () -> {});
            }
            return;
        }
        report.step("enablePermissions", target, () -> enabled(targetId) ? null : () -> permissions.enable(targetId));
        report.step("createTokenExchangePolicy", name, () -> {
            JsonNode policy = permissions.policy(name);
            if (policy == null) {
                return () -> permissions.createPolicy(name, sourceId);
            }
            Set<String> clients = ExchangePermissions.clients(policy);
            return clients.add(sourceId) ? () -> permissions.changePolicy(policy, clients) : null;
        });
        report.step("updateTokenExchangePermission", target, () -> attach(name, targetId));
        JsonNode policy = permissions.policy(name);
        if (policy != null && enabled(targetId)) {
            report.result("policyId", policy.path("id").asText());
            report.result("permissionId", ExchangePermissions.permissionId(permissions.read(targetId)));
        }
    }

    /** Takes the source out of the policy; a policy of nobody goes, and leaves its permission behind, which then allows nobody. */
    void undo(String sourceId, String target, String targetId) {
        String name = policyName(target);
        JsonNode policy = permissions.policy(name);
        boolean last = policy != null && ExchangePermissions.clients(policy).equals(Set.of(sourceId));
        if (last) {
            report.step("updateTokenExchangePermission", target, () -> detach(name, targetId));
        }
        report.step("removeTokenExchangePolicy", name, () -> remove(name, sourceId));
    }

    private @Nullable Runnable attach(String name, String targetId) {
        JsonNode policy = permissions.policy(name);
        if (policy == null || !enabled(targetId)) {
            // in a dry run; else both were made just before
            return () -> {};
        }
        return changed(targetId, policies -> policies.add(policy.path("id").asText()));
    }

    private @Nullable Runnable detach(String name, String targetId) {
        JsonNode policy = permissions.policy(name);
        return policy == null || !enabled(targetId)
                ? null
                : changed(
                        targetId, policies -> policies.remove(policy.path("id").asText()));
    }

    private @Nullable Runnable changed(String targetId, Function<Set<String>, Boolean> change) {
        JsonNode target = permissions.read(targetId);
        Set<String> policies = new LinkedHashSet<>(permissions.policies(ExchangePermissions.permissionId(target)));
        return change.apply(policies) ? () -> permissions.update(target, policies) : null;
    }

    private @Nullable Runnable remove(String name, String sourceId) {
        JsonNode policy = permissions.policy(name);
        if (policy == null) {
            return null;
        }
        Set<String> clients = ExchangePermissions.clients(policy);
        if (!clients.remove(sourceId)) {
            return null;
        }
        return clients.isEmpty()
                ? () -> permissions.deletePolicy(policy.path("id").asText())
                : () -> permissions.changePolicy(policy, clients);
    }

    private boolean enabled(String targetId) {
        return permissions.read(targetId).path("enabled").asBoolean();
    }
}
