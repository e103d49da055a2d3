package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every HTTP component of Camel. */
class HttpComponentsTest extends HttpTest {

    private static final String CALLER = "Basic Y2FsbGVyOnNlY3JldA==";

    private FakeApi.Answer redirect = FakeApi.Answer.ok();

    private void startRoute(String... endpoints) throws Exception {
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .to(endpoints));
    }

    @ParameterizedTest
    @EnumSource
    void aTargetGetsTheTokenAndTheMessageKeepsNone(HttpComponent component) throws Exception {
        startRoute(component.endpoint(api.url("/api/orders")));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("fine");
        assertThat(api.received()).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isEqualTo("Bearer ifs-1");
            assertThat(request.method() + " " + request.uri()).isEqualTo("POST /api/orders");
            assertThat(request.body()).isEqualTo("order");
        });
        assertThat(exchange.getIn().getHeaders()).doesNotContainKey("Authorization");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @ParameterizedTest
    @EnumSource
    void aForeignHostAndAnotherPathGetNone(HttpComponent component) throws Exception {
        startRoute(
                component.endpoint(foreign.url("/api/orders")),
                component.endpoint(api.url("/apix")),
                component.endpoint(api.url("/api/x")));

        send("direct:in", "order");

        assertThat(foreign.authorizations()).containsExactly("none");
        assertThat(api.authorizations()).containsExactly("none", "Bearer ifs-1");
    }

    @ParameterizedTest
    @EnumSource
    void theCallersHeadersAreNotForwardedAndAreBackAfterwards(HttpComponent component) throws Exception {
        startRoute(component.endpoint(api.url("/api/orders")));

        Exchange exchange = send("direct:in", "order", Map.of("authorization", CALLER, "host", "gateway.example.com"));

        assertThat(exchange.getException()).isNull();
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertThat(api.received().get(0).host()).isEqualTo(api.url("").substring("http://".length()));
        assertThat(exchange.getIn().getHeaders().values()).doesNotContain("Bearer ifs-1");
        assertThat(exchange.getMessage().getHeader("Authorization")).isIn(CALLER, null);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedTokenIsHealedOnce(HttpComponent component) throws Exception {
        api.require("ifs-2", "Bearer error=\"invalid_token\"");
        startRoute(component.endpoint(api.url("/api/orders")));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("fine");
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
        assertThat(api.received()).extracting(FakeApi.Received::body).containsExactly("order", "order");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "REST_.*")
    void aRefusalThatIsNoExceptionIsHealedToo(HttpComponent component) throws Exception {
        api.require("ifs-2", "Bearer error=\"invalid_token\"");
        startRoute(component.endpoint(api.url("/api/orders?throwExceptionOnFailure=false")));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
    }

    @ParameterizedTest
    @EnumSource
    void aScopeThatIsMissingIsNotRenewed(HttpComponent component) throws Exception {
        api.require("nobody", "Bearer error=\"insufficient_scope\"");
        startRoute(component.endpoint(api.url("/api/orders")));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isNotNull();
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
    }

    @ParameterizedTest
    @EnumSource
    void noRedirectIsFollowedWithTheToken(HttpComponent component) throws Exception {
        startRedirecting(component, true);
        for (String location : List.of(foreign.url("/api/orders"), api.url("/other"), api.url("/api/other"))) {
            for (int status : List.of(301, 302, 303, 307, 308)) {
                api.received().clear();
                redirect = new FakeApi.Answer(status, Map.of("Location", List.of(location)), "");

                Exchange exchange = send("direct:in", null);

                assertThat(exchange.getException())
                        .as("%d to %s", status, location)
                        .isNotNull();
                assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
            }
        }
        assertThat(foreign.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "REST_.*")
    void noRedirectOfABodyIsFollowedEither(HttpComponent component) throws Exception {
        api.answer(request -> switch (api.received().size()) {
            case 1 -> FakeApi.Answer.unauthorized("Bearer");
            default -> new FakeApi.Answer(307, Map.of("Location", List.of(foreign.url("/api/orders"))), "");
        });
        String follow = component == HttpComponent.HTTP ? "&followRedirects=true" : "";
        startRoute(component.endpoint(api.url("/api/redirect?throwExceptionOnFailure=false" + follow)));

        Exchange exchange = send("direct:in", "order", Map.of("Authorization", CALLER));

        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(307);
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
        assertThat(foreign.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP", "VERTX_HTTP"})
    void whatHasNoTokenFollowsRedirectsAsBefore(HttpComponent component) throws Exception {
        startRedirecting(component, false);
        redirect = new FakeApi.Answer(302, Map.of("Location", List.of(foreign.url("/x"))), "");

        Exchange exchange = send("direct:in", null);

        assertThat(exchange.getException()).isNull();
        assertThat(foreign.authorizations()).containsExactly("none");
    }

    private void startRedirecting(HttpComponent component, boolean withPolicy) throws Exception {
        api.answer(request -> request.uri().equals("/api/redirect") ? redirect : FakeApi.Answer.ok());
        String follow = component == HttpComponent.HTTP ? "?followRedirects=true" : "";
        String uri = component.endpoint(api.url("/api/redirect")) + follow;
        if (withPolicy) {
            startRoute(uri);
        } else {
            start(routes -> routes.from("direct:in").to(uri));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*(?<!VERTX_|NETTY_)HTTP")
    void theCallerIsLetGoWhileATokenIsOnItsWay(HttpComponent component) throws Exception {
        context.start();
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setBody("order");
        ExchangeAuthorization.grant(exchange, ifs);
        AsyncProducer producer = PluginHelper.getInternalProcessorFactory(context)
                .createAsyncProducer(context.getEndpoint(component.endpoint(api.url("/api/orders"))));
        ServiceHelper.startService(producer);
        CountDownLatch done = new CountDownLatch(1);

        boolean sync = producer.process(exchange, doneSync -> done.countDown());

        assertThat(sync).isFalse();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        ServiceHelper.stopService(producer);
    }
}
