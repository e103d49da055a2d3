package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.Canaries;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of the clients in the developer console and in JMX. */
class ConsolesTest {

    private final TestContext camel = TestContext.create().client("ifs", service("camel"));
    private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
    private final Canaries canaries = new Canaries()
            .plant("the secret", "s3cret")
            .plantBasic("camel", "s3cret")
            .plant("the token", "canary-token");

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void theDeveloperConsoleListsClientsAndTokensWithoutSecrets() {
        camel.component.setNodeId("node-a");
        camel.server.thenJson(200, token("canary-token"));
        camel.start();
        ask();
        DevConsole console = PluginHelper.getDevConsoleResolver(camel.context).resolveDevConsole("oidc-token");

        String text = (String) console.call(DevConsole.MediaType.TEXT, Map.of());
        String json = ((JsonObject) console.call(DevConsole.MediaType.JSON, Map.of())).toJson();

        assertThat(text).contains("client: ifs", "node: node-a", "state: UP", "fresh");
        assertThat(json).contains("ifs", "node-a", "\"fresh\"", "expiresAt", "fingerprint");
        assertThat(canaries.in(text + json)).isEmpty();
    }

    @Test
    void jmxShowsAClientAndLetsAnOperatorExplainRenewAndInvalidate() throws Exception {
        camel.server.thenJson(200, token("canary-token"));
        camel.start();
        ask();
        ObjectName client = client();

        assertThat(jmx.getAttribute(client, "State")).isEqualTo("UP");
        assertThat(jmx.getAttribute(client, "Tokens")).isEqualTo(1);
        assertThat(jmx.getAttribute(client, "ExpiresAt").toString()).contains("T");
        String explained = call(client, "explain");
        assertThat(explained).contains("is fresh");
        assertThat(call(client, "invalidate")).isEqualTo("null");
        camel.server.thenJson(200, token("canary-token"));
        assertThat(call(client, "renew")).isEqualTo("renewed");
        assertThat(camel.server.requests()).hasSize(2);
        assertThat(canaries.in(explained + jmx.getMBeanInfo(client))).isEmpty();
    }

    @Test
    void aRenewalThatFailsIsToldToTheOperator() throws Exception {
        camel.server.thenJson(401, "{\"error\":\"invalid_client\"}");
        camel.start();

        assertThat(call(client(), "renew")).startsWith("failed: Client 'ifs'").contains("invalid_client");
        assertThat(jmx.getAttribute(client(), "State")).isEqualTo("DOWN");
        assertThat(jmx.getAttribute(client(), "LastError").toString()).contains("invalid_client");
    }

    @Test
    void aClientOfManyPrincipalsHasToBeToldWhose() throws Exception {
        OidcTokenConfiguration many = service("many");
        many.setPrincipal("${header.tenant}");
        camel.client("many", many);
        camel.server.thenJson(200, token("canary-token"));
        camel.start();
        ObjectName client = named("many");

        assertThat(call(client, "renew")).contains("name one");
        assertThat(jmx.invoke(client, "renew", new Object[] {"acme"}, new String[] {String.class.getName()}))
                .isEqualTo("renewed");
    }

    @Test
    void aClientThatIsAddedToARunningComponentIsShownLikeTheOthers() throws Exception {
        camel.start();

        camel.client("late", service("late"));

        assertThat(jmx.isRegistered(named("late"))).isTrue();
        assertThat(jmx.isRegistered(client())).isTrue();
        HealthCheckRegistry health = HealthCheckRegistry.get(camel.context);
        assertThat(health.getCheck("oidc-token:late")).isPresent();
        assertThat(health.getCheck("oidc-token:ifs")).isPresent();
    }

    @Test
    void aStoppedComponentLeavesNothingBehind() throws Exception {
        camel.start();
        ObjectName client = client();
        camel.component.stop();

        assertThat(jmx.isRegistered(client)).isFalse();
    }

    private String call(ObjectName client, String operation) throws Exception {
        return String.valueOf(jmx.invoke(client, operation, new Object[] {""}, new String[] {String.class.getName()}));
    }

    private ObjectName client() throws Exception {
        return named("ifs");
    }

    private ObjectName named(String client) throws Exception {
        Set<ObjectName> found = jmx.queryNames(
                new ObjectName("org.apache.camel:context=" + camel.context.getManagementName()
                        + ",type=oidc-token,name=" + ObjectName.quote(client)),
                null);
        assertThat(found).hasSize(1);
        return found.iterator().next();
    }

    private void ask() {
        camel.context.createProducerTemplate().send("oidc-token:ifs", exchange -> {});
    }
}
