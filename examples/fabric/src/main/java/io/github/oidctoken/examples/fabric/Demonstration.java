package io.github.oidctoken.examples.fabric;

import io.github.oidctoken.testkit.keycloak.FreePort;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application beside servers that play fabric, and plays the people who use it; or leaves that to you. */
public final class Demonstration {

    private static final int PORT_FOR_YOU = 8080;
    private static final int CALLS = 12;
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final FabricServers fabric;
    private final int port;
    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private boolean asExpected = true;

    private Demonstration(FabricServers fabric, int port) {
        this.fabric = fabric;
        this.port = port;
    }

    /** @param arguments {@code played}, or {@code you} to open the pages in your own browser until you stop it */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("you")) {
            new Demonstration(new FabricServers(Duration.ofMinutes(1)), PORT_FOR_YOU).letYou();
            return;
        }
        boolean asExpected;
        try (FabricServers fabric = new FabricServers(Duration.ofSeconds(3))) {
            Demonstration demonstration = new Demonstration(fabric, FreePort.choose());
            demonstration.play();
            asExpected = demonstration.asExpected;
        }
        System.exit(asExpected ? 0 : 1);
    }

    private void letYou() {
        start();
        System.out.println("As a public client:     http://localhost:" + port
                + "/connect/fabric and then http://localhost:" + port + "/orders");
        System.out.println("As a page's back end:   http://localhost:" + port + "/");
        System.out.println("Stop it with Ctrl-C.");
    }

    private void play() throws Exception {
        Person operator = new Person(port);
        try (ConfigurableApplicationContext application = start()) {
            System.out.println("A user app without secret: one person signs in for the application");
            show("GET /orders", 401, operator.open("/orders"));
            show("GET /connect/fabric, and back", 200, operator.open("/connect/fabric"));
            for (int call = 0; call < CALLS; call++) {
                show("GET /orders", 200, operator.open("/orders"));
                Thread.sleep(PERIOD.toMillis());
            }
        }
        System.out.println("The application starts again: nobody has to sign in");
        try (ConfigurableApplicationContext application = start()) {
            show("GET /orders", 200, operator.open("/orders"));

            System.out.println("A page in a browser with this application as its back end: every person signs in");
            Person visitor = new Person(port);
            show("GET /bff/orders", 401, visitor.open("/bff/orders"));
            show(
                    "POST /bff/login with the code",
                    200,
                    visitor.signInOnThePage(fabric.authorizationServer().authorizationEndpoint(), "orders-bff"));
            show("GET /bff/orders", 200, visitor.open("/bff/orders"));
            show("GET /bff/orders of another browser", 401, new Person(port).open("/bff/orders"));
        }
        Map<String, Long> requests = fabric.authorizationServer().requests().stream()
                .collect(Collectors.groupingBy(
                        request -> String.valueOf(request.grantType()), TreeMap::new, Collectors.counting()));
        System.out.println("fabric's token endpoint was asked " + requests);
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplication(FabricApplication.class).run(fabric.settings(port, database));
    }

    private void show(String what, int expected, HttpResponse<String> answer) {
        boolean good = answer.statusCode() == expected;
        asExpected &= good;
        System.out.println("  %-36s %d  %s%s"
                .formatted(what, answer.statusCode(), answer.body(), good ? "" : "   <- expected " + expected));
    }
}
