package io.github.oidctoken.springboot;

import io.github.oidctoken.testkit.EndpointPaths;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;

/** An authorization server with the client {@code camel} and the secret {@code s3cret}, and an API that its tokens open. */
record IfsServers(StrictAuthorizationServer server, ProtectedApi api) implements AutoCloseable {

    static IfsServers start() {
        StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
                .paths(EndpointPaths.keycloak("ifs"))
                .client("camel", "s3cret")
                .user("alice", "wonderland")
                .build());
        return new IfsServers(server, ProtectedApi.start(server.accessTokenVerifier()));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    String orders() {
        return api.uri("/orders").toString();
    }

    /** The client {@code ifs}, with more properties. */
    String[] client(String... more) {
        String prefix = "camel.component.oidc-token.clients[ifs].";
        String[] base = {
            "orders.url=" + orders(),
            prefix + "provider=ifs-cloud",
            prefix + "base-url=" + baseUrl(),
            prefix + "realm=ifs",
            prefix + "client-id=camel",
            prefix + "client-secret=s3cret",
            prefix + "targets=" + orders()
        };
        String[] all = java.util.Arrays.copyOf(base, base.length + more.length);
        System.arraycopy(more, 0, all, base.length, more.length);
        return all;
    }

    @Override
    public void close() {
        api.close();
        server.close();
    }
}
