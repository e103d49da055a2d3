package io.github.oidctoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.WireClient.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefreshTokenReuseTest extends StrictServerTest {

    private static final String REUSED = "400 invalid_grant: Maximum allowed refresh token reuse exceeded";
    private static final String KILLED = "400 invalid_grant: Session doesn't have required client";

    @Test
    void reuseKillsTheWholeFamilyAndNoOther() throws Exception {
        Reply other = signIn();
        Reply first = signIn();
        Reply second = refresh(first);

        assertThat(refresh(first).error()).isEqualTo(REUSED);
        assertThat(refresh(second).error()).isEqualTo(KILLED);
        assertThat(refresh(first).error()).isEqualTo(KILLED);
        assertThat(subject(first)).isEmpty();
        assertThat(subject(second)).isEmpty();
        assertThat(subject(other)).contains("alice");
        assertThat(refresh(other).status()).isEqualTo(200);
        assertThat(server().statistics().sessionsKilled()).isEqualTo(1);
        assertThat(server().statistics().reuses()).isEqualTo(2);
    }

    @Test
    void refuseSupersededLeavesTheSessionAlive() throws Exception {
        restart(settings().reusePolicy(ReusePolicy.REFUSE_SUPERSEDED));
        Reply first = signIn();
        Reply second = refresh(first);

        assertThat(refresh(first).error()).isEqualTo(REUSED);
        assertThat(subject(second)).contains("alice");
        assertThat(refresh(second).status()).isEqualTo(200);
        assertThat(server().statistics().sessionsKilled()).isZero();
    }

    @Test
    void graceLetsASupersededTokenWorkForAWhileOnly() throws Exception {
        restart(settings().grace(Duration.ofSeconds(30)));
        Reply first = signIn();
        Reply second = refresh(first);

        clock.advance(Duration.ofSeconds(20));
        Reply sibling = refresh(first);
        clock.advance(Duration.ofMillis(9_999));
        assertThat(refresh(first).status()).isEqualTo(200);
        assertThat(refresh(second).status()).isEqualTo(200);
        clock.advance(Duration.ofMillis(1));
        assertThat(refresh(first).error()).isEqualTo(REUSED);
        assertThat(refresh(sibling).error()).isEqualTo(KILLED);
    }

    @Test
    void parallelRefreshesHaveExactlyOneWinnerAndKillIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            Reply first = signIn();
            List<Reply> replies = refreshInParallel(first, 6);

            List<Reply> winners =
                    replies.stream().filter(reply -> reply.status() == 200).toList();
            assertThat(winners).hasSize(1);
            assertThat(replies)
                    .filteredOn(reply -> reply.error().equals(REUSED))
                    .hasSize(1);
            assertThat(replies)
                    .filteredOn(reply -> reply.error().equals(KILLED))
                    .hasSize(4);
            assertThat(refresh(winners.get(0)).error()).isEqualTo(KILLED);
            assertThat(subject(winners.get(0))).isEmpty();
        }
    }

    @Test
    void parallelRefreshesHaveExactlyOneWinnerThatLivesWhenOnlyTheOldTokenIsRefused() throws Exception {
        restart(settings().reusePolicy(ReusePolicy.REFUSE_SUPERSEDED));
        List<Reply> replies = refreshInParallel(signIn(), 6);

        List<Reply> winners =
                replies.stream().filter(reply -> reply.status() == 200).toList();
        assertThat(winners).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.error().equals(REUSED)).hasSize(5);
        assertThat(refresh(winners.get(0)).status()).isEqualTo(200);
    }

    private List<Reply> refreshInParallel(Reply tokens, int times) {
        List<CompletableFuture<Reply>> flights =
                IntStream.range(0, times).mapToObj(i -> refreshAsync(tokens)).toList();
        return flights.stream().map(CompletableFuture::join).toList();
    }
}
