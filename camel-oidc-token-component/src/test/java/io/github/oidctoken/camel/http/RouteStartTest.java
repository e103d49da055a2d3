package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.DefaultInternalProcessorFactory;
import org.apache.camel.spi.InternalProcessorFactory;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteStartTest extends HttpTest {

    private static OidcTokenRoutePolicy policy(String client) {
        return OidcTokenRoutePolicy.forClient(client);
    }

    private void startCalling(String... uris) throws Exception {
        start(routes -> routes.from("direct:in")
                .routeId("orders")
                .routePolicy(policy("ifs"))
                .to(uris));
    }

    @Test
    void withoutTheDecoratorTheRouteDoesNotStart() {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        extension.addContextPlugin(InternalProcessorFactory.class, new DefaultInternalProcessorFactory());

        assertThatThrownBy(() -> startCalling(api.url("/api")))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasMessageContaining("decorator of HTTP producers is not in place")
                .hasMessageContaining("InternalProcessorFactory");
        assertThat(api.received()).isEmpty();
    }

    @Test
    void loadingThePluginAgainChangesNothing() throws Exception {
        new OidcTokenContextPlugin().load(context);
        startCalling(api.url("/api"));
        api.require("ifs-3");

        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
    }

    @Test
    void anUnknownClientStopsTheStart() {
        assertThatThrownBy(() -> start(routes ->
                        routes.from("direct:in").routePolicy(policy("ifx")).to(api.url("/api"))))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasMessageContaining("Client 'ifx': is not configured; configured are [ifs].");
    }

    @Test
    void aClientWithoutTargetsStopsTheStartAndTheUrisOfTheRouteAreListed() {
        Properties properties = new Properties();
        properties.setProperty("host", "api.example.com:8443");
        context.getPropertiesComponent().setInitialProperties(properties);
        clients.add(FakeClient.of("open"));

        assertThatThrownBy(() -> start(routes -> routes.from("direct:in")
                        .routeId("orders")
                        .routePolicy(policy("open"))
                        .to("log:x")
                        .choice()
                        .when(routes.body().isNotNull())
                        .to("https://user:secret@{{host}}/main/orders?bridgeEndpoint=true&key=hidden")
                        .otherwise()
                        .toD("https:ifs.example.com/main/${header.id}/x")
                        .end()
                        .wireTap("http://audit.example.com")
                        .toD("${header.where}")))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining("clients[open].targets")
                .hasStackTraceContaining("The route calls [https://api.example.com:8443/main/orders,"
                        + " https://ifs.example.com/main/..., http://audit.example.com].")
                .satisfies(failure -> assertThat(failure.getCause()).message().doesNotContain("secret", "hidden"));
    }

    @Test
    void aClientWithoutTargetsStopsARouteThatCallsNothing() {
        clients.add(FakeClient.of("open"));

        assertThatThrownBy(() -> start(routes ->
                        routes.from("direct:in").routePolicy(policy("open")).to("log:x")))
                .hasStackTraceContaining("The route calls no HTTP URI that is written in it.");
    }

    @Test
    void targetsThatMatchNoCallOfTheRouteAreWarnedOf() throws Exception {
        try (LogCapture log = new LogCapture(RouteCheck.class.getName(), Level.WARN)) {
            startCalling(api.url("/apo"));

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .startsWith("WARN Route orders has a policy for client 'ifs'")
                            .contains(api.url("/apo"), api.url("/api"), "clients[ifs].targets"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/${header.x}", "/${header.x}"})
    void targetsThatMatchACallOfTheRouteAreNotWarnedOf(String path) throws Exception {
        try (LogCapture log = new LogCapture(RouteCheck.class.getName(), Level.WARN)) {
            start(routes -> routes.from("direct:in")
                    .routePolicy(policy("ifs"))
                    .to("http://other.example.com")
                    .toD(api.url(path)));

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void twoPoliciesMayNotHaveTheSameTarget() {
        clients.add(FakeClient.of("twin", "http://127.0.0.1:1/x", api.url("/api/")));

        assertThatThrownBy(() -> start(routes -> routes.from("direct:in")
                        .routePolicy(policy("ifs"), policy("twin"))
                        .to(api.url("/api"))))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining("'ifs'")
                .hasStackTraceContaining("clients[twin].targets");
    }

    @Test
    void twoContextsOfOneProgramShareNothing() throws Exception {
        FakeClients others = new FakeClients();
        FakeClient other = new FakeClient(ifs.registration(), new FakeTokens("other"));
        others.add(other);
        CamelContext second = newContext(others);
        OidcTokenRoutePolicy shared = policy("ifs");
        try {
            start(routes -> routes.from("direct:in").routePolicy(shared).to(api.url("/api")));
            addRoutes(
                    second,
                    routes -> routes.from("direct:in").routePolicy(shared).to(api.url("/api")));
            second.start();

            send("direct:in", "one");
            second.createProducerTemplate().sendBody("direct:in", "two");
            context.stop();
            second.createProducerTemplate().sendBody("direct:in", "three");
        } finally {
            second.stop();
        }
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer other-1", "Bearer other-1");
    }

    @Test
    void aContextWithoutPoliciesDoesNotNeedTheComponent() throws Exception {
        try (DefaultCamelContext plain = new DefaultCamelContext()) {
            addRoutes(plain, routes -> routes.from("direct:in").to(api.url("/api")));
            plain.start();

            plain.createProducerTemplate().sendBody("direct:in", "x");

            assertThat(plain.getComponentNames()).doesNotContain(ComponentClients.COMPONENT);
        }
        assertThat(api.authorizations()).containsExactly("none");
    }
}
