package io.github.oidctoken.integration;

import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.keycloak.FreePort;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A node at a real Keycloak, where alice signs in for the client {@code person}, on a port that is known before it starts. */
record PersonNode(int port) {

    static final KeycloakServer KEYCLOAK = SharedKeycloak.get();
    static final String REALM = "code";

    static PersonNode atAFreePort() throws IOException {
        return new PersonNode(FreePort.choose());
    }

    static void importRealm() {
        KEYCLOAK.admin().importRealm("/io/github/oidctoken/testkit/keycloak/code-realm.json");
    }

    static void deleteRealm() {
        KEYCLOAK.admin().deleteRealm(REALM);
    }

    /** What alice types into Keycloak's page. */
    static String alice() {
        return "username=alice&password=alice-password";
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** The properties of the application, with the options of the client. */
    Map<String, String> properties(Map<String, String> options) {
        String client = "camel.component.oidc-token.clients[person].";
        Map<String, String> properties = new HashMap<>(Map.of(
                "camel.server.enabled",
                "true",
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                Integer.toString(port),
                "camel.component.oidc-token.encryption-keys",
                SignInNode.KEYS,
                client + "issuer",
                KEYCLOAK.issuer(REALM).toString(),
                client + "scope",
                "openid"));
        options.forEach((option, value) -> properties.put(client + option, value));
        return properties;
    }

    /** The access token that a route has. */
    static String token(CamelApplication application, String route) {
        Map<?, ?> token = (Map<?, ?>) application.template().requestBody(route, (Object) null);
        return (String) token.get("access_token");
    }
}
