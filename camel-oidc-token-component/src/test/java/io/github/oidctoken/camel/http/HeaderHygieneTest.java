package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.CapturedLog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.JMException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.BacklogDebugger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After a call, good or bad, nothing that Camel shows or hands on has the token: not even where the API repeats what it was
 * sent. Each place is proven to be one where a token would be seen: a mark that travels with the message is found there.
 */
class HeaderHygieneTest extends HttpTest {

    private static final String CALLER = "Basic Y2FsbGVyOnNlY3JldA==";
    private static final String MARK = "mark-4711";
    private static final Canaries CANARIES = new Canaries()
            .plant("the first token", "ifs-1")
            .plant("the second token", "ifs-2")
            .plantBasic("camel", "s3cret");

    private final List<String> shownDuringCalls = new CopyOnWriteArrayList<>();
    private final ShownPlaces places;

    HeaderHygieneTest(@TempDir Path folder) {
        this.places = new ShownPlaces(context, folder);
    }

    static Stream<Arguments> callsAndAnswers() {
        return Stream.of(
                        HttpComponent.HTTP,
                        HttpComponent.VERTX_HTTP,
                        HttpComponent.NETTY_HTTP,
                        HttpComponent.UNDERTOW,
                        HttpComponent.REST_OVER_HTTP)
                .flatMap(component -> Stream.of(200, 401, 500).map(status -> Arguments.of(component, status)));
    }

    /** As some test servers and gateways do. */
    private void mirror(int status, String mark) {
        api.answer(request -> {
            shownDuringCalls.add(managed());
            return new FakeApi.Answer(
                    status,
                    Map.of(
                            "Authorization", List.of(request.authorization() == null ? "" : request.authorization()),
                            "X-Received", List.of("a", "authorization: " + request.authorization()),
                            "X-Mark", List.of(mark)),
                    "");
        });
    }

    private String managed() {
        try {
            return places.managed();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addRoutes(RouteBuilder routes, HttpComponent component) {
        routes.onException(Exception.class).handled(true).to("log:failed").to("direct:hand-on");
        routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .setProperty("mark", routes.header("X-Mark"))
                .to("log:before")
                .id("before")
                .to(component.endpoint(api.url("/api/orders")))
                .id("call")
                .to("log:after")
                .to("direct:hand-on");
        places.addRouteTo(routes);
    }

    private Map<String, String> shownAfter(HttpComponent component, String mark) throws Exception {
        start(routes -> addRoutes(routes, component));
        places.keepTraces();
        try (CapturedLog log = CapturedLog.open()) {
            Exchange exchange = send("direct:in", "order", Map.of("X-Mark", mark));

            Map<String, String> shown = places.texts(exchange, log.text());
            shown.put("the whole log", log.text());
            return shown;
        }
    }

    @Test
    void everyPlaceShowsEveryFormOfATokenThatIsLeftOnAMessage() throws Exception {
        String forms = String.join(" ", CANARIES.forms().values());
        mirror(200, forms);

        Map<String, String> shown = shownAfter(HttpComponent.HTTP, forms);

        assertThat(shown).hasSize(12);
        shown.forEach((place, text) -> assertThat(CANARIES.in(text))
                .as(place)
                .containsExactlyInAnyOrderElementsOf(CANARIES.forms().keySet()));
    }

    @ParameterizedTest
    @MethodSource("callsAndAnswers")
    void noPlaceShowsTheToken(HttpComponent component, int status) throws Exception {
        mirror(status, MARK);

        Map<String, String> shown = shownAfter(component, MARK);

        assertThat(api.authorizations()).contains("Bearer ifs-1");
        assertThat(shown).hasSizeGreaterThanOrEqualTo(12);
        assertShowTheMarkAndNoToken(shown);
        assertThat(shownDuringCalls).isNotEmpty();
        assertThat(CANARIES.in(shownDuringCalls.toString())).isEmpty();
    }

    static Stream<Arguments> callsAndEnds() {
        return Stream.of(HttpComponent.values())
                .filter(component -> !component.isRest())
                .flatMap(component -> Stream.of(200, 500).map(status -> Arguments.of(component, status)));
    }

    @ParameterizedTest
    @MethodSource("callsAndEnds")
    void aDebuggerThatStopsTheRouteSeesNoToken(HttpComponent component, int status) throws Exception {
        mirror(status, MARK);
        context.setDebugging(true);
        start(routes -> addRoutes(routes, component));
        places.keepTraces();
        BacklogDebugger debugger = context.hasService(BacklogDebugger.class);
        debugger.enableDebugger();
        List<String> nodes = List.of("before", "call", "handed-on");
        nodes.forEach(debugger::addBreakpoint);
        Map<String, String> shown = new HashMap<>();

        CompletableFuture<Exchange> sent = context.createProducerTemplate()
                .asyncSend("direct:in", exchange -> exchange.getIn().setHeader("X-Mark", MARK));
        for (String node : nodes) {
            await().until(() -> debugger.getSuspendedBreakpointNodeIds().contains(node));
            shown.put(node, ShownPlaces.shown(debugger.getSuspendedBreakpointMessage(node)));
            shown.put("JMX at " + node, managed());
            debugger.resumeBreakpoint(node);
        }

        assertThat(sent.get(10, TimeUnit.SECONDS).getException()).isNull();
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertShowTheMarkAndNoToken(shown);
    }

    private static void assertShowTheMarkAndNoToken(Map<String, String> shown) {
        shown.forEach((place, text) -> {
            assertThat(text.contains(MARK)).as(place).isTrue();
            assertThat(CANARIES.in(text)).as(place).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "REST_.*")
    void whatTheCallerSentIsBackExactlyAsItWas(HttpComponent component) throws Exception {
        api.require("ifs-2");
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .to(component.endpoint(api.url("/api/orders?throwExceptionOnFailure=false"))));
        List<String> several = List.of(CALLER, "Negotiate abc");

        for (Object sent : List.of(CALLER, several)) {
            Exchange exchange = send("direct:in", "order", new HashMap<>(Map.of("aUTHORIZATION", sent)));

            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getIn().getHeader("Authorization")).isIn(sent, null);
            assertThat(String.valueOf(exchange.getMessage().getHeader("Authorization")))
                    .isIn(sent.toString(), "null");
        }
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2", "Bearer ifs-2");
    }
}
