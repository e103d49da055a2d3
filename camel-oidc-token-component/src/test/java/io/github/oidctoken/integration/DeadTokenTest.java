package io.github.oidctoken.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.RawServer;
import io.github.oidctoken.testkit.BuildLog;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A token that dies while a thousand calls carry it, through a whole application. */
class DeadTokenTest {

    private static final int CALLERS = 1_000;

    @Test
    void aThousandRefusalsOfOneTokenMakeOneRenewal() throws Exception {
        AtomicReference<String> dead = new AtomicReference<>();
        CountDownLatch underWay = new CountDownLatch(CALLERS);
        try (StrictAuthorizationServer server = OrdersApplication.server();
                RawServer api = api(dead, underWay);
                OrdersApplication application =
                        OrdersApplication.start(server, "http://127.0.0.1:" + api.port() + "/api", CALLERS)) {
            application.call();
            dead.set(authorization(api.requests().get(0)));
            long start = System.nanoTime();

            List<String> bodies = application.callAtOnce();

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
}
