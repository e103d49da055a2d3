package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.oidctoken.keycloak.KeycloakAdminException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Token exchange at a real Keycloak, from an empty realm, by properties and YAML routes. */
class TokenExchangeIT {

    private static final String REALM = "exchange";
    private static final String SOURCE_SECRET = "source-secret-source-secret";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final KeycloakServer keycloak = SharedKeycloak.get();
    private final ProtectedApi api = ProtectedApi.start(
            token -> JwksVerifier.of(keycloak, REALM, "target").verify(token));

    @BeforeEach
    void anEmptyRealm() {
        keycloak.admin().importRealm("/io/github/oidctoken/testkit/keycloak/exchange-realm.json");
    }

    @AfterEach
    void noRealm() {
        api.close();
        keycloak.admin().deleteRealm(REALM);
    }

    @Test
    void oneRouteProvisionsExchangesAndCallsByLegacyExchange() throws Exception {
        try (CamelApplication application = application("")) {
            assertThat(call(application, "direct:v1-and-call")).contains("P10001");
        }
        assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200);
    }

    @Test
    void oneRouteProvisionsExchangesAndCallsByStandardExchange() throws Exception {
        try (CamelApplication application = application("token-exchange-source-to-target")) {
            assertThat(call(application, "direct:v2-and-call")).contains("P10001");
        }
        assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200);
    }

    @Test
    void theServerWithFineGrainedPermissionsIsProvisionedByLegacyExchange() throws Exception {
        try (CamelApplication application = application("")) {
            assertThat((Object) provision(application, "direct:auto").get("exchangeVersion"))
                    .isEqualTo("v1");
        }
    }

    @Test
    void theSecondRunChangesNothing() throws Exception {
        try (CamelApplication application = application("")) {
            for (String version : List.of("direct:v1", "direct:v2")) {
                Map<?, ?> first = provision(application, version);
                JsonNode before = wholeRealm();
                Map<?, ?> second = provision(application, version);

                assertThat(wholeRealm()).isEqualTo(before);

                assertThat(first.get("changed")).isEqualTo(true);
                assertThat(second.get("changed")).isEqualTo(false);
                assertThat(statuses(second)).containsOnly("present");
                assertThat((Object) second.get("policyId")).isEqualTo(first.get("policyId"));
            }
        }
    }

    @Test
    void aDryRunTellsWhatItWouldDoAndChangesNothing() throws Exception {
        JsonNode before = wholeRealm();
        try (CamelApplication application = application("")) {
            Map<?, ?> dry = provision(application, "direct:dry");

            assertThat(dry.get("changed")).isEqualTo(false);
            assertThat(statuses(dry)).containsOnly("planned").hasSize(5);
            assertThat(wholeRealm()).isEqualTo(before);

            provision(application, "direct:v1");
            assertThat(statuses(provision(application, "direct:dry"))).containsOnly("present");
        }
    }

    @Test
    void parallelRunsMakeEverythingOnce() throws Exception {
        try (CamelApplication application = application("")) {
            for (String version : List.of("direct:v1", "direct:v2")) {
                List<Future<Map>> runs = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    runs.add(application.template().asyncRequestBody(version, null, Map.class));
                }
                for (Future<Map> run : runs) {
                    run.get();
                }
                assertThat(provision(application, version).get("changed")).isEqualTo(false);
            }
        }
    }

    @Test
    void whatABrokenRunHasLeftIsCompleted() throws Exception {
        try (CamelApplication application = application("")) {
            application.template().requestBody("direct:create", null, Map.class);
            application.template().requestBody("direct:enable", null, Map.class);

            assertThat(statuses(provision(application, "direct:v1")))
                    .containsExactly("done", "present", "present", "done", "done");
            assertThat(call(application, "direct:call")).contains("P10001");
        }
    }

    @Test
    void eachCallOfTheDocumentIsAnOperation() throws Exception {
        try (CamelApplication application = application("")) {
            Map<?, ?> created = application.template().requestBody("direct:create-source", null, Map.class);
            application.template().requestBody("direct:create", null, Map.class);
            Map<?, ?> found = application.template().requestBody("direct:find-source", null, Map.class);
            application.template().requestBody("direct:enable", null, Map.class);
            Map<?, ?> policy = application.template().requestBody("direct:policy", null, Map.class);
            Map<?, ?> scope = application.template().requestBody("direct:scope", null, Map.class);
            Map<?, ?> permission = application.template().requestBody("direct:permission", null, Map.class);

            assertThat(created.get("created")).isEqualTo(true);
            assertThat((Object) found.get("id")).isEqualTo(created.get("id"));
            assertThat(found.toString()).doesNotContain(SOURCE_SECRET);
            assertThat(policy.get("clients")).isEqualTo(List.of(created.get("id")));
            assertThat(scope.get("name")).isEqualTo("token-exchange");
            assertThat(permission.get("policies")).isEqualTo(List.of(policy.get("id")));
            assertThat(call(application, "direct:call")).contains("P10001");
        }
    }

    @Test
    void undoTakesThePermissionBackAndItCanBeGivenAgain() throws Exception {
        try (CamelApplication application = application("")) {
            provision(application, "direct:v1");
            assertThat(provision(application, "direct:undo").get("changed")).isEqualTo(true);
            assertThat(provision(application, "direct:undo").get("changed")).isEqualTo(false);
            assertThatThrownBy(() -> call(application, "direct:call"))
                    .cause()
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("403 access_denied, Client not allowed to exchange")
                    .hasMessageContaining("operation=provisionTokenExchange");
        }
        try (CamelApplication application = application("")) {
            provision(application, "direct:v1");
            assertThat(call(application, "direct:call")).contains("P10001");
        }
    }

    @Test
    void undoOfStandardExchangeLeavesNothingButTheClients() throws Exception {
        try (CamelApplication application = application("token-exchange-source-to-target")) {
            provision(application, "direct:v2");
            assertThat(provision(application, "direct:undo-v2").get("changed")).isEqualTo(true);
            assertThat(provision(application, "direct:undo-v2").get("changed")).isEqualTo(false);
            assertThat(admin("GET", "/client-scopes").findValuesAsText("name"))
                    .noneMatch(name -> name.startsWith("token-exchange-"));
            assertThatThrownBy(() -> call(application, "direct:call"))
                    .cause()
                    .isInstanceOf(TokenRefusedException.class);
        }
    }

    @Test
    void anAudienceThatIsNotThereSaysSo() throws Exception {
        Map<String, String> properties = properties("");
        properties.put("camel.component.oidc-token.clients[exchanged].audience", "nobody");
        try (CamelApplication application = CamelApplication.start(properties, routes())) {
            provision(application, "direct:v1");
            assertThatThrownBy(() -> call(application, "direct:call"))
                    .cause()
                    .hasMessageContaining("Audience not found")
                    .hasMessageContaining("clients[exchanged].audience");
        }
    }

    @Test
    void standardExchangeWithoutTheScopeSaysWhichOptionToSet() throws Exception {
        try (CamelApplication application = application("")) {
            provision(application, "direct:v2");
            assertThatThrownBy(() -> call(application, "direct:call"))
                    .cause()
                    .hasMessageContaining("Requested audience not available: target")
                    .hasMessageContaining("clients[exchanged].scope");
        }
    }

    @Test
    void aConfidentialSourceWithoutItsSecretIsToldWhichOptionToSet() throws Exception {
        Map<String, String> properties = properties("");
        properties.remove("camel.component.oidc-token.clients[exchanged].client-secret");
        try (CamelApplication application = CamelApplication.start(properties, routes())) {
            provision(application, "direct:v1");
            assertThatThrownBy(() -> call(application, "direct:call"))
                    .cause()
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("401 unauthorized_client")
                    .hasMessageContaining("clients[exchanged].client-secret");
        }
    }

    @Test
    void standardExchangeOfATokenThatIsMeantForOthersSaysWhatTheServerMustAdd() throws Exception {
        Map<String, String> properties = properties("token-exchange-source-to-target");
        client(
                properties,
                "stranger",
                Map.of("realm", REALM, "client-id", "stranger", "client-secret", "stranger-secret-of-its-own"));
        properties.put("camel.component.oidc-token.clients[exchanged].subject-token", "client:stranger");
        try (CamelApplication application = CamelApplication.start(properties, routes())) {
            provision(application, "direct:v2");
            application.template().requestBody("direct:create-stranger", null, Map.class);
            assertThatThrownBy(() -> call(application, "direct:call"))
                    .cause()
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("403 access_denied, Client is not within the token audience")
                    .hasMessageContaining("an audience mapper for 'source'");
        }
        assertThat(api.calls()).isEmpty();
    }

    @Test
    void aClientWithoutAdminRolesIsToldWhichOnesItNeeds() throws Exception {
        try (CamelApplication application = application("")) {
            provision(application, "direct:v1");
            assertThatThrownBy(() -> provision(application, "direct:no-admin"))
                    .cause()
                    .isInstanceOf(KeycloakAdminException.class)
                    .hasMessageContaining("403")
                    .hasMessageContaining("manage-clients and manage-authorization")
                    .hasMessageContaining("realm-management");
        }
    }

    @Test
    void aRealmThatIsNotThereSaysSo() throws Exception {
        try (CamelApplication application = application("")) {
            assertThatThrownBy(() -> provision(application, "direct:no-realm"))
                    .cause()
                    .hasMessageContaining("Realm not found")
                    .hasMessageContaining("adminRealm");
        }
    }

    /** All that an administrator can see of the realm; lists in one order, since the server's is by chance. */
    private JsonNode wholeRealm() throws Exception {
        ObjectNode realm = new ObjectMapper().createObjectNode();
        realm.set("export", admin("POST", "/partial-export?exportClients=true&exportGroupsAndRoles=true"));
        for (JsonNode client : admin("GET", "/clients?clientId=realm-management")) {
            String authorization = "/clients/" + client.path("id").asText() + "/authz/resource-server/";
            for (String part : List.of("settings", "policy?max=1000", "permission?max=1000", "resource?max=1000")) {
                realm.set(part, admin("GET", authorization + part));
            }
        }
        return inOneOrder(realm);
    }

    private static JsonNode inOneOrder(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> object.set(name, inOneOrder(object.get(name))));
            return object;
        }
        List<JsonNode> items = new ArrayList<>();
        node.forEach(item -> items.add(inOneOrder(item)));
        items.sort(Comparator.comparing(JsonNode::toString));
        return node.isArray() ? new ObjectMapper().createArrayNode().addAll(items) : node;
    }

    private JsonNode admin(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(keycloak.baseUrl() + "/admin/realms/" + REALM + path))
                .header("Authorization", "Bearer " + keycloak.admin().accessToken())
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return new ObjectMapper()
                .readTree(
                        HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static List<String> statuses(Map<?, ?> report) {
        return ((List<?>) report.get("steps"))
                .stream()
                        .map(step -> String.valueOf(((Map<?, ?>) step).get("status")))
                        .toList();
    }

    private static Map<?, ?> provision(CamelApplication application, String route) {
        return application.template().requestBody(route, null, Map.class);
    }

    private static String call(CamelApplication application, String route) {
        return application.template().requestBody(route, null, String.class);
    }

    private CamelApplication application(String scope) throws Exception {
        return CamelApplication.start(properties(scope), routes());
    }

    private Map<String, String> properties(String scope) {
        Map<String, String> properties = new HashMap<>();
        client(
                properties,
                "admin",
                Map.of(
                        "realm",
                        "master",
                        "client-id",
                        "admin-cli",
                        "grant",
                        "password",
                        "username",
                        "admin",
                        "password",
                        "admin-password"));
        client(properties, "source", Map.of("realm", REALM, "client-id", "source", "client-secret", SOURCE_SECRET));
        client(
                properties,
                "exchanged",
                Map.of(
                        "realm",
                        REALM,
                        "client-id",
                        "source",
                        "client-secret",
                        SOURCE_SECRET,
                        "grant",
                        "token_exchange",
                        "subject-token",
                        "client:source",
                        "audience",
                        "target",
                        "targets",
                        api.uri("/").toString()));
        if (!scope.isEmpty()) {
            properties.put("camel.component.oidc-token.clients[exchanged].scope", scope);
        }
        return properties;
    }

    private void client(Map<String, String> properties, String name, Map<String, String> options) {
        String prefix = "camel.component.oidc-token.clients[" + name + "].";
        properties.put(prefix + "provider", "keycloak");
        properties.put(prefix + "base-url", keycloak.baseUrl().toString());
        options.forEach((option, value) -> properties.put(prefix + option, value));
    }

    private String routes() {
        String provision = "oidc-token:admin?operation=provisionTokenExchange&adminRealm=exchange"
                + "&sourceClient=client:source&targetClient=target";
        String admin = "oidc-token:admin?adminRealm=exchange&operation=";
        String call =
                "        - setBody:\n            simple: \"${null}\"\n        - to: oidc-token:exchanged\n        - to: "
                        + api.uri("/orders") + "\n";
        return route("v1", provision + "&exchangeVersion=v1", "")
                + route("v2", provision + "&exchangeVersion=v2", "")
                + route("auto", provision, "")
                + route("dry", provision + "&exchangeVersion=v1&dryRun=true", "")
                + route("undo", provision + "&undo=true", "")
                + route("undo-v2", provision + "&undo=true&exchangeVersion=v2", "")
                + route("v1-and-call", provision + "&exchangeVersion=v1", call)
                + route("v2-and-call", provision + "&exchangeVersion=v2", call)
                + route("call", "oidc-token:exchanged", "        - to: " + api.uri("/orders") + "\n")
                + route("create-source", admin + "createClient&managedClient=client:source", "")
                + route("create-stranger", admin + "createClient&managedClient=client:stranger", "")
                + route("create", admin + "createClient&managedClient=target", "")
                + route("find-source", admin + "findClient&managedClient=source", "")
                + route("enable", admin + "enablePermissions&targetClient=target", "")
                + route("policy", admin + "createTokenExchangePolicy&sourceClient=source&policyName=PolicyClient", "")
                + route("scope", admin + "findTokenExchangeScope", "")
                + route(
                        "permission",
                        admin + "updateTokenExchangePermission&targetClient=target&policyName=PolicyClient",
                        "")
                + route("no-admin", provision.replace("oidc-token:admin", "oidc-token:source"), "")
                + route("no-realm", admin.replace("exchange", "nowhere") + "findClient&managedClient=source", "");
    }

    private static String route(String name, String uri, String more) {
        return "- route:\n    from:\n      uri: direct:" + name + "\n      steps:\n        - to: " + uri + "\n" + more;
    }
}
