package io.github.oidctoken.integration;

import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.PageVisitor;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A node of camel-main with a connect page for the client {@code fabric}, on a port that is known before it starts, and an operator before it. */
final class ConnectNode {

    static final String COMPONENT = "camel.component.oidc-token.";
    static final String CLIENT = COMPONENT + "clients[fabric].";
    static final String SECRET = "s3cret-of-camel";

    static final String ROUTES = """
            - route:
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:fabric?output=body
            """;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, Object> beans = new HashMap<>();
    private final PageVisitor operator;

    private ConnectNode(int port) {
        operator = new PageVisitor(URI.create("http://127.0.0.1:" + port + "/connect"));
        properties.putAll(Map.of(
                "camel.server.enabled",
                "true",
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                Integer.toString(port)));
    }

    /** A node whose client is known to a server. */
    static ConnectNode of(StrictAuthorizationServer server) throws IOException {
        ConnectNode node = bare();
        node.component("connect-page", "/connect");
        node.client("issuer", server.issuer().toString());
        node.client("client-id", "camel");
        node.client("client-secret", SECRET);
        node.client("grant", "authorization_code");
        node.client("scope", "openid");
        node.client("redirect-uri", node.operator.page() + "/callback");
        return node;
    }

    /** A node with an HTTP server and nothing else. */
    static ConnectNode bare() throws IOException {
        return new ConnectNode(FreePort.choose());
    }

    PageVisitor operator() {
        return operator;
    }

    /** Sets a property of the application. */
    ConnectNode property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    ConnectNode component(String option, String value) {
        return property(COMPONENT + option, value);
    }

    ConnectNode client(String option, String value) {
        return property(CLIENT + option, value);
    }

    /** Leaves a property away. */
    ConnectNode without(String name) {
        properties.remove(name);
        return this;
    }

    ConnectNode bean(String name, Object bean) {
        beans.put(name, bean);
        return this;
    }

    CamelApplication start() throws Exception {
        return start(ROUTES);
    }

    CamelApplication start(String routes) throws Exception {
        return CamelApplication.start(properties, routes, beans);
    }

    /** The access token that the routes have. */
    static String token(CamelApplication application) {
        Map<?, ?> token = (Map<?, ?>) application.template().requestBody("direct:token", (Object) null);
        return String.valueOf(token.get("access_token"));
    }
}
