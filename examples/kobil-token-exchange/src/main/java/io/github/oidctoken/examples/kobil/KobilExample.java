package io.github.oidctoken.examples.kobil;

import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.keycloak.FreePort;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;

/**
 * Runs the routes of {@code routes/*.yaml} with the properties of {@code application.properties} against a real Keycloak on this machine, whose realm has nothing
 * but a client that may administer it.
 */
public final class KobilExample {

    static final String REALM = "/tenant-realm.json";

    private static final String TENANT = "acme";
    private static final String SOURCE = "clientSource";
    private static final String TARGET = "clientTarget";
    private static final String SOURCE_SECRET = "source-secret";
    private static final String CLIENTS = "camel.component.oidc-token.clients";
    private static final long LONGEST_WAIT_SECONDS = 60;

    private KobilExample() {}

    /** @param args {@code auto}, {@code v1} or {@code v2}; {@code yours} for the properties as they are */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("yours")) {
            new Main(KobilExample.class).run(new String[0]);
            return;
        }
        Outcome outcome;
        try (KeycloakServer keycloak = KeycloakServer.start(REALM)) {
            outcome = run(keycloak, args[0]);
        }
        System.exit(outcome.call() == 200 ? 0 : 1);
    }

    /** Provisions, exchanges, calls. */
    static Outcome run(KeycloakServer keycloak, String version) throws Exception {
        int port = FreePort.choose();
        Provisioning provisioning = new Provisioning();
        try (ProtectedApi api = ProtectedApi.start(JwksVerifier.of(keycloak, TENANT, TARGET)::verify)) {
            Main main = new Main(KobilExample.class);
            properties(keycloak, api, port, version).forEach(main::addOverrideProperty);
            main.bind("provisioning", provisioning);
            main.start();
            try {
                List<Map<?, ?>> reports = provisioning.await(LONGEST_WAIT_SECONDS);
                Caller caller = new Caller(keycloak.tokenEndpoint(TENANT), SOURCE, SOURCE_SECRET);
                String exchanged = caller.call(uri(port, "/exchange")).body();
                int direct = caller.call(api.uri("/orders")).statusCode();
                int call = caller.call(uri(port, "/orders")).statusCode();
                System.out.println("The token of the source client was exchanged for " + exchanged + ".");
                System.out.println(
                        "The target's API answers " + direct + " to the token of the source client itself, and " + call
                                + " by the route, which exchanges it.");
                return new Outcome(reports, exchanged, direct, call);
            } finally {
                main.stop();
            }
        }
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** What is not as in the file: addresses and secrets. */
    private static Map<String, String> properties(KeycloakServer keycloak, ProtectedApi api, int port, String version) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "kobil.url",
                keycloak.origin().toString(),
                "kobil.tenant",
                TENANT,
                "orders.url",
                "http://127.0.0.1:" + api.port(),
                CLIENTS + "[kobil-admin].client-secret",
                "provisioning-secret",
                CLIENTS + "[kobil-source].client-secret",
                SOURCE_SECRET,
                CLIENTS + "[kobil-target].client-secret",
                SOURCE_SECRET,
                "exchange.target",
                TARGET,
                "exchange.version",
                version,
                "camel.server.port",
                Integer.toString(port)));
        if (version.equals("v2")) {
            properties.put("exchange.scope", "token-exchange-" + SOURCE + "-to-" + TARGET);
        }
        return properties;
    }

    /**
     * What came of it.
     *
     * @param reports of the three runs of the provisioning
     * @param exchanged what the route {@code exchange} answered
     * @param direct the API's answer to the caller's own token
     * @param call the answer by the route {@code call}
     */
    record Outcome(List<Map<?, ?>> reports, String exchanged, int direct, int call) {}
}
