package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways of switching authorization on, in each language of routes. */
class SwitchedOnTest extends HttpTest {

    private final FakeClient other = FakeClient.of("other", foreign.url("/api"));

    SwitchedOnTest() {
        clients.add(other);
    }

    private void load(String file, String routes) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file, routes));
        context.start();
    }

    private void assertOnlyTheFirstOfTwoCallsCarriesTheToken() {
        send("direct:in", "x");
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "none");
    }

    @Test
    void anXmlRouteNamesTheClient() throws Exception {
        load("routes.xml", """
                <routes xmlns="http://camel.apache.org/schema/spring">
                  <route id="orders" routePolicyRef="oidc-token:ifs">
                    <from uri="direct:in"/><to uri="%s"/><to uri="%s"/>
                  </route>
                </routes>""".formatted(api.url("/api"), api.url("/elsewhere")));

        assertOnlyTheFirstOfTwoCallsCarriesTheToken();
    }

    @Test
    void aBlockOfAnXmlRouteNamesTheClient() throws Exception {
        load("routes.xml", """
                <routes xmlns="http://camel.apache.org/schema/spring">
                  <route id="orders">
                    <from uri="direct:in"/><policy ref="oidc-token:ifs"><to uri="%1$s"/></policy><to uri="%1$s"/>
                  </route>
                </routes>""".formatted(api.url("/api")));

        assertOnlyTheFirstOfTwoCallsCarriesTheToken();
    }

    @Test
    void aBlockOfAYamlRouteNamesTheClient() throws Exception {
        load("routes.yaml", """
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - policy:
                            ref: oidc-token:ifs
                            steps:
                              - enrich:
                                  constant: %1$s
                        - to: %1$s
                """.formatted(api.url("/api")));

        assertOnlyTheFirstOfTwoCallsCarriesTheToken();
    }

    @Test
    void aBlockOfAJavaRouteEndsWhereItEnds() throws Exception {
        start(routes -> routes.from("direct:in")
                .policy(OidcTokenRoutePolicy.forClient("ifs"))
                .multicast()
                .parallelProcessing()
                .to(api.url("/api/1"))
                .end()
                .end()
                .to(api.url("/api/2")));

        assertOnlyTheFirstOfTwoCallsCarriesTheToken();
    }

    @Test
    void aBlockEndsForAnExchangeThatFailsInIt() throws Exception {
        start(routes -> routes.from("direct:in")
                .doTry()
                .policy((Policy) OidcTokenRoutePolicy.forClient("ifs"))
                .to(api.url("/api/1"))
                .throwException(new IllegalStateException("x"))
                .end()
                .endDoTry()
                .doCatch(IllegalStateException.class)
                .to(api.url("/api/2"))
                .end());

        assertOnlyTheFirstOfTwoCallsCarriesTheToken();
    }

    @Test
    void aBlockIsNotForTheRoutesThatItCalls() throws Exception {
        start(routes -> {
            routes.from("direct:in")
                    .policy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to("direct:further")
                    .enrich(api.url("/api/own"))
                    .end();
            routes.from("direct:further").to(api.url("/api/a")).enrich(api.url("/api/b"));
        });

        send("direct:in", "x");

        assertThat(api.authorizations()).containsExactly("none", "none", "Bearer ifs-1");
    }

    @Test
    void aRouteThatIsCalledFollowsItsOwnClientAndTheCallerItsOwnAgainAfterIt() throws Exception {
        clients.add(FakeClient.of("twin", api.url("/api")));
        start(routes -> {
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .enrich(api.url("/api/1"))
                    .to("direct:further")
                    .enrich(api.url("/api/4"))
                    .enrich("direct:further")
                    .enrich(api.url("/api/7"));
            routes.from("direct:further")
                    .routePolicy(OidcTokenRoutePolicy.forClient("twin"))
                    .enrich(api.url("/api/2"))
                    .to(api.url("/api/3"));
        });

        send("direct:in", "x");

        assertThat(api.authorizations())
                .containsExactly(
                        "Bearer ifs-1",
                        "Bearer twin-1",
                        "Bearer twin-1",
                        "Bearer ifs-1",
                        "Bearer twin-1",
                        "Bearer twin-1",
                        "Bearer ifs-1");
    }

    @Test
    void theInnermostBlockDecidesAmongEqualTargets() throws Exception {
        clients.add(FakeClient.of("twin", api.url("/api")));
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .policy(OidcTokenRoutePolicy.forClient("twin"))
                .to(api.url("/api/1"))
                .end()
                .to(api.url("/api/2")));

        send("direct:in", "x");

        assertThat(api.authorizations()).containsExactly("Bearer twin-1", "Bearer ifs-1");
    }

    @Test
    void aBlockOfAClientThatIsNotConfiguredStopsTheStart() {
        assertThatThrownBy(() -> start(routes -> routes.from("direct:in")
                        .policy(OidcTokenRoutePolicy.forClient("ifx"))
                        .to(api.url("/api"))
                        .end()))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining("Client 'ifx': is not configured; configured are [ifs, other].");
    }

    @Test
    void aBlockOfAClientWithoutTargetsStopsTheStart() {
        clients.add(FakeClient.of("open"));

        assertThatThrownBy(() -> start(routes -> routes.from("direct:in")
                        .to("http://not.in.the.block")
                        .policy(OidcTokenRoutePolicy.forClient("open"))
                        .to(api.url("/api"))
                        .end()))
                .hasStackTraceContaining("clients[open].targets")
                .hasStackTraceContaining("The route calls [" + api.url("/api") + "].");
    }

    @Test
    void aBlockThatCallsNoTargetIsWarnedOf() throws Exception {
        try (LogCapture log = new LogCapture(RouteCheck.class.getName(), Level.WARN)) {
            start(routes -> routes.from("direct:in")
                    .routeId("orders")
                    .to(api.url("/api"))
                    .policy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to(api.url("/elsewhere"))
                    .end());

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN A block of route orders has a policy for client 'ifs'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "ORDERS", "ord*", "*", "o.+s", "billing, orders"})
    void aPatternOfTheClientMatchesTheRoute(String pattern) throws Exception {
        clients.add(ifs.withRoutes(pattern));
        start(routes -> {
            routes.from("direct:in").routeId("orders").to(api.url("/api"));
            routes.from("direct:billing").routeId("billing").to("log:x");
        });

        send("direct:in", "x");

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
    }

    @Test
    void aPatternThatMatchesAnotherRouteOnlyChangesNothing() throws Exception {
        clients.add(ifs.withRoutes("billing-*"));
        start(routes -> {
            routes.from("direct:in").routeId("orders").to(api.url("/api"));
            routes.from("direct:further").routeId("billing-further").to(api.url("/api"));
        });

        send("direct:in", "x");
        send("direct:further", "x");

        assertThat(api.authorizations()).containsExactly("none", "Bearer ifs-1");
    }

    @Test
    void severalClientsMayMatchARouteAndTheRouteMayNameOneToo() throws Exception {
        clients.add(ifs.withRoutes("ord*"));
        clients.add(other.withRoutes("orders"));
        start(routes -> routes.from("direct:in")
                .routeId("orders")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .to(api.url("/api"))
                .to(foreign.url("/api")));

        send("direct:in", "x");

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertThat(foreign.authorizations()).containsExactly("Bearer other-1");
    }

    @Test
    void aPatternAndAPolicyMayNotHaveTheSameTarget() {
        clients.add(FakeClient.of("twin", api.url("/api")).withRoutes("orders"));

        assertThatThrownBy(() -> start(routes -> routes.from("direct:in")
                        .routeId("orders")
                        .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                        .to(api.url("/api"))))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining("'ifs'")
                .hasStackTraceContaining("'twin'");
    }

    @Test
    void aPatternWithoutARouteIsWarnedOfAndAWildcardIsNotForRoutesThatCallNoTarget() throws Exception {
        clients.add(ifs.withRoutes("order, *"));
        try (LogCapture log = new LogCapture(RoutePatterns.class.getPackageName(), Level.WARN)) {
            start(routes -> routes.from("direct:in").routeId("orders").to(foreign.url("/elsewhere")));

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("clients[ifs].routes holds 'order'", "[orders]");
        }
    }

    @Test
    void aNamedRouteThatCallsNoTargetIsWarnedOf() throws Exception {
        clients.add(ifs.withRoutes("orders"));
        try (LogCapture log = new LogCapture(RoutePatterns.class.getPackageName(), Level.WARN)) {
            start(routes -> routes.from("direct:in").routeId("orders").to(foreign.url("/elsewhere")));

            assertThat(log.lines()).singleElement().asString().startsWith("WARN Route orders has a policy");
        }
    }
}
