package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.CapturedLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.MessageHistory;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.debugger.BacklogTracer;
import org.apache.camel.spi.BacklogTracerEventMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** After a call, good or bad, nothing that Camel shows or hands on has the token: not even where the API repeats what it was sent. */
class HeaderHygieneTest extends HttpTest {

    private static final String CALLER = "Basic Y2FsbGVyOnNlY3JldA==";
    private static final Canaries CANARIES =
            new Canaries().plant("the first token", "ifs-1").plant("the second token", "ifs-2");

    private final List<Exchange> seen = new CopyOnWriteArrayList<>();

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
    private void mirror(int status) {
        api.answer(request -> new FakeApi.Answer(
                status,
                Map.of(
                        "Authorization", List.of(request.authorization() == null ? "" : request.authorization()),
                        "X-Received", List.of("a", "authorization: " + request.authorization())),
                ""));
    }

    private void startRoute(HttpComponent component) throws Exception {
        context.setTracing(true);
        context.setBacklogTracing(true);
        context.setMessageHistory(true);
        context.setLogMask(false);
        context.getInflightRepository().setInflightBrowseEnabled(true);
        start(routes -> {
            routes.onException(Exception.class)
                    .handled(true)
                    .process(seen::add)
                    .to("log:failed?showAll=true&multiline=true");
            routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to("log:before?showAll=true")
                    .to(component.endpoint(api.url("/api/orders")))
                    .process(seen::add)
                    .log("${headers} ${exchangeProperties} ${body}")
                    .to(
                            "log:after?showAll=true&showHeaders=true&showProperties=true&showStreams=true&showCachedStreams=true")
                    .wireTap("direct:tapped")
                    .multicast()
                    .to("direct:first", "direct:second")
                    .end();
            for (String copy : List.of("direct:tapped", "direct:first", "direct:second")) {
                routes.from(copy).process(seen::add);
            }
        });
    }

    @Test
    void theSearchFindsATokenThatIsLeftOnAMessage() throws Exception {
        startRoute(HttpComponent.HTTP);
        List<String> forms = List.copyOf(CANARIES.forms().values());

        try (CapturedLog log = CapturedLog.open()) {
            Exchange exchange = send("direct:in", "order", Map.of("X-Planted", String.join(" ", forms)));
            LoggerFactory.getLogger(HeaderHygieneTest.class).debug("done");

            Map<String, String> places = Map.of("exchanges", shown(exchange), "backlog", traced(), "log", log.text());
            places.forEach((place, text) -> assertThat(CANARIES.in(text))
                    .as(place)
                    .containsExactlyInAnyOrderElementsOf(CANARIES.forms().keySet()));
        }
    }

    @ParameterizedTest
    @MethodSource("callsAndAnswers")
    void nothingShowsTheToken(HttpComponent component, int status) throws Exception {
        mirror(status);
        startRoute(component);

        try (CapturedLog log = CapturedLog.open()) {
            Exchange exchange = send("direct:in", "order");

            assertThat(api.authorizations()).contains("Bearer ifs-1");
            assertThat(CANARIES.in(shown(exchange))).isEmpty();
            assertThat(CANARIES.in(traced())).isEmpty();
            assertThat(CANARIES.in(managed())).isEmpty();
            assertThat(CANARIES.in(log.text())).isEmpty();
        }
        assertThat(seen).isNotEmpty();
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

    /** All exchanges that were seen on the way, and this one. */
    private String shown(Exchange last) throws Exception {
        StringBuilder text = new StringBuilder();
        List<Exchange> all = new ArrayList<>(seen);
        all.add(last);
        for (Exchange exchange : all) {
            text.append(exchange.getIn().getHeaders())
                    .append(exchange.getMessage().getHeaders())
                    .append(exchange.getAllProperties());
            for (Exception failure : new Exception[] {
                exchange.getException(), exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
            }) {
                if (failure != null) {
                    StringWriter trace = new StringWriter();
                    failure.printStackTrace(new PrintWriter(trace, true));
                    text.append(trace);
                }
                if (failure instanceof HttpOperationFailedException answered) {
                    text.append(answered.getResponseHeaders());
                }
            }
            List<?> history = exchange.getProperty(Exchange.MESSAGE_HISTORY, List.of(), List.class);
            history.forEach(entry -> text.append(((MessageHistory) entry).getMessage()));
        }
        return text.toString();
    }

    private String traced() {
        BacklogTracer tracer = context.getCamelContextExtension().getContextPlugin(BacklogTracer.class);
        StringBuilder text = new StringBuilder();
        for (BacklogTracerEventMessage message : tracer.getAllTracedMessages()) {
            text.append(message.toXml(2)).append(message.toJSon(2));
        }
        assertThat(text).isNotEmpty();
        return text.toString();
    }

    private String managed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder text = new StringBuilder();
        for (String query : List.of("endpoints", "services", "tracer", "context")) {
            for (ObjectName name : server.queryNames(
                    new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=" + query + ",*"),
                    null)) {
                for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                    try {
                        text.append(server.getAttribute(name, attribute.getName()));
                    } catch (javax.management.JMException | RuntimeException notShown) {
                        text.append(notShown.getClass());
                    }
                }
            }
        }
        return text.toString();
    }
}
