package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.RawServer;
import io.github.oidctoken.testkit.BuildLog;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;

/** A token that dies while a thousand calls carry it, through a whole application. */
class DeadTokenTest {

    private static final int CALLERS = 1_000;

    @Test
    void aThousandRefusalsOfOneTokenMakeOneRenewal() throws Exception {
        StrictServerSettings settings = StrictServerSettings.builder()
                .client("camel", "s3cret")
                .user("alice", "wonderland")
                .build();
        AtomicReference<String> dead = new AtomicReference<>();
        CountDownLatch underWay = new CountDownLatch(CALLERS);
        try (StrictAuthorizationServer server = StrictAuthorizationServer.start(settings);
                RawServer api = api(dead, underWay);
                CamelApplication application = application(server, api)) {
            application.template().requestBody("direct:orders", null, String.class);
            dead.set(authorization(api.requests().get(0)));
            long start = System.nanoTime();

            List<String> bodies = callAtOnce(application);

            BuildLog.print(CALLERS + " calls with one dead token: "
                    + (server.statistics().requests() - 1) + " renewal, "
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms");
            assertThat(bodies).hasSize(CALLERS).containsOnly("{}");
            assertThat(server.statistics().requests()).isEqualTo(2);
            assertThat(api.requests()).hasSize(1 + 2 * CALLERS);
            assertThat(api.requests().stream().map(DeadTokenTest::authorization).distinct())
                    .hasSize(2)
                    .doesNotContain("");
        }
    }

    /** Refuses the dead token only when a thousand calls have come with it. */
    private static RawServer api(AtomicReference<String> dead, CountDownLatch underWay) throws IOException {
        ServerSocket listener = new ServerSocket(0, CALLERS, InetAddress.getByName("127.0.0.1"));
        return RawServer.start(listener, conversation -> {
            while (conversation.readRequest()) {
                if (authorization(conversation.request()).equals(dead.get())) {
                    underWay.countDown();
                    await(underWay);
                    conversation.write(
                            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\"\r\n"
                                    + "Content-Length: 0\r\n\r\n");
                } else {
                    conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                }
            }
        });
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String authorization(String request) {
        return request.lines()
                .filter(line -> line.startsWith("Authorization: "))
                .findFirst()
                .orElse("");
    }

    private static List<String> callAtOnce(CamelApplication application) throws Exception {
        ProducerTemplate template = application.template();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(callers.submit(() -> template.requestBody("direct:orders", null, String.class)));
        }
        List<String> bodies = new ArrayList<>();
        for (Future<String> call : calls) {
            bodies.add(call.get());
        }
        callers.shutdownNow();
        return bodies;
    }

    private static CamelApplication application(StrictAuthorizationServer server, RawServer api) throws Exception {
        String target = "http://127.0.0.1:" + api.port() + "/api";
        String client = "camel.component.oidc-token.clients[ifs].";
        return CamelApplication.start(
                Map.of(
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
                        target,
                        "camel.component.http.connections-per-route",
                        String.valueOf(CALLERS),
                        "camel.component.http.max-total-connections",
                        String.valueOf(CALLERS)),
                """
                - route:
                    id: orders
                    routePolicy: oidc-token:ifs
                    from:
                      uri: direct:orders
                      steps:
                        - to: %s
                """.formatted(target));
    }
}
