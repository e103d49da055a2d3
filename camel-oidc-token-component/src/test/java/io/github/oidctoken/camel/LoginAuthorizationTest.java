package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.testkit.CamelApplication;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a login is good for beside its token: the HTTP calls of the same exchange, and with a kept session those of others. */
class LoginAuthorizationTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String REFUSED = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

    private OnePortal portal;
    private RawServer api;
    private volatile String answer = OK;

    @BeforeEach
    void start() throws IOException {
        portal = new OnePortal().user("bob", "bob-password");
        api = RawServer.start(conversation -> {
            while (conversation.readRequest()) {
                conversation.write(answer);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        portal.close();
        api.close();
    }

    @Test
    void theCallsOfTheExchangeThatBroughtThePasswordCarryTheToken() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            Exchange called = login(application, "direct:call");

            assertThat(called.getMessage().getBody(String.class)).isEqualTo("ok");
            assertThat(called.getMessage().getHeaders()).doesNotContainKey("Authorization");
            assertThat(api.requests())
                    .singleElement()
                    .asString()
                    .contains("Authorization: Bearer eyJraWQiOiJTa....3yNlGaq574\r\n")
                    .doesNotContain("bob");
        }
    }

    @Test
    void aTokenThatTheApiRefusesIsNotReplaced() throws Exception {
        answer = REFUSED;
        try (CamelApplication application = application(Map.of())) {
            assertThat(login(application, "direct:call").getException()).isNotNull();
            assertThat(api.requests()).hasSize(1);
            assertThat(portal.requests()).hasSize(1);
        }
    }

    @Test
    void aPolicyHasNoTokenWithoutAPrincipal() throws Exception {
        try (CamelApplication application = application(Map.of())) {
            assertThat(call(application, "bob").getException())
                    .isInstanceOf(ClientConfigurationException.class)
                    .hasMessageContainingAll("nothing says whose token is meant", "clients[portal].principal");
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void aPolicyUsesTheSessionThatIsKeptForItsPrincipal() throws Exception {
        try (CamelApplication application = application(Map.of("principal", "${header.user}"))) {
            assertThat(call(application, "bob").getException())
                    .isInstanceOf(ReauthorizationRequiredException.class)
                    .hasMessageContaining("oidc-token:portal?storeSession=true");
            assertThat(api.requests()).isEmpty();

            assertThat(login(application, "direct:store").getException()).isNull();

            assertThat(call(application, "bob").getException()).isNull();
            assertThat(api.requests()).singleElement().asString().contains("Authorization: Bearer eyJraWQiOiJTa");
            assertThat(call(application, "eve").getException()).isInstanceOf(ReauthorizationRequiredException.class);
        }
    }

    private static Exchange call(CamelApplication application, String user) {
        return application
                .template()
                .request("direct:policy", exchange -> exchange.getMessage().setHeader("user", user));
    }

    private static Exchange login(CamelApplication application, String route) {
        return application
                .template()
                .request(
                        route,
                        exchange ->
                                exchange.getMessage().setBody(Map.of("username", "bob", "password", "bob-password")));
    }

    private CamelApplication application(Map<String, String> more) throws Exception {
        Map<String, String> options = new HashMap<>(portal.client());
        options.put("targets", "http://127.0.0.1:" + api.port() + "/");
        options.putAll(more);
        Map<String, String> properties = new HashMap<>();
        options.forEach(
                (option, value) -> properties.put("camel.component.oidc-token.clients[portal]." + option, value));
        return CamelApplication.start(properties, """
                - route:
                    from:
                      uri: direct:store
                      steps:
                        - to: oidc-token:portal?storeSession=true&output=body
                - route:
                    from:
                      uri: direct:call
                      steps:
                        - to: oidc-token:portal
                        - to: http://127.0.0.1:%d/orders
                - route:
                    routePolicy: oidc-token:portal
                    from:
                      uri: direct:policy
                      steps:
                        - to: http://127.0.0.1:%d/orders
                """.formatted(api.port(), api.port()));
    }
}
