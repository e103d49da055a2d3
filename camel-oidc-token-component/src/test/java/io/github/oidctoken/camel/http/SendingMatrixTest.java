package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.GeneratedTable;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.saga.InMemorySagaService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of sending by every HTTP component: what a target gets, what a foreign host gets, and what becomes of a
 * token that the target refuses. The table in the documentation is written from this.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendingMatrixTest {

    private static final Path DOCUMENT = Path.of("src/main/docs/sending.md");
    private static final List<HttpComponent> COMPONENTS =
            List.of(HttpComponent.HTTP, HttpComponent.VERTX_HTTP, HttpComponent.NETTY_HTTP, HttpComponent.UNDERTOW);
    private static final Outcome GREEN = new Outcome("token", "none", "healed");
    private static final Outcome NO_TOKEN = new Outcome("none", "none", "not resent");

    private final ProtectedApi api =
            ProtectedApi.start(token -> token.startsWith("ifs-") ? Optional.of("ifs") : Optional.empty());
    private final FakeApi foreign = new FakeApi();
    private final FakeClient ifs = FakeClient.of("ifs", api.uri("/api").toString());
    private final FakeClients clients = new FakeClients();
    private final CamelContext context = HttpTest.newContext(clients);
    private final Map<String, Outcome> outcomes = new TreeMap<>();

    /** What was sent to the target, to the foreign host, and what became of a refusal. */
    private record Outcome(String target, String foreign, String refusal) {
        @Override
        public String toString() {
            return target + ", " + foreign + ", " + refusal;
        }
    }

    @BeforeAll
    void start() throws Exception {
        clients.add(ifs);
        context.getRegistry().bind(OneThreadTransaction.NAME, new OneThreadTransaction());
        context.addService(new InMemorySagaService());
        // before the routes: a multicast to vertx-http looks for Vert.x before the component has started it
        context.start();
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
                                ifs,
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

    @AfterAll
    void stop() {
        context.stop();
        api.close();
        foreign.close();
    }

    static Stream<Arguments> cells() {
        return Stream.of(SendingWay.values())
                .flatMap(way -> COMPONENTS.stream().map(component -> Arguments.of(way, component)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellIsGreenOrSaysWhyNot(SendingWay way, HttpComponent component) {
        assertThat(outcome(way, component)).isEqualTo(way.reason().isEmpty() ? GREEN : NO_TOKEN);
    }

    @Test
    void theDocumentShowsTheTable() throws IOException {
        GeneratedTable.in(DOCUMENT).assertIs(table());
    }

    private String table() {
        StringBuilder table =
                new StringBuilder("\n| way of sending | http | vertx-http | netty-http | undertow | why |\n"
                        + "|---|---|---|---|---|---|\n");
        for (SendingWay way : SendingWay.values()) {
            table.append("| ").append(way.title());
            COMPONENTS.forEach(component -> table.append(" | ").append(outcome(way, component)));
            table.append(" | ").append(way.reason()).append(" |\n");
        }
        return table.append('\n').toString();
    }

    private synchronized Outcome outcome(SendingWay way, HttpComponent component) {
        return outcomes.computeIfAbsent(SendingCell.id(way, component), id -> measure(way, id));
    }

    private Outcome measure(SendingWay way, String id) {
        List<RecordedCall> first = send(way, id, way.sends());
        String target = first.stream().allMatch(call -> call.status() == 200)
                ? "token"
                : first.stream().allMatch(call -> call.token() == null) ? "none" : first.toString();
        String refusal = first.size() == way.sends() ? "not resent" : first.toString();
        if (target.equals("token")) {
            api.rejectNext();
            List<RecordedCall> all = send(way, id, way.sends() + 1);
            List<RecordedCall> second = all.subList(first.size(), all.size());
            long healed = second.stream().filter(call -> call.status() == 200).count();
            refusal = second.get(0).status() == 401 && healed == way.sends() ? "healed" : second.toString();
        }
        boolean leaked = !foreign.received().stream()
                .filter(request -> request.uri().contains("/" + id))
                .allMatch(request -> request.authorization() == null);
        return new Outcome(target, leaked ? "TOKEN" : "none", refusal);
    }

    /** Sends one exchange and waits for what it calls. */
    private List<RecordedCall> send(SendingWay way, String id, int expected) {
        int targetBefore = calls(id).size();
        long foreignBefore = foreignCalls(id);
        Exchange exchange = context.createProducerTemplate()
                .request("direct:" + id, request -> request.getIn().setBody(way.sends() == 1 ? "a" : "a,b"));
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
        assertThat(exchange.getProperties().values()).asString().doesNotContain("ifs-");
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() ->
                        calls(id).size() >= targetBefore + expected && foreignCalls(id) >= foreignBefore + way.sends());
        return calls(id);
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
