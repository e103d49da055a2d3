package io.github.oidctoken.integration;

import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A node where persons sign in for the client {@code fabric}, as YAML routes behind platform-http, on a port that is known before it starts. */
record SignInNode(int port, Map<String, String> client, TokenRepository repository) {

    static final String KEYS = "k1:Y2FuYXJ5LWVuY3J5cHRpb24ta2V5LTAxMjM0NTY3ODk=";

    static final String ROUTES = """
            - route:
                id: connect
                from:
                  uri: platform-http:/connect/fabric
                  steps:
                    - to: oidc-token:fabric?operation=authorizationRequest
            - route:
                id: connected
                from:
                  uri: platform-http:/connected/fabric
                  steps:
                    - doTry:
                        steps:
                          - to: oidc-token:fabric?operation=authorizationResponse
                        doCatch:
                          - exception:
                              - java.lang.Exception
                            steps:
                              - log: "failed: ${exception.message} ${headers}"
                              - setHeader:
                                  name: CamelHttpResponseCode
                                  constant: 400
                              - setBody:
                                  simple: "${exception.class.simpleName}: ${exception.message}"
            - route:
                id: bff
                from:
                  uri: direct:bff
                  steps:
                    - to: oidc-token:fabric?operation=exchangeCode&output=body
            - route:
                id: store
                from:
                  uri: direct:store
                  steps:
                    - to: oidc-token:fabric?operation=exchangeCode
            - route:
                id: token
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:fabric?output=body
            """;

    /** A node with a repository, whose client's options may be changed. */
    static SignInNode of(
            StrictAuthorizationServer server, TokenRepository repository, Consumer<Map<String, String>> change)
            throws IOException {
        int port = FreePort.choose();
        Map<String, String> client = new HashMap<>(Map.of(
                "issuer", server.issuer().toString(),
                "client-id", "camel",
                "client-secret", "s3cret-of-camel",
                "grant", "authorization_code",
                "scope", "openid",
                "redirect-uri", "http://127.0.0.1:" + port + "/connected/fabric"));
        change.accept(client);
        return new SignInNode(port, client, repository);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    CamelApplication start() throws Exception {
        return start(KEYS);
    }

    /** Starts with other encryption keys than the other nodes. */
    CamelApplication start(String encryptionKeys) throws Exception {
        Map<String, String> properties = new HashMap<>(Map.of(
                "camel.server.enabled",
                "true",
                "camel.server.host",
                "127.0.0.1",
                "camel.server.port",
                Integer.toString(port),
                "camel.component.oidc-token.encryption-keys",
                encryptionKeys));
        client.forEach(
                (option, value) -> properties.put("camel.component.oidc-token.clients[fabric]." + option, value));
        return CamelApplication.start(properties, ROUTES, Map.of("tokens", repository));
    }

    /** From the route to the server and back. */
    static HttpResponse<String> follow(Browser browser, HttpResponse<String> begun) throws Exception {
        return browser.get(Browser.location(browser.get(Browser.location(begun))));
    }

    /** The access token that the routes have. */
    static String token(CamelApplication application) {
        Map<?, ?> token = (Map<?, ?>) application.template().requestBody("direct:token", (Object) null);
        return String.valueOf(token.get("access_token"));
    }
}
