package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's redelivery of calls with a token: it counts, and finds on the message, what it would without the policy. */
class RedeliveryTest extends HttpTest {

    private static final FakeApi.Answer FAILURE = new FakeApi.Answer(500, Map.of(), "no");

    private final List<String> looks = new CopyOnWriteArrayList<>();

    private void redeliverOnce(RouteBuilder routes) {
        routes.onException(Exception.class)
                .maximumRedeliveries(1)
                .redeliveryDelay(0)
                .onRedelivery(exchange -> looks.add("again: " + authorizations(exchange)));
    }

    private Exchange send(String endpoint, ExchangePattern pattern, Map<String, Object> headers) {
        return context.createProducerTemplate().send(endpoint, pattern, exchange -> {
            exchange.getIn().setBody("order");
            exchange.getIn().setHeaders(new HashMap<>(headers));
        });
    }

    static Stream<Arguments> components() {
        return Stream.of(HttpComponent.values())
                .filter(component -> !component.isRest())
                .flatMap(component -> Stream.of(ExchangePattern.InOnly, ExchangePattern.InOut)
                        .map(pattern -> Arguments.of(component, pattern)));
    }

    @ParameterizedTest
    @MethodSource("components")
    void aRefusalAndItsRepetitionAreOneAttemptAndARedeliveryMayHaveBothAgain(
            HttpComponent component, ExchangePattern pattern) throws Exception {
        api.answer(request -> switch (api.received().size()) {
            case 1, 3 -> FakeApi.Answer.unauthorized();
            case 2 -> FAILURE;
            default -> FakeApi.Answer.ok();
        });
        start(routes -> {
            redeliverOnce(routes);
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to(component.endpoint(api.url("/api/orders")));
        });

        Exchange exchange = send("direct:in", pattern, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(looks).hasSize(1);
        assertThat(api.authorizations())
                .containsExactly("Bearer ifs-1", "Bearer ifs-2", "Bearer ifs-2", "Bearer ifs-3");
        assertThat(api.received()).extracting(FakeApi.Received::body).containsOnly("order");
    }

    static Stream<Arguments> callersAndAnswers() {
        return components()
                .flatMap(one -> Stream.of("Basic caller", List.of("Basic caller", "Negotiate abc"))
                        .flatMap(sent -> Stream.of("200", "500 500", "500 200")
                                .filter(answers -> answers.endsWith("200") || endsByItself(one))
                                .map(answers -> Arguments.of(one.get()[0], one.get()[1], sent, answers))));
    }

    private static boolean endsByItself(Arguments one) {
        return one.get()[0] != HttpComponent.UNDERTOW || one.get()[1] != ExchangePattern.InOnly;
    }

    @ParameterizedTest
    @MethodSource("callersAndAnswers")
    void everyStepFindsTheCallersAuthorizationAsWithoutThePolicy(
            HttpComponent component, ExchangePattern pattern, Object sent, String answers) throws Exception {
        List<String> statuses = List.of(answers.split(" "));
        AtomicInteger calls = new AtomicInteger();
        api.answer(request ->
                statuses.get(calls.getAndIncrement() % statuses.size()).equals("200") ? FakeApi.Answer.ok() : FAILURE);
        String endpoint = component.endpoint(api.url("/api/orders"));
        start(routes -> {
            routes.intercept().process(exchange -> looks.add(authorizations(exchange)));
            redeliverOnce(routes);
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to("log:before")
                    .to(endpoint)
                    .to("log:after");
            routes.from("direct:plain").to("log:before").to(endpoint).to("log:after");
        });

        looks.add(authorizations(send("direct:in", pattern, Map.of("aUTHORIZATION", sent))));
        List<String> with = List.copyOf(looks);
        looks.clear();
        looks.add(authorizations(send("direct:plain", pattern, Map.of("aUTHORIZATION", sent))));

        assertThat(with).isEqualTo(looks).hasSizeGreaterThan(2);
        assertThat(with.get(0)).contains("aUTHORIZATION=" + sent);
        assertThat(api.received()).hasSize(2 * statuses.size());
        assertThat(api.authorizations().subList(0, statuses.size())).containsOnly("Bearer ifs-1");
    }

    private static String authorizations(Exchange exchange) {
        return Stream.of(exchange.getIn(), exchange.getMessage())
                .flatMap(message -> message.getHeaders().entrySet().stream())
                .filter(header -> header.getKey().equalsIgnoreCase("Authorization"))
                .toList()
                .toString();
    }

    /** CAMEL-23469, which the documentation tells of: the reply takes the place of the message on which Camel 4.18.0 counts. */
    @ParameterizedTest
    @ValueSource(strings = {"direct:in", "direct:plain"})
    void undertowIsRedeliveredWithoutEndWhereNoReplyIsExpected(String route) throws Exception {
        api.answer(request -> api.received().size() <= 5 ? FAILURE : FakeApi.Answer.ok());
        startUndertow(ExchangePattern.InOnly);

        Exchange exchange = send(route, "order");

        assertThat(exchange.getException()).isNull();
        assertThat(api.received()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:in", "direct:plain"})
    void undertowIsRedeliveredAsOftenAsAskedWhereTheCallExpectsAReply(String route) throws Exception {
        api.answer(request -> api.received().size() <= 5 ? FAILURE : FakeApi.Answer.ok());
        startUndertow(ExchangePattern.InOut);

        Exchange exchange = send(route, "order");

        assertThat(exchange.getException()).isNotNull();
        assertThat(api.received()).hasSize(2);
    }

    private void startUndertow(ExchangePattern pattern) throws Exception {
        String endpoint = HttpComponent.UNDERTOW.endpoint(api.url("/api/orders"));
        start(routes -> {
            redeliverOnce(routes);
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to(pattern, endpoint);
            routes.from("direct:plain").to(pattern, endpoint);
        });
    }
}
