package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Route;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** What becomes of the policy while routes come and go. */
class RouteLifecycleTest extends HttpTest {

    private static final String YAML = """
            - route:
                id: orders
                routePolicy: %s
                from:
                  uri: direct:in
                  steps:
                    - to: %s
            """;
    private static final String YAML_WITHOUT = YAML.replace("    routePolicy: %s\n", "");

    private void reload(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).updateRoutes(ResourceHelper.fromString("routes.yaml", yaml));
    }

    private long policiesKept() {
        return context.getCamelContextExtension().getServices().stream()
                .filter(OidcTokenRoutePolicy.class::isInstance)
                .count();
    }

    @Test
    void aSuspendedRouteGoesOnAfterwards() throws Exception {
        startYaml(YAML.formatted("oidc-token:ifs", api.url("/api")));

        context.getRouteController().suspendRoute("orders");
        context.getRouteController().resumeRoute("orders");
        send("direct:in", "x");
        context.getRouteController().stopRoute("orders");
        context.getRouteController().startRoute("orders");
        send("direct:in", "x");

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-1");
    }

    @Test
    void aRouteThatIsAddedAgainFollowsItsNewPolicy() throws Exception {
        startYaml(YAML.formatted("oidc-token:ifs", api.url("/api")));
        send("direct:in", "x");

        remove("orders");
        addRoutes(context, routes -> routes.from("direct:in").routeId("orders").to(api.url("/api")));
        send("direct:in", "x");
        remove("orders");
        addRoutes(
                context,
                routes -> routes.from("direct:in")
                        .routeId("orders")
                        .policy(OidcTokenRoutePolicy.forClient("ifs"))
                        .to(api.url("/api")));
        send("direct:in", "x");

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "none", "Bearer ifs-1");
    }

    @Test
    void aReloadedRouteFollowsItsNewPolicy() throws Exception {
        clients.add(FakeClient.of("second", api.url("/api")));
        startYaml(YAML.formatted("oidc-token:ifs", api.url("/api")));
        send("direct:in", "x");

        reload(YAML.formatted("oidc-token:second", api.url("/api")));
        send("direct:in", "x");
        reload(YAML_WITHOUT.formatted(api.url("/api")));
        send("direct:in", "x");

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer second-1", "none");
    }

    @Test
    void reloadingManyTimesKeepsOnePolicyAndNoRoute() throws Exception {
        OidcTokenRoutePolicy policy =
                (OidcTokenRoutePolicy) context.getRegistry().lookupByName("oidc-token:ifs");
        startYaml(YAML.formatted("oidc-token:ifs", api.url("/api")));
        Route first = context.getRoute("orders");
        for (int i = 0; i < 20; i++) {
            reload(YAML.formatted("oidc-token:ifs", api.url("/api/" + i)));
        }

        assertThat(policiesKept()).isEqualTo(1);
        assertThat(policy.authorization(first)).isNull();
        assertThat(policy.authorization(context.getRoute("orders"))).isNotNull();
        remove("orders");
        assertThat(policy.routes()).isEmpty();
    }

    @Test
    void aStoppedContextKeepsNoRoute() throws Exception {
        OidcTokenRoutePolicy policy = OidcTokenRoutePolicy.forClient("ifs");
        start(routes -> routes.from("direct:in").routePolicy(policy).to(api.url("/api")));
        assertThat(policy.routes()).hasSize(1);
        context.stop();

        assertThat(policy.routes()).isEmpty();
    }

    private void remove(String id) throws Exception {
        context.getRouteController().stopRoute(id);
        assertThat(context.removeRoute(id)).isTrue();
    }
}
