package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import io.github.oidctoken.testkit.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that stands still beyond a deadline: the alarm comes late, and an answer may lie there unread. */
class CamelHttpTransportStandstillTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private TransportFixture http;
    private RawServer server;

    @BeforeEach
    void start() throws Exception {
        http = new TransportFixture(time);
        server = RawServer.start(conversation -> {
            conversation.readRequest();
            await(mayAnswer);
            conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        });
    }

    @AfterEach
    void stop() throws IOException {
        mayAnswer.countDown();
        server.close();
        http.close();
    }

    @Test
    void anAnswerIsStillReadAfterAStandstill() {
        CompletableFuture<TransportResponse> call = call();

        time.standStill(DEADLINE.plusMillis(300));
        time.advance(Duration.ZERO);
        mayAnswer.countDown();

        assertThat(call.join().status()).isEqualTo(200);
        assertThat(time.scheduler().waiting()).isZero();
    }

    @Test
    void aCallWithoutAnAnswerIsCutHalfASecondAfterAStandstill() {
        CompletableFuture<TransportResponse> call = call();

        time.standStill(DEADLINE.multipliedBy(2));
        time.advance(Duration.ofMillis(499));
        assertThat(time.scheduler().waiting()).isEqualTo(1);
        time.advance(Duration.ofMillis(1));

        assertThatThrownBy(call::join)
                .cause()
                .isInstanceOf(TransportException.class)
                .hasMessage("no answer from 127.0.0.1:" + server.port() + " within 30 s");
    }

    private CompletableFuture<TransportResponse> call() {
        TransportRequest request = TransportFixture.post(server.uri("http"), DEADLINE);
        CompletableFuture<TransportResponse> call = CompletableFuture.supplyAsync(() -> {
            try {
                return http.transport().send(request);
            } catch (TransportException e) {
                throw new CompletionException(e);
            }
        });
        Awaitility.await().until(() -> server.requests().size() == 1);
        return call;
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
