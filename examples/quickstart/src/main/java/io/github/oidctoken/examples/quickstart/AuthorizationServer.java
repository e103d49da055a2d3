package io.github.oidctoken.examples.quickstart;

import io.github.oidctoken.testkit.AccessTokenVerifier;
import io.github.oidctoken.testkit.EndpointPaths;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import java.time.Duration;
import java.util.Map;

/**
 * The authorization server that plays IFS Cloud's, and what the route's properties need to know of it.
 *
 * @param name as shown to the user
 * @param properties the values behind the placeholders of {@code application.properties}
 * @param verifier how the API checks tokens
 * @param stop ends the server
 */
record AuthorizationServer(String name, Map<String, String> properties, AccessTokenVerifier verifier, Runnable stop)
        implements AutoCloseable {

    /** A small strict one in this JVM: a refresh token works once, a second use ends the session. */
    static AuthorizationServer embedded(Duration accessTokenLifetime) {
        StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
                .paths(EndpointPaths.keycloak(IfsRealm.NAME))
                .client("camel", "quickstart-secret")
                .user("alice", "wonderland")
                .accessTokenLifetime(accessTokenLifetime)
                .build());
        return new AuthorizationServer(
                "the embedded strict server",
                properties("http://127.0.0.1:" + server.port(), "camel", "quickstart-secret", "alice", "wonderland"),
                server.accessTokenVerifier(),
                server::close);
    }

    /** A real Keycloak in a process of its own, with a realm like IFS Cloud's: rotation on, no reuse, 5-second tokens. */
    static AuthorizationServer keycloak() {
        KeycloakServer server = KeycloakServer.start(IfsRealm.RESOURCE);
        return new AuthorizationServer(
                "Keycloak",
                properties(
                        server.origin().toString(),
                        IfsRealm.ROPC.id(),
                        IfsRealm.ROPC.secret(),
                        IfsRealm.ALICE.name(),
                        IfsRealm.ALICE.password()),
                JwksVerifier.of(server, IfsRealm.NAME, IfsRealm.AUDIENCE)::verify,
                server::close);
    }

    private static Map<String, String> properties(
            String url, String clientId, String clientSecret, String username, String password) {
        return Map.of(
                "ifs.url", url,
                "ifs.client-id", clientId,
                "ifs.client-secret", clientSecret,
                "ifs.username", username,
                "ifs.password", password);
    }

    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return name;
    }
}
