package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.saga.InMemorySagaService;
import org.junit.jupiter.params.provider.Arguments;

/** Every way of sending by every HTTP component, in one context: each sends to a protected API and to a foreign host. */
final class SendingMatrix {

    static final List<HttpComponent> COMPONENTS =
            List.of(HttpComponent.HTTP, HttpComponent.VERTX_HTTP, HttpComponent.NETTY_HTTP, HttpComponent.UNDERTOW);

    private static final String NOT_TRIED = "not tried";
    private static final Outcome GREEN = new Outcome("token", "none", "healed");
    private static final Outcome NO_TOKEN = new Outcome("none", "none", "not resent");

    private final CamelContext context;
    private final ProtectedApi api;
    private final FakeApi foreign;
    private final String partOfTokens;
    private final Map<String, Outcome> outcomes = new TreeMap<>();

    /** @param partOfTokens which every token contains */
    SendingMatrix(CamelContext context, ProtectedApi api, FakeApi foreign, String partOfTokens) {
        this.context = context;
        this.api = api;
        this.foreign = foreign;
        this.partOfTokens = partOfTokens;
    }

    /** What was sent to the target, to the foreign host, and what became of a refusal. */
    record Outcome(String target, String foreign, String refusal) {

        /** The same, where no refusal was tried. */
        Outcome unrefused() {
            return new Outcome(target, foreign, NOT_TRIED);
        }

        /** What is right for this way. */
        static Outcome expectedOf(SendingWay way) {
            return way.reason().isEmpty() ? GREEN : NO_TOKEN;
        }

        @Override
        public String toString() {
            return target + ", " + foreign + ", " + refusal;
        }
    }

    static Stream<Arguments> cells() {
        return Stream.of(SendingWay.values())
                .flatMap(way -> COMPONENTS.stream().map(component -> Arguments.of(way, component)));
    }

    /**
     * Adds the routes of all cells. The context has to be started: a multicast to vertx-http looks for Vert.x before the
     * component has started it.
     *
     * @param client named {@code ifs}, with the API among its targets
     */
    void addRoutes(AuthorizedClient client) throws Exception {
        context.getRegistry().bind(OneThreadTransaction.NAME, new OneThreadTransaction());
        context.addService(new InMemorySagaService());
        List<Runnable> later = new ArrayList<>();
        ProducerTemplate template = context.createProducerTemplate();
        for (SendingWay way : SendingWay.values()) {
            for (HttpComponent component : COMPONENTS) {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() throws Exception {
                        String id = SendingCell.id(way, component);
                        way.define(new SendingCell(
                                way,
                                component,
                                client,
                                this,
                                template,
                                later,
                                api.uri("/api/" + id).toString(),
                                foreign.url("/api/" + id)));
                    }
                });
            }
        }
        later.forEach(Runnable::run);
    }

    /** Sends, unless that was done before. */
    synchronized Outcome outcome(SendingWay way, HttpComponent component) {
        return outcomes.computeIfAbsent(SendingCell.id(way, component), id -> measure(way, id));
    }

    /** Sends once, without a refusal. */
    Outcome unrefused(SendingWay way, HttpComponent component) {
        String id = SendingCell.id(way, component);
        return new Outcome(carried(way, send(way, id, way.sends())), carriedByForeign(id), NOT_TRIED);
    }

    private Outcome measure(SendingWay way, String id) {
        String target = carried(way, send(way, id, way.sends()));
        String refusal = "not resent";
        if (target.equals("token")) {
            api.rejectNext();
            List<RecordedCall> second = send(way, id, way.sends() + 1);
            long healed = second.stream().filter(call -> call.status() == 200).count();
            refusal = second.get(0).status() == 401 && healed == way.sends() ? "healed" : second.toString();
        }
        return new Outcome(target, carriedByForeign(id), refusal);
    }

    private static String carried(SendingWay way, List<RecordedCall> calls) {
        if (calls.size() == way.sends() && calls.stream().allMatch(call -> call.status() == 200)) {
            return "token";
        }
        return calls.size() == way.sends() && calls.stream().allMatch(call -> call.token() == null)
                ? "none"
                : calls.toString();
    }

    private String carriedByForeign(String id) {
        return foreign.received().stream()
                        .filter(request -> request.uri().contains("/" + id))
                        .allMatch(request -> request.authorization() == null)
                ? "none"
                : "TOKEN";
    }

    /** Sends one exchange, waits for what it calls, and returns the calls to the target. */
    private List<RecordedCall> send(SendingWay way, String id, int expected) {
        int targetBefore = calls(id).size();
        long foreignBefore = foreignCalls(id);
        Exchange exchange = context.createProducerTemplate()
                .request("direct:" + id, request -> request.getIn().setBody(way.sends() == 1 ? "a" : "a,b"));
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
        assertThat(exchange.getProperties().values()).asString().doesNotContain(partOfTokens);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(2))
                .until(() ->
                        calls(id).size() >= targetBefore + expected && foreignCalls(id) >= foreignBefore + way.sends());
        List<RecordedCall> all = calls(id);
        return all.subList(targetBefore, all.size());
    }

    private List<RecordedCall> calls(String id) {
        return api.calls().stream()
                .filter(call -> call.path().equals("/api/" + id))
                .toList();
    }

    private long foreignCalls(String id) {
        return foreign.received().stream()
                .filter(request -> request.uri().startsWith("/api/" + id))
                .filter(request -> request.uri().length() == ("/api/" + id).length()
                        || request.uri().startsWith("/api/" + id + "?"))
                .count();
    }
}
