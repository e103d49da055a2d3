package io.github.oidctoken.examples.ifscloud;

import io.github.oidctoken.testkit.keycloak.FreePort;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;

/**
 * Runs the routes of {@code routes/*.yaml} with the properties of {@code application.properties} against an IFS Cloud that is played on this machine: once,
 * then, after a restart, once more.
 */
public final class IfsCloudExample {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(40);
    private static final String CLIENTS = "camel.component.oidc-token.clients";

    private final IfsCloud cloud;
    private final Map<String, String> properties;
    private final URI connect;
    private final Report report = new Report(System.out);

    private IfsCloudExample(IfsCloud cloud, Path sessions, Duration period) throws Exception {
        this.cloud = cloud;
        int port = FreePort.choose();
        this.connect = URI.create("http://127.0.0.1:" + port + "/connect/ifs");
        this.properties = properties(cloud, sessions, port, period);
        cloud.gateway().onTokenRequest(report::on);
        cloud.api().onCall(report::on);
    }

    /** @param args {@code embedded}, {@code keycloak}, or {@code yours} for the properties as they are; and where directories can be made */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("yours")) {
            new Main(IfsCloudExample.class).run(new String[0]);
            return;
        }
        Duration lifetime = Duration.ofSeconds(5);
        try (IfsCloud cloud = args[0].equals("keycloak") ? IfsCloud.keycloak() : IfsCloud.embedded(lifetime)) {
            run(cloud, Files.createTempDirectory(Path.of(args[1]), "sessions-"), lifetime, Duration.ofMillis(500));
        }
        System.exit(0);
    }

    /** Two runs of the application with a pause between them that no access token outlives. */
    static Outcome run(IfsCloud cloud, Path sessions, Duration lifetime, Duration period) throws Exception {
        IfsCloudExample example = new IfsCloudExample(cloud, sessions, period);
        Report report = example.report;
        report.say("IFS Cloud is played at " + cloud.uri() + ". Tokens of a session live " + lifetime.toSeconds()
                + " s here.");
        Report.Seen first = example.firstRun();
        report.say(
                "The application has stopped. Its sessions are kept in " + sessions + "; its access tokens end now.");
        TimeUnit.MILLISECONDS.sleep(lifetime.toMillis());
        Report.Seen second = example.secondRun();
        Outcome outcome = new Outcome(first, second);
        report.say(outcome.toString());
        return outcome;
    }

    private Report.Seen firstRun() throws Exception {
        Main main = start();
        try {
            report.await(
                    "both orders are read",
                    LONGEST_WAIT,
                    seen -> seen.tokens("Customer") > 0 && seen.tokens("Purchase") > 0);
            report.say("Alice opens " + connect + " in her browser, and signs in.");
            report.say(new Person().opens(connect));
            report.await("two renewals", LONGEST_WAIT, seen -> seen.tokens("Purchase") > 2 && seen.tokens("Shop") > 1);
            report.say("IFS Cloud refuses a token that is still good.");
            cloud.api().rejectNext();
            report.await("a refused call", LONGEST_WAIT, seen -> seen.refused() > 0);
            long calls = report.seen().calls().size();
            report.await("further calls", LONGEST_WAIT, seen -> seen.calls().size() > calls + 5);
        } finally {
            main.stop();
        }
        return report.seen();
    }

    private Report.Seen secondRun() throws Exception {
        Report.Seen before = report.seen();
        report.say("The application starts again.");
        Main main = start();
        try {
            report.await(
                    "all orders are read again",
                    LONGEST_WAIT,
                    seen -> seen.since(before).tokens("Customer") > 0
                            && seen.since(before).tokens("Purchase") > 1
                            && seen.since(before).tokens("Shop") > 1);
        } finally {
            main.stop();
        }
        return report.seen().since(before);
    }

    private Main start() {
        Main main = new Main(IfsCloudExample.class);
        properties.forEach(main::addOverrideProperty);
        main.start();
        return main;
    }

    /** What is not as in the file: the address, the secrets, and how fast it goes. */
    private static Map<String, String> properties(IfsCloud cloud, Path sessions, int port, Duration period) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new HashMap<>(Map.of(
                "ifs.url",
                cloud.uri().toString(),
                "ifs.namespace",
                IfsRealm.NAME,
                CLIENTS + "[ifs-service].client-secret",
                IfsRealm.SERVICE.secret(),
                CLIENTS + "[ifs-user].client-secret",
                IfsRealm.ROPC.secret(),
                CLIENTS + "[ifs-user].password",
                IfsRealm.ALICE.password(),
                CLIENTS + "[ifs-person].client-secret",
                IfsRealm.PERSON.secret(),
                "camel.component.oidc-token.encryption-keys",
                "k1:" + Base64.getEncoder().encodeToString(key),
                "ifs.sessions",
                sessions.toString(),
                "camel.server.port",
                Integer.toString(port),
                "orders.period",
                Long.toString(period.toMillis())));
    }

    /** What IFS Cloud has seen of the two runs. */
    record Outcome(Report.Seen first, Report.Seen second) {

        @Override
        public String toString() {
            return "Before the restart " + told(first) + "\nAfter the restart  " + told(second);
        }

        private static String told(Report.Seen seen) {
            return seen.calls().size() + " calls, " + seen.refused() + " of them refused and made again; "
                    + "the user's client asked for tokens by " + seen.grants(IfsRealm.ROPC.id())
                    + ", the person's by " + seen.grants(IfsRealm.PERSON.id());
        }
    }
}
