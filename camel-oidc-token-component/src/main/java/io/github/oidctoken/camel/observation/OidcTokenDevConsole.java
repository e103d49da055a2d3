package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.renewal.ClientStatus;
import io.github.oidctoken.oauth2.token.Freshness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The clients of a Camel context with their tokens' states, for developers; tokens go by their fingerprints. */
@DevConsole(name = "oidc-token", displayName = "OIDC Token", description = "Clients and their tokens")
public class OidcTokenDevConsole extends AbstractDevConsole {

    private static final int MOST_TOKENS = 100;

    public OidcTokenDevConsole() {
        super("camel", "oidc-token", "OIDC Token", "Clients and their tokens");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> client : clients()) {
            client.forEach((name, value) -> {
                if (!name.equals("tokens")) {
                    text.append(name.equals("client") ? "" : "    ")
                            .append(name)
                            .append(": ");
                    text.append(value).append('\n');
                }
            });
            for (Object token : (List<?>) client.getOrDefault("tokens", List.of())) {
                text.append("    token: ").append(token).append('\n');
            }
        }
        return text.toString();
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject root = new JsonObject();
        root.put("clients", clients());
        return root;
    }

    private List<JsonObject> clients() {
        List<JsonObject> all = new ArrayList<>();
        for (String name : getCamelContext().getComponentNames()) {
            if (getCamelContext().hasComponent(name) instanceof ObservedClients component) {
                component.observedClients().forEach(client -> all.add(client(client)));
            }
        }
        return all;
    }

    private static JsonObject client(ObservedClient client) {
        ClientStatus status = client.status();
        Verdict verdict = Verdict.of(status, client.isOnePrincipals(), HealthCheck.State.UP);
        JsonObject told = new JsonObject();
        told.put("client", client.name());
        told.put("node", status.node());
        told.put("state", verdict.state().name());
        put(told, "reason", verdict.reason());
        put(told, "serverProblem", status.serverProblem());
        put(told, "clockOffset", status.clockOffset());
        told.put("held", status.tokens().size());
        told.put(
                "tokens",
                status.tokens().stream()
                        .limit(MOST_TOKENS)
                        .map(OidcTokenDevConsole::token)
                        .toList());
        return told;
    }

    private static JsonObject token(ClientStatus.Held held) {
        Freshness freshness = held.token().freshness();
        JsonObject told = new JsonObject(new LinkedHashMap<>());
        told.put("principal", held.principal());
        told.put("state", freshness == null ? "none" : freshness.name().toLowerCase(Locale.ROOT));
        put(told, "fingerprint", held.token().fingerprint());
        put(told, "obtainedAt", held.token().obtainedAt());
        put(told, "expiresAt", held.token().expiresAt());
        put(told, "refreshExpiresAt", held.refreshExpiresAt());
        put(told, "lastRenewedAt", held.renewedAt());
        put(told, "lastRenewedBy", held.renewedBy());
        told.put("failuresInARow", held.token().failures());
        put(told, "lastError", held.token().lastFailure());
        put(told, "nextAttemptAt", held.token().nextAttemptAt());
        return told;
    }

    private static void put(JsonObject told, String name, @Nullable Object value) {
        if (value != null) {
            told.put(name, value.toString());
        }
    }
}
