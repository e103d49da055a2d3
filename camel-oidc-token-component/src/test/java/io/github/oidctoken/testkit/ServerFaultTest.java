package io.github.oidctoken.testkit;

import static io.github.oidctoken.testkit.WireClient.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.testkit.WireClient.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerFaultTest extends StrictServerTest {

    private static final String REUSED = "400 invalid_grant: Maximum allowed refresh token reuse exceeded";

    @Test
    void lostAnswerRotatesTheTokenSoThatARetryKillsTheSession() throws Exception {
        Reply first = signIn();

        server().loseNextAnswer();

        assertThatThrownBy(() -> refresh(first)).isInstanceOf(IOException.class);
        assertThat(server().statistics().answersLost()).isEqualTo(1);
        assertThat(refresh(first).error()).isEqualTo(REUSED);
        assertThat(server().requests())
                .extracting(RecordedTokenRequest::delivery)
                .containsExactly(Delivery.DELIVERED, Delivery.LOST, Delivery.DELIVERED);
    }

    @Test
    void lostRequestLeavesTheTokenUsable() throws Exception {
        Reply first = signIn();

        server().loseNextRequest();

        assertThatThrownBy(() -> refresh(first)).isInstanceOf(IOException.class);
        assertThat(refresh(first).status()).isEqualTo(200);
        assertThat(server().requests()).extracting(RecordedTokenRequest::status).containsExactly(200, 0, 200);
    }

    @Test
    void heldAnswerIsProcessedAtOnceAndComesWhenReleased() throws Exception {
        Reply first = signIn();
        HeldAnswer held = server().holdNext();
        CompletableFuture<Reply> waiting = refreshAsync(first);

        assertThat(held.awaitReady(Duration.ofSeconds(20))).isTrue();
        assertThat(server().statistics().refreshes()).isEqualTo(1);
        assertThat(server().requests().get(1).delivery()).isEqualTo(Delivery.PENDING);
        assertThat(waiting).isNotDone();
        held.release();

        assertThat(waiting.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(server().requests().get(1).delivery()).isEqualTo(Delivery.DELIVERED);
    }

    @Test
    void delayedAnswerComesAfterTheDelay() throws Exception {
        server().delayNext(Duration.ofMillis(300));
        long start = System.nanoTime();

        assertThat(token("grant_type", "client_credentials").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void closeEndsAnswersThatAreHeld() throws Exception {
        HeldAnswer held = server().holdNext();
        CompletableFuture<Reply> waiting =
                wire.postAsync(server().tokenEndpoint(), CAMEL, fields("grant_type", "client_credentials"));
        assertThat(held.awaitReady(Duration.ofSeconds(20))).isTrue();

        server().close();

        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void cannedAnswersComeInOrderAndAreNotProcessed() throws Exception {
        Reply first = signIn();
        server().respondNext(502, Map.of("Content-Type", "text/html"), "<html>Bad Gateway</html>");
        server().respondNext(429, Map.of("Retry-After", "7"), "");

        assertThat(refresh(first).response().body()).isEqualTo("<html>Bad Gateway</html>");
        assertThat(refresh(first).header("Retry-After")).isEqualTo("7");
        assertThat(refresh(first).status()).isEqualTo(200);
    }

    @Test
    void unavailableServerAnswers503UntilItIsBack() throws Exception {
        Reply first = signIn();

        server().unavailable();
        assertThat(refresh(first).status()).isEqualTo(503);
        assertThat(wire.get(metadata()).status()).isEqualTo(503);
        server().unavailable(Duration.ofSeconds(9));
        assertThat(refresh(first).header("Retry-After")).isEqualTo("9");
        server().available();

        assertThat(refresh(first).status()).isEqualTo(200);
    }

    @Test
    void stoppedServerRefusesConnectionsAndComesBackWithItsState() throws Exception {
        Reply first = signIn();
        int port = server().port();

        server().stop();
        assertThatThrownBy(() -> refresh(first)).isInstanceOf(IOException.class);
        server().startAgain();

        assertThat(server().port()).isEqualTo(port);
        assertThat(refresh(first).status()).isEqualTo(200);
        assertThat(server().statistics().requests("refresh_token")).isEqualTo(1);
    }
}
