package io.github.oidctoken.examples.oneportal;

import io.github.oidctoken.testkit.EndpointPaths;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.time.Duration;
import java.util.stream.Stream;

/** Plays onePortal, with the user {@code user1234}. */
final class OnePortalServer implements AutoCloseable {

    static final String USER = "user1234";
    static final String PASSWORD = "wonderland";

    private static final String CLIENT_ID = "orders-service";
    private static final String CLIENT_SECRET = "oneportal-example-secret";

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .paths(new EndpointPaths("", "/openid/token", "/openid/introspect", "/authorize", "/jwks"))
            .client(CLIENT_ID, CLIENT_SECRET)
            .user(USER, PASSWORD)
            .accessTokenLifetime(Duration.ofSeconds(604_799))
            .build());

    StrictAuthorizationServer server() {
        return server;
    }

    /** What the application has to know, as command line arguments of Spring Boot. */
    String[] settings(int port) {
        return Stream.of(
                        "server.port=" + port,
                        "oneportal.url=" + server.issuer(),
                        "oneportal.client-id=" + CLIENT_ID,
                        "oneportal.client-secret=" + CLIENT_SECRET)
                .map(setting -> "--" + setting)
                .toArray(String[]::new);
    }

    @Override
    public void close() {
        server.close();
    }
}
