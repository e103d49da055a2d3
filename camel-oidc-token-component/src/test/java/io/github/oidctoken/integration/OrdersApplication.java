package io.github.oidctoken.integration;

import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.ProducerTemplate;

/** An application whose route {@code direct:orders} calls an API with the token of a user, and a herd of callers before it. */
record OrdersApplication(CamelApplication camel, int callers) implements AutoCloseable {

    /** A server that knows its client and user. */
    static StrictAuthorizationServer server() {
        return StrictAuthorizationServer.start(StrictServerSettings.builder()
                .client("camel", "s3cret")
                .user("alice", "wonderland")
                .build());
    }

    /** Starts it with a connection for each caller. */
    static OrdersApplication start(StrictAuthorizationServer server, String api, int callers) throws Exception {
        String client = "camel.component.oidc-token.clients[ifs].";
        Map<String, String> properties = Map.of(
                client + "token-endpoint",
                server.tokenEndpoint().toString(),
                client + "client-id",
                "camel",
                client + "client-secret",
                "s3cret",
                client + "grant",
                "password",
                client + "username",
                "alice",
                client + "password",
                "wonderland",
                client + "targets",
                api,
                "camel.component.http.connections-per-route",
                String.valueOf(callers),
                "camel.component.http.max-total-connections",
                String.valueOf(callers));
        return new OrdersApplication(CamelApplication.start(properties, """
                - route:
                    id: orders
                    routePolicy: oidc-token:ifs
                    from:
                      uri: direct:orders
                      steps:
                        - to: %s
                """.formatted(api)), callers);
    }

    String call() {
        return camel.template().requestBody("direct:orders", null, String.class);
    }

    /** What all callers get who call at the same time. */
    List<String> callAtOnce() throws Exception {
        ProducerTemplate template = camel.template();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            calls.add(threads.submit(() -> {
                start.await();
                return template.requestBody("direct:orders", null, String.class);
            }));
        }
        start.countDown();
        List<String> bodies = new ArrayList<>();
        for (Future<String> call : calls) {
            bodies.add(call.get());
        }
        threads.shutdownNow();
        return bodies;
    }

    @Override
    public void close() {
        camel.close();
    }
}
