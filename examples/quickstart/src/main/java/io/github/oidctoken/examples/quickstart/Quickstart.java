package io.github.oidctoken.examples.quickstart;

import io.github.oidctoken.testkit.ProtectedApi;
import java.time.Duration;
import org.apache.camel.main.Main;

/**
 * Starts an authorization server and a protected API on this machine, then runs the route of {@code routes/orders.yaml} with the properties of
 * {@code application.properties} until it has called often enough.
 */
public final class Quickstart {

    private static final int LONGEST_RUN_SECONDS = 55;

    private Quickstart() {}

    /** @param args {@code embedded} or {@code keycloak} */
    public static void main(String[] args) throws Exception {
        boolean keycloak = args.length > 0 && args[0].equals("keycloak");
        CallReport.Summary summary;
        try (AuthorizationServer server =
                keycloak ? AuthorizationServer.keycloak() : AuthorizationServer.embedded(Duration.ofSeconds(5))) {
            summary = run(server, 48, Duration.ofMillis(500));
        }
        System.exit(summary.good() ? 0 : 1);
    }

    /** Lets the route make so many calls, one a period; the API refuses one good token in the middle. */
    static CallReport.Summary run(AuthorizationServer server, int calls, Duration period) throws Exception {
        CallReport report = new CallReport(System.out);
        try (ProtectedApi api = ProtectedApi.start(server.verifier())) {
            api.onCall(report::on);
            api.onCall(new ForcedRefusal(calls / 2, api));
            System.out.println("Calling " + api.uri("/") + " with tokens of " + server);
            Main main = new Main(Quickstart.class);
            server.properties().forEach(main::addInitialProperty);
            main.addInitialProperty(
                    "orders.url", api.uri("/main/ifsapplications/projection/v1").toString());
            main.addInitialProperty("orders.period", Long.toString(period.toMillis()));
            main.configure().withDurationMaxMessages(calls).withDurationMaxSeconds(LONGEST_RUN_SECONDS);
            main.bind("callReport", report);
            main.run();
        }
        System.out.println(report.summary());
        return report.summary();
    }
}
