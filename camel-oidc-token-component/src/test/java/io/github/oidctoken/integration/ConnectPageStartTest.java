package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.camel.OidcTokenConfiguration;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.OperatorPolicy;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the page is served: whenever the component comes, and never in silence. */
class ConnectPageStartTest {

    /** What Camel logs of each route. */
    private static final String RUNS = "started and consuming from";

    private static final String OTHER = """
            - route:
                from:
                  uri: direct:other
                  steps:
                    - log: nothing
            """;

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", ConnectNode.SECRET).build());
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final CapturedLog log = CapturedLog.open();

    @AfterEach
    void stop() {
        log.close();
        server.close();
    }

    @Test
    void aComponentThatTheFirstRouteMakesServesIt() throws Exception {
        ConnectNode node = ConnectNode.bare().bean("tokens", repository);
        node.bean("oidc-token", component(node));
        try (CamelApplication application = node.start()) {
            node.operator().letIn(log.text());

            assertThat(node.operator().connect("fabric").body()).contains("Connected fabric");
            assertThat(ConnectNode.token(application)).isNotEmpty();
            assertThat(log.text()).contains(RUNS);
        }
    }

    @Test
    void aComponentThatTheFirstRouteMakesServesItBehindAGuardOfItsOwn() throws Exception {
        ConnectNode node = ConnectNode.bare().bean("tokens", repository);
        OidcTokenComponent component = component(node);
        component.setConnectGuard("oidc-token-guard:fabric?validation=introspection");
        node.bean("oidc-token", component);
        try (CamelApplication application = node.start()) {
            assertThat(node.operator().browser().get(node.operator().page()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aComponentThatIsAddedWhileTheApplicationRunsServesItAtOnce() throws Exception {
        ConnectNode node = ConnectNode.bare().bean("tokens", repository);
        OidcTokenComponent component = component(node);
        component.setConnectGuard("operators");
        node.bean("operators", new OperatorPolicy());
        try (CamelApplication application = node.start(OTHER)) {
            assertThat(node.operator().browser().get(node.operator().page()).statusCode())
                    .isEqualTo(404);

            application.context().addComponent("oidc-token", component);

            OperatorPolicy.letIn(node.operator());
            assertThat(node.operator().look()).contains("fabric", "Not connected");
        }
    }

    @Test
    void routesThatSomebodyElseStartsTakeThePageAlong() throws Exception {
        ConnectNode node =
                ConnectNode.of(server).bean("tokens", repository).property("camel.main.auto-startup", "false");
        try (CamelApplication application = node.start()) {
            assertThat(log.text()).doesNotContain("Connect page: open");

            application.context().getRouteController().startAllRoutes();

            assertThat(node.operator().browser().get(node.operator().page()).statusCode())
                    .isEqualTo(403);
            node.operator().letIn(log.text());
            assertThat(node.operator().look()).contains("Not connected");
        }
    }

    @Test
    void aComponentThatTheFirstRouteMakesStopsTheStartWithoutAServerBeforeAnyRouteRuns() throws Exception {
        ConnectNode node = ConnectNode.bare().bean("tokens", repository).property("camel.server.enabled", "false");
        node.bean("oidc-token", component(node));

        assertThatThrownBy(node::start)
                .hasStackTraceContaining(
                        "The connect page (option connectPage = /connect) cannot be served: there is no HTTP server");

        assertThat(log.text()).doesNotContain(RUNS);
    }

    @Test
    void aComponentThatTheFirstRouteMakesStopsTheStartWithoutItsGuardBeforeAnyRouteRuns() throws Exception {
        ConnectNode node = ConnectNode.bare().bean("tokens", repository);
        OidcTokenComponent component = component(node);
        component.setConnectGuard("nobody");
        node.bean("oidc-token", component);

        assertThatThrownBy(node::start)
                .hasStackTraceContaining(
                        "camel.component.oidc-token.connect-guard names 'nobody', which is no Policy bean");

        assertThat(log.text()).doesNotContain(RUNS);
    }

    @Test
    void aServerThatFailsForAnotherReasonIsNotCalledMissing() throws Exception {
        ConnectNode node =
                ConnectNode.bare().bean("tokens", repository).bean("platform-http-engine", new BrokenEngine());
        node.bean("oidc-token", component(node));

        assertThatThrownBy(node::start)
                .hasStackTraceContaining("The connect page (option connectPage = /connect) cannot be served: no"
                        + " certificate for the port")
                .satisfies(failure -> assertThat(failure).message().doesNotContain("there is no HTTP server"));
    }

    /** A server that is there and cannot serve. */
    private static final class BrokenEngine implements PlatformHttpEngine {

        @Override
        public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
            throw new IllegalStateException("no certificate for the port");
        }
    }

    @Test
    void withoutThePlatformHttpComponentTheStartSaysWhatToAdd() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ComponentResolver all = PluginHelper.getComponentResolver(context);
            ComponentResolver others =
                    (name, owner) -> name.equals("platform-http") ? null : all.resolveComponent(name, owner);
            context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, others);
            context.addComponent("oidc-token", component(ConnectNode.bare()));

            assertThatThrownBy(context::start)
                    .hasStackTraceContaining(
                            "The connect page (option connectPage = /connect) cannot be served: there is"
                                    + " no HTTP server. With camel-main add camel-platform-http-main");
        }
    }

    private OidcTokenComponent component(ConnectNode node) {
        OidcTokenConfiguration client = new OidcTokenConfiguration();
        client.setIssuer(server.issuer().toString());
        client.setClientId("camel");
        client.setClientSecret(ConnectNode.SECRET);
        client.setGrant("authorization_code");
        client.setScope("openid");
        client.setRedirectUri(node.operator().page() + "/callback");
        OidcTokenComponent component = new OidcTokenComponent();
        component.addClient("fabric", client);
        component.setConnectPage("/connect");
        return component;
    }
}
