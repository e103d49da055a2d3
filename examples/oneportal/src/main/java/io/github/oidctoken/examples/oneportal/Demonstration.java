package io.github.oidctoken.examples.oneportal;

import io.github.oidctoken.testkit.keycloak.FreePort;
import java.net.http.HttpResponse;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application beside a server that plays onePortal, and plays its users; or leaves that to you. */
public final class Demonstration {

    private static final int PORT_FOR_YOU = 8080;

    private boolean asExpected = true;

    private Demonstration() {}

    /** @param arguments {@code played}, or {@code you} to call the application yourself until you stop it */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("you")) {
            start(new OnePortalServer(), PORT_FOR_YOU);
            System.out.println("curl -d '{\"username\": \"user1234\", \"password\": \"wonderland\"}'"
                    + " -H 'Content-Type: application/json' http://127.0.0.1:8080/login");
            System.out.println("curl -i -H 'Authorization: Bearer TOKEN' http://127.0.0.1:8080/orders");
            System.out.println("Stop it with Ctrl-C.");
            return;
        }
        Demonstration demonstration = new Demonstration();
        try (OnePortalServer portal = new OnePortalServer()) {
            demonstration.play(portal, FreePort.choose());
        }
        System.exit(demonstration.asExpected ? 0 : 1);
    }

    private void play(OnePortalServer portal, int port) throws Exception {
        User user = new User(port);
        try (ConfigurableApplicationContext application = start(portal, port)) {
            show("GET /orders without a token", 401, user.ordersWithoutToken());
            show("POST /login, wrong password", 401, user.logIn(OnePortalServer.USER, "guess"));
            HttpResponse<String> login = user.logIn(OnePortalServer.USER, OnePortalServer.PASSWORD);
            show("POST /login", 200, login);
            String token = User.answer(login).path("access_token").asText();
            show("GET /orders with the token", 200, user.orders(token));
            show("GET /orders again", 200, user.orders(token));
            show("GET /orders, made-up token", 401, user.orders("made-up"));
            portal.server().stop();
            show("onePortal is down: POST /login", 503, user.logIn(OnePortalServer.USER, OnePortalServer.PASSWORD));
        }
    }

    private static ConfigurableApplicationContext start(OnePortalServer portal, int port) {
        return new SpringApplication(OnePortalApplication.class).run(portal.settings(port));
    }

    private void show(String what, int expected, HttpResponse<String> answer) {
        boolean good = answer.statusCode() == expected;
        asExpected &= good;
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
        System.out.println("  %-32s %d  %s%s"
                .formatted(
                        what,
                        answer.statusCode(),
                        answer.body() + challenge,
                        good ? "" : "   <- expected " + expected));
    }
}
