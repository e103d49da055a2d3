package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.RawServer;
import io.github.oidctoken.testkit.BuildLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * One run of hostile URIs through a real producer, with calls to true targets among them, each of which has a number. The
 * judge is the wire: what arrives with the token has to be at the target, and every numbered call has to carry it. The URIs
 * are the same in every run; {@code -Doidctoken.fuzz.seed} draws others.
 */
final class WireFuzz {

    private static final int CALLS_OF_AN_ENDPOINT = 60;
    private static final String TOKEN = "Bearer ifs-1";
    private static final Pattern NUMBERED = Pattern.compile("^[A-Z]+ /api/good-\\d+[? ]");

    private final String title;
    private final CamelContext context;
    private final FakeClient client;
    private final String origin;
    private final RawServer target;
    private final List<RawServer> foreign;
    private final HostileUris hostile;
    private final long seed = Long.getLong("oidctoken.fuzz.seed", 1);
    private int calls;
    private int good;
    private int refusedAtStart;
    private int unanswered;
    private final List<CountDownLatch> underWay = new ArrayList<>();

    /**
     * @param origin of the target, whose path is {@code /api}
     * @param authorities other ones that a call may be led to
     */
    WireFuzz(
            String title,
            CamelContext context,
            FakeClient client,
            String origin,
            RawServer target,
            List<RawServer> foreign,
            List<String> authorities) {
        this.title = title;
        this.context = context;
        this.client = client;
        this.origin = origin;
        this.target = target;
        this.foreign = foreign;
        List<String> all = new ArrayList<>(List.of(authority()));
        all.addAll(authorities);
        this.hostile = new HostileUris(new Random(seed), origin.substring(0, origin.indexOf(':')), all);
    }

    static RawServer.Script recording() {
        return conversation -> {
            while (conversation.readRequest()) {
                conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        };
    }

    private String authority() {
        return origin.substring(origin.indexOf("//") + 2);
    }

    /**
     * Calls until there were enough calls.
     *
     * @param endpoint the endpoint that calls a URI
     */
    void run(UnaryOperator<String> endpoint, int enough) throws Exception {
        long start = System.nanoTime();
        client.source().get();
        boolean templates = endpoint.apply(origin + "/api").startsWith("rest:");
        while (calls < enough) {
            callMany(endpoint.apply(origin + "/api" + (templates ? "/{p}" : "")), templates ? "p" : Exchange.HTTP_PATH);
            callMany(endpoint.apply(origin + "/api"), null);
            callMany(hostileEndpoint(endpoint), null);
        }
        awaitStragglers();
        report(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        judge();
    }

    /** Lets calls arrive that nobody waited for, but those that never end only for a second. */
    private void awaitStragglers() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (CountDownLatch call : underWay) {
            call.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
        unanswered = (int) underWay.stream().filter(call -> call.getCount() > 0).count();
    }

    private void report(long millis) {
        int carried = carrying(target).size();
        BuildLog.print("Hostile URIs by " + title + ": " + calls + " calls in " + millis + " ms; " + carried
                + " carried the token, among them "
                + numbered().stream().filter(r -> r.contains(TOKEN)).count() + " of "
                + good + " sure calls to the target; "
                + (target.requests().size()
                        - carried
                        + foreign.stream()
                                .mapToInt(server -> server.requests().size())
                                .sum())
                + " requests arrived without it, " + refusedAtStart + " endpoints did not start, " + unanswered
                + " calls had no end; seed " + seed);
    }

    private void judge() {
        WireJudge judge = new WireJudge(authority(), "/api");
        assertThat(carrying(target).stream()
                        .filter(request -> judge.objection(request) != null)
                        .map(request -> judge.objection(request) + " in " + request)
                        .distinct())
                .as("seed %d", seed)
                .isEmpty();
        assertThat(foreign)
                .as("seed %d", seed)
                .allSatisfy(server -> assertThat(carrying(server)).isEmpty());
        assertThat(numbered())
                .as("seed %d", seed)
                .hasSize(good)
                .allSatisfy(request -> assertThat(request).contains(TOKEN));
    }

    private List<String> numbered() {
        return target.requests().stream()
                .filter(request -> NUMBERED.matcher(request).find())
                .toList();
    }

    private static List<String> carrying(RawServer server) {
        return server.requests().stream()
                .filter(request -> request.contains(TOKEN))
                .toList();
    }

    private String hostileEndpoint(UnaryOperator<String> endpoint) {
        try {
            return endpoint.apply(hostile.endpoint());
        } catch (IllegalArgumentException e) {
            return endpoint.apply(origin.replace("127.0.0.1", "127.0.0.2") + "/api");
        }
    }

    /** Every twentieth call is a sure one where a header takes its number. */
    private void callMany(String endpoint, @Nullable String numberHeader) throws Exception {
        AsyncProducer producer = producer(endpoint);
        if (producer == null) {
            refusedAtStart++;
            calls++;
            return;
        }
        for (int i = 0; i < CALLS_OF_AN_ENDPOINT; i++) {
            if (numberHeader != null && i % 20 == 0) {
                good++;
                call(producer, Map.of(numberHeader, "good-" + good), 10_000);
            } else {
                call(producer, hostile.headers(), 25);
            }
        }
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

    /** @param patience in milliseconds: some components never say that a URI cannot be sent */
    private void call(AsyncProducer producer, Map<String, Object> headers, long patience) throws InterruptedException {
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
        if (!done.await(patience, TimeUnit.MILLISECONDS)) {
            underWay.add(done);
        }
    }
}
