package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.protocol.TransportRequest;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each call of the KOBIL document, as Keycloak takes it. */
class KeycloakProducerTest {

    private static final String REALM = "https://idp.example.com/auth/admin/realms/acme";
    private static final String AUTHORIZATION = REALM + "/clients/rm/authz/resource-server";

    private final TestContext camel = TestContext.create().client("admin", kobil("admin"));

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void createClientPostsItWithTheTokenOfTheEndpointsClient() {
        answers(
                "[]",
                "{}",
                "[{\"id\":\"7\",\"clientId\":\"web\"}]",
                "[{\"id\":\"7\",\"clientId\":\"web\"}]",
                "[{\"id\":\"7\",\"clientId\":\"web\"}]");

        Map<?, ?> body = body("createClient&managedClient=web", Map.of("description", "Source client"));

        assertThat(call(2)).isEqualTo("POST " + REALM + "/clients");
        assertThat(json(2))
                .contains("\"clientId\":\"web\"", "\"publicClient\":false", "\"description\":\"Source client\"");
        assertThat(camel.server.requests().get(2).headers()).containsEntry("Authorization", "Bearer of-admin");
        assertThat(body).isEqualTo(Map.of("clientId", "web", "id", "7", "created", true));
    }

    @Test
    void findClientTakesTheOneOfTheList() {
        answers("[{\"id\":\"7\",\"clientId\":\"web\",\"secret\":\"hush\"}]");

        Map<?, ?> body = body("findClient&managedClient=web", "");

        assertThat(call(1)).isEqualTo("GET " + REALM + "/clients?clientId=web");
        assertThat(body).isEqualTo(Map.of("found", true, "clientId", "web", "id", "7"));
    }

    @Test
    void aClientThatIsNotThereIsNotFound() {
        answers("[]");

        assertThat(body("findClient&managedClient=web", "")).isEqualTo(Map.of("found", false, "clientId", "web"));
    }

    @Test
    void enablePermissionsPuts() {
        answers(MANAGEMENT, "[{\"id\":\"9\",\"clientId\":\"orders\"}]", "{\"enabled\":true,\"resource\":\"r\"}");

        Map<?, ?> body = body("enablePermissions&targetClient=orders", "");

        assertThat(call(3)).isEqualTo("PUT " + REALM + "/clients/9/management/permissions");
        assertThat(json(3)).isEqualTo("{\"enabled\":true}");
        assertThat(body).isEqualTo(Map.of("enabled", true, "resource", "r"));
    }

    @Test
    void findTokenExchangeScopeTakesTheOneOfTheList() {
        answers(MANAGEMENT, "[{\"id\":\"1\",\"name\":\"view\"},{\"id\":\"2\",\"name\":\"token-exchange\"}]");

        assertThat(body("findTokenExchangeScope", "")).isEqualTo(Map.of("id", "2", "name", "token-exchange"));
        assertThat(call(2)).startsWith("GET " + AUTHORIZATION + "/scope");
    }

    @Test
    void aCallThatIsRefusedSaysWhatKeycloakSaid() {
        answers();
        camel.server.thenJson(403, "{\"error\":\"HTTP 403 Forbidden\"}");

        assertThat(send("findClient&managedClient=web", "").getException())
                .hasMessage(
                        "Client 'admin': GET /auth/admin/realms/acme/clients was refused: 403, HTTP 403 Forbidden. Give"
                                + " 'admin' the roles manage-clients and manage-authorization of the client"
                                + " 'realm-management', or use an administrator's client.");
    }

    @Test
    void anExpiredTokenIsRenewedOnce() {
        camel.server
                .thenJson(200, token("of-admin"))
                .thenJson(401, "{}")
                .thenJson(200, token("newer"))
                .thenJson(200, "[]");

        assertThat((Object) body("findClient&managedClient=web", "").get("found"))
                .isEqualTo(false);
        assertThat(camel.server.requests().get(3).headers()).containsEntry("Authorization", "Bearer newer");
    }

    @Test
    void theClientMayComeByHeaderOrBody() {
        answers("[]", "[]");

        Exchange byHeader = camel(Map.of("CamelOidcTokenManagedClient", "by-header"), "");
        Exchange byBody = camel(Map.of(), Map.of("managedClient", "by-body"));

        assertThat(byHeader.getMessage().getBody(Map.class)).containsEntry("clientId", "by-header");
        assertThat(byBody.getMessage().getBody(Map.class)).containsEntry("clientId", "by-body");
    }

    @Test
    void withoutAClientNothingIsSentAndTheOptionIsNamed() {
        answers();

        assertThat(send("provisionTokenExchange&targetClient=orders", "").getException())
                .hasMessageContaining("needs sourceClient")
                .hasMessageContaining("CamelOidcTokenSourceClient");
        assertThat(camel.server.requests()).hasSize(1);
    }

    @Test
    void noSecretGoesToAnotherRealmThanTheClientsOwn() {
        camel.client("web", kobil("web"));
        answers();

        assertThat(send("createClient&managedClient=client:web&adminRealm=other", "")
                        .getException())
                .hasMessageContaining("Its secret is not told there");
        assertThat(camel.server.requests()).hasSize(1);
    }

    @Test
    void aMessageCannotNameOurClients() {
        camel.client("web", kobil("web"));
        answers("[]");

        assertThat(camel(Map.of("CamelOidcTokenManagedClient", "client:web"), "")
                        .getMessage()
                        .getBody(Map.class))
                .containsEntry("clientId", "client:web");
    }

    @Test
    void aServerThatIsNoKeycloakStopsTheRoute() {
        camel.client("other", service("camel")).start();

        assertThatThrownBy(() -> camel.context
                        .getEndpoint("oidc-token:other?operation=findClient")
                        .createProducer())
                .hasMessageContaining("its server is no Keycloak");
    }

    /** Keycloak 26.7.3 with its default features answers so. */
    @Test
    void aServerThatHasOnlyStandardExchangeIsProvisionedByIt() {
        answers(MANAGEMENT);
        camel.server.thenJson(
                501,
                "{\"error\":\"Feature not enabled\",\"error_description\":\"For more on this error consult the server log.\"}");
        for (int i = 0; i < 7; i++) {
            camel.server.thenJson(200, "[]");
        }

        Map<?, ?> body = body("provisionTokenExchange&sourceClient=web&targetClient=orders&dryRun=true", "");

        assertThat(call(2)).isEqualTo("GET " + REALM + "/clients/rm/management/permissions");
        assertThat((Object) body.get("exchangeVersion")).isEqualTo("v2");
        assertThat((Object) body.get("scope")).isEqualTo("token-exchange-web-to-orders");
    }

    @Test
    void aServerThatHasPermissionsIsProvisionedByLegacyExchange() {
        answers(MANAGEMENT, "{\"enabled\":false}", "[]", "[]", "[]", "[]", MANAGEMENT);

        Map<?, ?> body = body("provisionTokenExchange&sourceClient=web&targetClient=orders&dryRun=true", "");

        assertThat((Object) body.get("exchangeVersion")).isEqualTo("v1");
    }

    private static final String MANAGEMENT = "[{\"id\":\"rm\",\"clientId\":\"realm-management\"}]";

    private void answers(String... bodies) {
        camel.server.thenJson(200, token("of-admin"));
        for (String body : bodies) {
            camel.server.thenJson(200, body);
        }
    }

    private Map<?, ?> body(String operation, Object body) {
        Exchange exchange = send(operation, body);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(Map.class);
    }

    private Exchange camel(Map<String, Object> headers, Object body) {
        return send("findClient", body, headers);
    }

    private Exchange send(String operation, Object body) {
        return send(operation, body, Map.of());
    }

    private Exchange send(String operation, Object body, Map<String, Object> headers) {
        if (!camel.context.isStarted()) {
            camel.start();
        }
        return camel.context.createProducerTemplate().request("oidc-token:admin?operation=" + operation, exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    private String call(int index) {
        TransportRequest request = camel.server.requests().get(index);
        return request.method() + " " + request.uri();
    }

    private String json(int index) {
        return Objects.requireNonNull(
                Objects.requireNonNull(camel.server.requests().get(index).json())
                        .text());
    }

    private static OidcTokenConfiguration kobil(String clientId) {
        OidcTokenConfiguration configuration = new OidcTokenConfiguration();
        configuration.setProvider("kobil");
        configuration.setBaseUrl("https://idp.example.com");
        configuration.setRealm("acme");
        configuration.setClientId(clientId);
        configuration.setClientSecret("s3cret-s3cret");
        return configuration;
    }
}
