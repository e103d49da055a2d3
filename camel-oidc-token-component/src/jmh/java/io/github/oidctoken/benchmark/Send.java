package io.github.oidctoken.benchmark;

import com.sun.net.httpserver.HttpServer;
import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.camel.OidcTokenConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultContextServiceLoaderPlugin;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.apache.camel.spi.ContextServiceLoaderPluginResolver;

/**
 * What a whole call by camel-http to a server on loopback costs: with the token of a route policy beside a constant header that the route sets, and without
 * a policy beside Camel without our decorator. The four take turns in slices of a few hundred calls, in an order that moves on, so that whatever the machine
 * does hits all; each round compares the median calls of its own slices, and the round in the middle counts.
 */
final class Send {

    private static final int ROUNDS = 7;
    private static final int SLICES = 12;
    private static final int CALLS = 250;
    private static final int WARM_UP_CALLS = 8_000;
    private static final String POLICY = "policy";
    private static final String CONSTANT = "constant header";
    private static final String NONE = "no policy";
    private static final String BARE = "without the decorator";
    private static final double MOST = 1.05;
    private static final double NOISE = 0.03;
    private static final int BACKLOG = 64;
    private static final String ORDERS = "/orders";
    private static final String TOKEN = "/token";
    private static final String TOKEN_ANSWER = """
            {"access_token":"%s","token_type":"Bearer","expires_in":36000}""".formatted(CannedTokenEndpoint.accessToken(1));

    private final Bounds bounds;

    Send(Bounds bounds) {
        this.bounds = bounds;
    }

    void measure() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        HttpServer api = server(threads);
        String url = "http://127.0.0.1:" + api.getAddress().getPort() + ORDERS;
        try (Subject policy = Subject.policy(url);
                Subject constant = Subject.constant(url);
                Subject none = Subject.plain(NONE, true, url);
                Subject bare = Subject.plain(BARE, false, url)) {
            List<Subject> subjects = List.of(policy, constant, none, bare);
            for (int call = 0; call < WARM_UP_CALLS; call++) {
                subjects.forEach(Subject::call);
            }
            List<Double> withToken = new ArrayList<>();
            List<Double> without = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                round(subjects, round);
                withToken.add(policy.median() / constant.median());
                without.add(none.median() / bare.median());
                bounds.note(
                        "send, round %d: median call %.1f us with a token, %.1f us with a constant header, %.1f us without a"
                                + " policy, %.1f us without the decorator",
                        round + 1,
                        policy.median() / 1e3,
                        constant.median() / 1e3,
                        none.median() / 1e3,
                        bare.median() / 1e3);
            }
            double token = middle(withToken);
            bounds.check(token <= MOST, "send: a token costs %.3fx of a constant header (at most %.2fx)", token, MOST);
            double idle = middle(without);
            bounds.check(
                    Math.abs(idle - 1) <= NOISE,
                    "send: a route without a policy costs %.3fx of Camel without the decorator (%.2fx to %.2fx)",
                    idle,
                    1 - NOISE,
                    1 + NOISE);
        } finally {
            api.stop(0);
            threads.shutdownNow();
        }
    }

    private static void round(List<Subject> subjects, int round) {
        subjects.forEach(Subject::forget);
        for (int slice = 0; slice < SLICES; slice++) {
            for (int turn = 0; turn < subjects.size(); turn++) {
                subjects.get((turn + slice + round) % subjects.size()).slice();
            }
        }
    }

    private static double middle(List<Double> ratios) {
        return ratios.stream().sorted().toList().get(ratios.size() / 2);
    }

    private static HttpServer server(ExecutorService threads) throws IOException {
        // without it the answer waits for the client's acknowledgement of its head
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                boolean asked = exchange.getRequestURI().getPath().equals(TOKEN);
                byte[] answer = (asked ? TOKEN_ANSWER : "ok").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        return server;
    }

    /** A route of a context of its own, and how long its calls took. */
    private static final class Subject implements AutoCloseable {

        private final CamelContext context;
        private final ProducerTemplate template;
        private Latencies latencies = new Latencies();

        private Subject(CamelContext context, RouteBuilder route) throws Exception {
            this.context = context;
            context.addRoutes(route);
            context.start();
            this.template = context.createProducerTemplate();
        }

        static Subject policy(String url) throws Exception {
            OidcTokenConfiguration client = new OidcTokenConfiguration();
            client.setTokenEndpoint(url.replace(ORDERS, TOKEN));
            client.setClientId("camel");
            client.setClientSecret("s3cret-s3cret");
            client.setTargets(url);
            OidcTokenComponent component = new OidcTokenComponent();
            component.addClient("orders", client);
            DefaultCamelContext context = context(true, POLICY);
            context.addComponent("oidc-token", component);
            return new Subject(context, new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:call").routePolicyRef("oidc-token:orders").to(url);
                }
            });
        }

        static Subject constant(String url) throws Exception {
            String value = "Bearer " + CannedTokenEndpoint.accessToken(1);
            return new Subject(context(true, CONSTANT), new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:call")
                            .setHeader("Authorization", constant(value))
                            .to(url);
                }
            });
        }

        static Subject plain(String name, boolean decorated, String url) throws Exception {
            return new Subject(context(decorated, name), new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:call").to(url);
                }
            });
        }

        private static DefaultCamelContext context(boolean decorated, String name) {
            DefaultCamelContext context = decorated ? new DefaultCamelContext() : new Undecorated();
            context.setNameStrategy(new ExplicitCamelContextNameStrategy(name.replace(' ', '-')));
            context.getShutdownStrategy().setTimeout(5);
            return context;
        }

        void forget() {
            latencies = new Latencies();
        }

        void slice() {
            IntStream.range(0, CALLS).forEach(i -> latencies.add(call()));
        }

        long call() {
            long begin = System.nanoTime();
            Exchange exchange = template.request(
                    "direct:call", sending -> sending.getMessage().setBody("order"));
            long took = System.nanoTime() - begin;
            if (exchange.getException() != null) {
                throw new IllegalStateException(context.getName(), exchange.getException());
            }
            return took;
        }

        double median() {
            return latencies.share(0.5);
        }

        @Override
        public void close() {
            context.stop();
        }
    }

    /** Camel as it is when our jar is not there: it loads no plug-ins. */
    private static final class Undecorated extends DefaultCamelContext {

        @Override
        protected ContextServiceLoaderPluginResolver createContextServiceLoaderPlugin() {
            return new DefaultContextServiceLoaderPlugin() {

                @Override
                protected void doStart() {
                    // loads none
                }
            };
        }
    }
}
