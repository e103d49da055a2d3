package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Producer;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every way in which a route sends goes through the decorator, each time through a refused token. */
class EipTest extends HttpTest {

    private final List<String> leaks = new CopyOnWriteArrayList<>();

    EipTest() {
        api.require("ifs-2");
    }

    /** A route that fails the test if any message after the send still carries the token. */
    private interface Sending {
        void define(RouteDefinition route, RouteBuilder routes) throws Exception;
    }

    private Exchange run(Sending sending) throws Exception {
        start(routes -> {
            RouteDefinition route = routes.from("direct:in").routePolicy(OidcTokenRoutePolicy.forClient("ifs"));
            sending.define(route, routes);
            route.process(exchange -> {
                Object value = exchange.getMessage().getHeader("Authorization");
                if (value != null) {
                    leaks.add(value.toString());
                }
            });
        });
        Exchange exchange = send("direct:in", "a,b");
        assertThat(exchange.getException()).isNull();
        assertThat(leaks).isEmpty();
        return exchange;
    }

    private void assertHealed() {
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
        assertThat(foreign.authorizations()).doesNotContain("Bearer ifs-1", "Bearer ifs-2");
    }

    @Test
    void recipientList() throws Exception {
        run((route, routes) -> route.recipientList(routes.constant(api.url("/api") + "," + foreign.url("/api"))));

        assertHealed();
        assertThat(foreign.received()).hasSize(1);
    }

    @Test
    void routingSlip() throws Exception {
        run((route, routes) -> route.routingSlip(routes.constant(api.url("/api") + "," + foreign.url("/api"))));

        assertHealed();
        assertThat(foreign.received()).hasSize(1);
    }

    @Test
    void dynamicRouter() throws Exception {
        run((route, routes) -> route.dynamicRouter(routes.method(new Object() {
            @SuppressWarnings({"unused", "EffectivelyPrivate"})
            @Nullable
            String next(@Header(Exchange.SLIP_ENDPOINT) @Nullable String previous) {
                return previous == null ? api.url("/api") : null;
            }
        })));

        assertHealed();
    }

    @Test
    void enrich() throws Exception {
        run((route, routes) -> route.enrich(api.url("/api")).enrich(foreign.url("/api")));

        assertHealed();
        assertThat(foreign.received()).hasSize(1);
    }

    @Test
    void enrichInsideOtherBlocksAndWithADynamicUri() throws Exception {
        run((route, routes) -> route.choice()
                .when(routes.body().isNotNull())
                .split(routes.body().tokenize(","))
                .enrich()
                .simple(api.url("/api/${body}"))
                .end()
                .end()
                .end());

        assertThat(api.received()).extracting(FakeApi.Received::uri).contains("/api/a", "/api/b");
        assertThat(api.authorizations()).filteredOn("Bearer ifs-2"::equals).hasSize(2);
    }

    @Test
    void enrichLeavesNoPropertyBehind() throws Exception {
        Exchange exchange = run((route, routes) -> route.enrich(api.url("/api")));

        assertThat(exchange.getProperties().keySet()).noneMatch(name -> name.startsWith("CamelOidcToken"));
    }

    @Test
    void enrichInARouteWithoutPolicyGetsNothingThoughItsCallerHasOne() throws Exception {
        start(routes -> {
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to("direct:plain")
                    .enrich("direct:plain");
            routes.from("direct:plain").enrich(api.url("/api?throwExceptionOnFailure=false"));
        });

        send("direct:in", "x");

        assertThat(api.authorizations()).containsExactly("none", "none");
    }

    @Test
    void wireTap() throws Exception {
        run((route, routes) -> route.wireTap(api.url("/api")));

        await().untilAsserted(this::assertHealed);
    }

    @Test
    void parallelMulticast() throws Exception {
        run((route, routes) -> route.multicast()
                .parallelProcessing()
                .to(api.url("/api"), foreign.url("/api"))
                .end());

        assertHealed();
        assertThat(foreign.received()).hasSize(1);
    }

    @Test
    void parallelSplit() throws Exception {
        run((route, routes) -> route.split(routes.body().tokenize(","))
                .parallelProcessing()
                .to(api.url("/api"))
                .end());

        assertThat(api.authorizations()).filteredOn("Bearer ifs-2"::equals).hasSize(2);
        assertThat(ifs.source().issued()).isEqualTo(2);
    }

    @Test
    void loop() throws Exception {
        run((route, routes) -> route.loop(2).to(api.url("/api")).end());

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2", "Bearer ifs-2");
    }

    @Test
    void doTryAndDoCatch() throws Exception {
        run((route, routes) -> route.doTry()
                .throwException(new IllegalStateException("x"))
                .doCatch(IllegalStateException.class)
                .to(api.url("/api"))
                .end());

        assertHealed();
    }

    @Test
    void aggregateCompletedByATimeout() throws Exception {
        run((route, routes) -> route.aggregate(routes.constant(true), AggregationStrategies.string())
                .completionTimeout(50)
                .to(api.url("/api"))
                .end());

        await().untilAsserted(this::assertHealed);
    }

    @Test
    void onException() throws Exception {
        start(routes -> {
            routes.onException(IllegalStateException.class).handled(true).to(api.url("/api"));
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .throwException(new IllegalStateException("x"));
        });

        send("direct:in", "x");

        assertHealed();
    }

    @Test
    void deadLetterChannel() throws Exception {
        start(routes -> {
            routes.errorHandler(routes.deadLetterChannel(api.url("/api")));
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .throwException(new IllegalStateException("x"));
        });

        send("direct:in", "x");

        assertHealed();
    }

    @Test
    void theProcessorsOfAnInterceptedEndpointDoNotSeeTheToken() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        start(routes -> {
            routes.interceptSendToEndpoint("http*")
                    .process(exchange ->
                            seen.add("before " + exchange.getMessage().getHeader("Authorization")))
                    .afterUri("direct:after");
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to(api.url("/api"));
            routes.from("direct:after")
                    .process(exchange ->
                            seen.add("after " + exchange.getMessage().getHeader("Authorization")));
        });

        send("direct:in", "x");

        assertHealed();
        assertThat(seen).containsExactly("before null", "after null");
    }

    @Test
    void aTemplateOutsideOfRoutesSendsNothing() throws Exception {
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .to(api.url("/api")));

        send(api.url("/api?throwExceptionOnFailure=false"), "x");

        assertThat(api.authorizations()).containsExactly("none");
    }

    @Test
    void aProducerCreatedBeforeTheStartIsAuthorizedByWhatTheExchangeWasGranted() throws Exception {
        Producer deferred =
                PluginHelper.getDeferServiceFactory(context).createProducer(context.getEndpoint(api.url("/api")));
        context.start();
        Exchange exchange = deferred.getEndpoint().createExchange();
        exchange.getIn().setBody("x");
        ExchangeAuthorization.grant(exchange, ifs);

        deferred.process(exchange);

        assertThat(exchange.getException()).isNull();
        assertHealed();
    }
}
