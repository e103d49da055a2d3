package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportRequest.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which connection carries a request, and how long connections and the transport live. */
class CamelHttpTransportConnectionTest {

    private TransportFixture http;

    @BeforeEach
    void start() throws Exception {
        http = new TransportFixture();
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void requestsShareAConnectionWhereAnyWillDo() throws Exception {
        try (RawServer server = RawServer.keepingAlive()) {
            http.send(server.uri("http"));
            http.send(server.uri("http"));

            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void newConnectionIsMadeWhereOneIsAskedFor() throws Exception {
        try (RawServer server = RawServer.keepingAlive()) {
            http.send(server.uri("http"));

            http.transport().send(onNewConnection(server));

            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.requests().get(1)).contains("Connection: close");
        }
    }

    @Test
    void newConnectionIsMadeBesideAPoolThatTheUserBrought() throws Exception {
        http.component("http").setClientConnectionManager(new PoolingHttpClientConnectionManager());
        try (RawServer server = RawServer.keepingAlive()) {
            http.send(server.uri("http"));

            http.transport().send(onNewConnection(server));

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void requestsAtTheSameTimeGetAConnectionEach() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (RawServer server = RawServer.keepingAlive()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(callers.submit(() -> http.transport().send(onNewConnection(server))));
            }
            for (Future<?> call : calls) {
                call.get();
            }

            assertThat(server.connections()).isEqualTo(12);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void stalePooledConnectionLosesNoRequestThatAsksForANewOne() throws Exception {
        try (RawServer server = RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        })) {
            http.send(server.uri("http"));

            assertThat(http.transport().send(onNewConnection(server)).status()).isEqualTo(200);
        }
    }

    @Test
    void endpointIsNotListedInTheContext() throws Exception {
        try (RawServer server = RawServer.keepingAlive()) {
            http.send(server.uri("http"));

            assertThat(http.context().getEndpoints()).isEmpty();
        }
    }

    @Test
    void stoppedTransportSendsNothing() throws Exception {
        try (RawServer server = RawServer.keepingAlive()) {
            http.context().stop();

            var failure = http.failure(server.uri("http"));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure).hasMessage("the component is stopped");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void restartedContextSendsAgain() throws Exception {
        try (RawServer server = RawServer.keepingAlive()) {
            http.send(server.uri("http"));
            http.context().stop();

            http.context().start();
            http.transport().start();

            assertThat(http.send(server.uri("http")).status()).isEqualTo(200);
        }
    }

    @Test
    void connectionsAreClosedWhenTheTransportStops() throws Exception {
        try (RawServer server = RawServer.keepingAlive()) {
            http.send(server.uri("http"));

            http.transport().stop();

            server.awaitAllConnectionsClosed();
        }
    }

    private static TransportRequest onNewConnection(RawServer server) {
        return TransportFixture.post(server.uri("http"), Connection.NEW, Duration.ofSeconds(20));
    }
}
