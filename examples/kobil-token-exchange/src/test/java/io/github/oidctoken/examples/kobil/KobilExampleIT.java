package io.github.oidctoken.examples.kobil;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KobilExampleIT {

    /** One server for both: what v1 has made is no hindrance for v2. */
    @Test
    void fromAnEmptyRealmToACallOfTheTargetsApi() throws Exception {
        try (KeycloakServer keycloak = KeycloakServer.start(KobilExample.REALM)) {
            provisionsExchangesAndCalls(keycloak, "auto", "v1", "planned");
            provisionsExchangesAndCalls(keycloak, "v2", "v2", "present");
        }
    }

    private static void provisionsExchangesAndCalls(
            KeycloakServer keycloak, String asked, String chosen, String clients) throws Exception {
        KobilExample.Outcome outcome = KobilExample.run(keycloak, asked);

        assertThat(outcome.reports()).hasSize(3).allMatch(report -> chosen.equals(report.get("exchangeVersion")));
        assertThat(statuses(outcome, 0)).startsWith(clients, clients).endsWith("planned", "planned", "planned");
        assertThat(statuses(outcome, 1)).endsWith("done", "done", "done");
        assertThat(statuses(outcome, 2)).hasSize(5).containsOnly("present");
        assertThat(outcome.exchanged()).startsWith("a Bearer token, issued as urn:ietf:params:oauth:token-type:");
        assertThat(outcome.direct()).isEqualTo(401);
        assertThat(outcome.call()).isEqualTo(200);
    }

    private static List<String> statuses(KobilExample.Outcome outcome, int run) {
        return ((List<?>) outcome.reports().get(run).get("steps"))
                .stream()
                        .map(step -> String.valueOf(((Map<?, ?>) step).get("status")))
                        .toList();
    }
}
