package io.github.oidctoken.examples.ifscloud;

import io.github.oidctoken.testkit.AccessTokenVerifier;
import io.github.oidctoken.testkit.EndpointPaths;
import io.github.oidctoken.testkit.Gateway;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import java.net.URI;
import java.time.Duration;

/**
 * Plays an IFS Cloud on this machine: below one address its IAM, at {@code /auth}, and its projections, at {@code /main}.
 *
 * @param gateway the address
 * @param api the projections
 * @param stop ends the IAM
 */
record IfsCloud(Gateway gateway, ProtectedApi api, Runnable stop) implements AutoCloseable {

    /** With a small strict IAM in this JVM: a refresh token works once, a second use ends the session. IFS's 180 seconds are made shorter. */
    static IfsCloud embedded(Duration accessTokenLifetime) {
        Gateway gateway = Gateway.start();
        StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
                .publicUri(gateway.uri())
                .paths(EndpointPaths.keycloak(IfsRealm.NAME))
                .client(IfsRealm.SERVICE.id(), IfsRealm.SERVICE.secret())
                .client(IfsRealm.ROPC.id(), IfsRealm.ROPC.secret())
                .client(IfsRealm.PERSON.id(), IfsRealm.PERSON.secret())
                .user(IfsRealm.ALICE.name(), IfsRealm.ALICE.password())
                .accessTokenLifetime(accessTokenLifetime)
                .build());
        URI address = URI.create("http://127.0.0.1:" + server.port());
        return of(gateway, address, server.accessTokenVerifier(), server::close);
    }

    /** With a real Keycloak in a process of its own, and a realm like IFS Cloud's: rotation on, no reuse. */
    static IfsCloud keycloak() {
        KeycloakServer server = KeycloakServer.start(IfsRealm.RESOURCE);
        Gateway gateway = Gateway.start();
        URI issuer = URI.create(gateway.uri() + "/auth/realms/" + IfsRealm.NAME);
        return of(gateway, server.origin(), JwksVerifier.of(issuer, IfsRealm.AUDIENCE)::verify, server::close);
    }

    private static IfsCloud of(Gateway gateway, URI iam, AccessTokenVerifier verifier, Runnable stop) {
        ProtectedApi api = ProtectedApi.start(verifier);
        gateway.forward("auth", iam);
        gateway.forward("main", URI.create("http://127.0.0.1:" + api.port()));
        return new IfsCloud(gateway, api, stop);
    }

    URI uri() {
        return gateway.uri();
    }

    @Override
    public void close() {
        api.close();
        gateway.close();
        stop.run();
    }
}
