package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.RawServer;
import io.github.oidctoken.testkit.BuildLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of hostile URIs through the real producers. The judge is the wire: whatever reaches any server with the
 * token has to be at the target's server and below the target's path.
 */
class WireFuzzTest {

    private static final int CALLS = 2_400;

    /** It calls one of the other producers. */
    private static final int CALLS_OF_REST = 300;

    private static final int CALLS_OF_AN_ENDPOINT = 60;
    private static final String TOKEN = "Bearer ifs-1";

    private final List<RawServer> foreign = new ArrayList<>();
    private RawServer target;
    private FakeClient client;
    private CamelContext context;
    private HostileUris hostile;
    private long seed;
    private int calls;
    private int refusedAtStart;
    private int unanswered;

    @BeforeEach
    void start() throws IOException {
        target = recording("127.0.0.1", 0);
        foreign.add(recording("127.0.0.1", 0));
        foreign.add(recording("127.0.0.2", target.port()));
        client = FakeClient.of("ifs", "http://127.0.0.1:" + target.port() + "/api");
        client.source().get();
        FakeClients clients = new FakeClients();
        clients.add(client);
        context = HttpTest.newContext(clients);
        // camel-vertx-http leaves a connection that it cannot write to open and uses it again
        context.getRestConfiguration().setEndpointProperties(Map.of("timeout", "80"));
        context.start();
        seed = Long.getLong("oidctoken.fuzz.seed", System.nanoTime());
        hostile = new HostileUris(
                new Random(seed),
                List.of(
                        "127.0.0.1:" + target.port(),
                        "127.0.0.1:" + foreign.get(0).port(),
                        "127.0.0.2:" + target.port(),
                        "localhost:" + target.port()));
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        target.close();
        for (RawServer server : foreign) {
            server.close();
        }
    }

    private static RawServer recording(String address, int port) throws IOException {
        return RawServer.start(new ServerSocket(port, 200, InetAddress.getByName(address)), conversation -> {
            while (conversation.readRequest()) {
                conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void noTokenLeavesTheTargets(HttpComponent component) throws Exception {
        long start = System.nanoTime();
        String good = component.endpoint("http://127.0.0.1:" + target.port() + "/api/good");
        int expected = 0;
        int enough = component.isRest() ? CALLS_OF_REST : CALLS;
        while (calls < enough) {
            call(good, Map.of());
            expected++;
            callMany(component.endpoint("http://127.0.0.1:" + target.port() + "/api/{p}"));
            callMany(component.endpoint("http://127.0.0.1:" + target.port() + "/api"));
            callMany(endpoint(component));
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        List<String> carried = carrying(target);
        BuildLog.print("Hostile URIs by " + component + ": " + calls + " calls in " + millis + " ms, "
                + carried.size() + " carried the token, "
                + (target.requests().size()
                        - carried.size()
                        + foreign.stream().mapToInt(s -> s.requests().size()).sum())
                + " requests arrived without it, " + refusedAtStart + " endpoints did not start, " + unanswered
                + " calls had no end; seed " + seed);
        WireJudge judge = new WireJudge("127.0.0.1:" + target.port(), "/api");
        assertThat(carried.stream()
                        .filter(request -> judge.objection(request) != null)
                        .map(request -> judge.objection(request) + " in " + request)
                        .distinct())
                .as("seed %d", seed)
                .isEmpty();
        assertThat(foreign)
                .as("seed %d", seed)
                .allSatisfy(server -> assertThat(carrying(server)).isEmpty());
        assertThat(carried.stream().filter(request -> request.contains(" /api/good")))
                .hasSizeGreaterThanOrEqualTo(expected);
    }

    private String endpoint(HttpComponent component) {
        String uri = hostile.endpoint();
        try {
            return component.endpoint(uri);
        } catch (IllegalArgumentException e) {
            return component.endpoint("http://127.0.0.2:" + target.port() + "/api");
        }
    }

    private void callMany(String endpoint) throws Exception {
        AsyncProducer producer = producer(endpoint.startsWith("vertx") ? endpoint + "?timeout=80" : endpoint);
        if (producer == null) {
            refusedAtStart++;
            calls++;
            return;
        }
        for (int i = 0; i < CALLS_OF_AN_ENDPOINT; i++) {
            call(producer, i % 20 == 0 ? Map.of("p", "x") : hostile.headers());
        }
        ServiceHelper.stopService(producer);
    }

    private void call(String endpoint, Map<String, Object> headers) throws Exception {
        AsyncProducer producer = producer(endpoint);
        assertThat(producer).isNotNull();
        call(producer, headers);
        ServiceHelper.stopService(producer);
    }

    private @Nullable AsyncProducer producer(String endpoint) {
        try {
            AsyncProducer producer = PluginHelper.getInternalProcessorFactory(context)
                    .createAsyncProducer(context.getEndpoint(endpoint));
            ServiceHelper.startService(producer);
            return producer;
        } catch (Exception e) {
            return null;
        }
    }

    private void call(AsyncProducer producer, Map<String, Object> headers) throws InterruptedException {
        calls++;
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setHeaders(new HashMap<>(headers));
        ExchangeAuthorization.grant(exchange, client);
        CountDownLatch done = new CountDownLatch(1);
        try {
            producer.process(exchange, doneSync -> done.countDown());
        } catch (RuntimeException e) {
            done.countDown();
        }
        // some components never say that a URI cannot be sent
        if (!done.await(headers.isEmpty() ? 10_000 : 100, TimeUnit.MILLISECONDS)) {
            unanswered++;
        }
    }

    private static List<String> carrying(RawServer server) {
        return server.requests().stream()
                .filter(request -> request.contains(TOKEN))
                .toList();
    }
}
