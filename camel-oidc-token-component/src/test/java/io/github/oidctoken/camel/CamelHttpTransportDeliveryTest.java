package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is known of a request that failed. */
class CamelHttpTransportDeliveryTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    /** Within which a request is sent on a busy machine too. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

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
    void unknownHostMeansNotSent() {
        var failure = http.failure(URI.create("https://id.example.invalid/token"));

        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(failure).hasMessage("cannot resolve host id.example.invalid");
    }

    @Test
    void refusedConnectionMeansNotSent() throws IOException {
        int port = FreePort.choose();

        var failure = http.failure(URI.create("http://127.0.0.1:" + port + "/token"));

        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(failure).hasMessage("connection refused by 127.0.0.1:" + port);
    }

    @Test
    void connectionClosedDuringTheTlsHandshakeMeansNotSent() throws IOException {
        try (RawServer server = RawServer.start(RawServer.Conversation::reset)) {
            var failure = http.failure(server.uri("https"));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        }
    }

    @Test
    void silenceDuringTheTlsHandshakeEndsByTheDeadlineAndMeansNotSent() throws IOException {
        try (RawServer server = RawServer.start(RawServer.Conversation::fallSilent)) {
            var failure = http.failure(TransportFixture.post(server.uri("https"), SHORT));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure).hasMessage("no connection to 127.0.0.1:" + server.port() + " within 500 ms");
        }
    }

    @Test
    void noFreeConnectionMeansNotSent() throws Exception {
        http.component("http").setConnectionsPerRoute(1);
        http.component("http").setConnectionRequestTimeout(200);
        try (RawServer server = silent()) {
            occupyOneConnection(server);

            var failure = http.failure(server.uri("http"));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure).hasMessageStartingWith("every connection to 127.0.0.1:" + server.port() + " is busy");
        }
    }

    @Test
    void deadlineInTheQueueForAConnectionMeansNotSent() throws Exception {
        http.component("http").setConnectionsPerRoute(1);
        try (RawServer server = silent()) {
            occupyOneConnection(server);

            var failure = http.failure(TransportFixture.post(server.uri("http"), SHORT));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure).hasMessage("no connection to 127.0.0.1:" + server.port() + " within 500 ms");
        }
    }

    @Test
    void connectionResetWithinTheRequestIsUnknownAndNotTriedAgain() throws IOException {
        try (RawServer server = RawServer.start(conversation -> {
            conversation.readByte();
            conversation.reset();
        })) {
            var failure = http.failure(server.uri("http"));

            assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void connectionResetAtOnceIsNotTriedAgain() throws IOException {
        try (RawServer server = RawServer.start(RawServer.Conversation::reset)) {
            http.failure(server.uri("http"));

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void connectionResetAfterTheRequestIsUnknownAndNotTriedAgain() throws IOException {
        try (RawServer server = RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.reset();
        })) {
            var failure = http.failure(server.uri("http"));

            assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(failure).hasMessageContaining("the connection to 127.0.0.1:" + server.port() + " broke");
            assertThat(server.requests()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void documentIsNotAskedForAgainAfterAReset() throws IOException {
        try (RawServer server = RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.reset();
        })) {
            http.failure(TransportRequest.get(server.uri("http"), Duration.ofSeconds(20)));

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void connectionClosedWithoutAnAnswerIsUnknown() throws IOException {
        try (RawServer server = RawServer.start(RawServer.Conversation::readRequest)) {
            var failure = http.failure(server.uri("http"));

            assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(failure).hasMessage("127.0.0.1:" + server.port() + " closed the connection without an answer");
        }
    }

    @Test
    void answerCutShortIsUnknown() throws IOException {
        try (RawServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":")) {
            var failure = http.failure(server.uri("http"));

            assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(failure)
                    .hasMessage("127.0.0.1:" + server.port() + " closed the connection before its answer was complete");
        }
    }

    @Test
    void unansweredRequestEndsByTheDeadlineAndIsUnknown() throws IOException {
        try (RawServer server = silent()) {
            var failure = http.failure(TransportFixture.post(server.uri("http"), LONG_ENOUGH));

            assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(failure).hasMessage("no answer from 127.0.0.1:" + server.port() + " within 2 s");
        }
    }

    @Test
    void bodyThatDripsEndsByTheTotalDeadline() throws IOException {
        assertEndsByTheDeadline("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", " ");
    }

    @Test
    void headersWithoutEndEndByTheTotalDeadline() throws IOException {
        assertEndsByTheDeadline("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n");
    }

    private void assertEndsByTheDeadline(String beginning, String again) throws IOException {
        try (RawServer server = RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.write(beginning);
            conversation.drip(again);
        })) {
            Instant start = Instant.now();

            var failure = http.failure(TransportFixture.post(server.uri("http"), LONG_ENOUGH));

            assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
            assertThat(failure).hasMessageContaining("within 2 s");
            assertThat(Duration.between(start, Instant.now())).isBetween(LONG_ENOUGH, Duration.ofSeconds(30));
        }
    }

    @Test
    void failureShowsNeitherWhatWeSentNorWhatCame() throws IOException {
        try (RawServer server =
                answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{\"access_token\":\"t-0815\"}\r\n")) {
            var failure = http.failure(server.uri("http"));

            assertThat(stackTrace(failure))
                    .contains("could not be read (MalformedChunkCodingException)")
                    .doesNotContain("t-0815", "r-4711", TransportFixture.AUTHORIZATION.substring(6));
        }
    }

    private void occupyOneConnection(RawServer server) {
        Thread caller = new Thread(() -> http.failure(server.uri("http")));
        caller.setDaemon(true);
        caller.start();
        Awaitility.await().until(() -> server.requests().size() == 1);
    }

    private static RawServer silent() throws IOException {
        return RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.fallSilent();
        });
    }

    private static RawServer answering(String answer) throws IOException {
        return RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.write(answer);
        });
    }

    private static String stackTrace(TransportException failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
