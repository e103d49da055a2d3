package io.github.oidctoken.springboot;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The readiness check of one client, as Spring Boot's actuator shows health. Nothing is asked over the network for it. */
record ClientHealth(CamelContext context, String client) implements HealthIndicator {

    @Override
    public Health health() {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        HealthCheck check = registry == null
                ? null
                : registry.getCheck("oidc-token:" + client).orElse(null);
        if (check == null) {
            return Health.unknown()
                    .withDetail("reason", "no route uses the component yet, or its checks are switched off")
                    .build();
        }
        HealthCheck.Result result = check.call(Map.of(HealthCheck.CHECK_KIND, HealthCheck.Kind.READINESS));
        Health.Builder health = switch (result.getState()) {
            case UP -> Health.up();
            case DOWN -> Health.down();
            case UNKNOWN -> Health.unknown();
        };
        result.getDetails().forEach((name, value) -> {
            if (!name.startsWith("check.") && value != null) {
                health.withDetail(name, value);
            }
        });
        return health.build();
    }
}
