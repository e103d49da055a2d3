package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.renewal.ClientStatus;
import io.github.oidctoken.oauth2.token.TokenState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * The readiness of one client, from what this node remembers. A client that is not well is asked for its token again, within the pauses after failures:
 * whoever sends no calls to a node that is not ready would otherwise never see it recover.
 */
final class ClientHealthCheck extends AbstractHealthCheck {

    private final ObservedClient client;
    private final HealthCheck.State beforeFirstUse;

    ClientHealthCheck(ObservedClient client, HealthCheck.State beforeFirstUse) {
        super("oidc-token", "oidc-token:" + client.name());
        this.client = client;
        this.beforeFirstUse = beforeFirstUse;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        ClientStatus status = client.status();
        Verdict verdict = Verdict.of(status, client.isOnePrincipals(), beforeFirstUse);
        builder.state(verdict.state());
        builder.detail("client", client.name());
        builder.detail("node", status.node());
        if (verdict.reason() != null) {
            builder.message(verdict.reason());
            // Spring Boot shows details only
            builder.detail("reason", verdict.reason());
        }
        detail(builder, "serverProblem", status.serverProblem());
        if (status.tokens().size() == 1) {
            details(builder, status.tokens().get(0));
        } else {
            builder.detail("tokens", status.tokens().size());
        }
        if (verdict.state() == State.DOWN
                || status.tokens().stream().anyMatch(held -> held.token().failures() > 0)) {
            client.retry();
        }
    }

    private static void details(HealthCheckResultBuilder builder, ClientStatus.Held held) {
        TokenState token = held.token();
        Instant expiresAt = token.expiresAt();
        if (expiresAt != null) {
            builder.detail("expiresAt", expiresAt.toString());
            builder.detail(
                    "secondsToExpiry",
                    Duration.between(Instant.now(), expiresAt).toSeconds());
        }
        detail(builder, "lastRenewedAt", held.renewedAt() != null ? held.renewedAt() : token.obtainedAt());
        detail(builder, "lastRenewedBy", held.renewedBy());
        detail(builder, "refreshExpiresAt", held.refreshExpiresAt());
        builder.detail("failuresInARow", token.failures());
        detail(builder, "nextAttemptAt", token.nextAttemptAt());
    }

    private static void detail(HealthCheckResultBuilder builder, String name, @Nullable Object value) {
        if (value != null) {
            builder.detail(name, value.toString());
        }
    }
}
