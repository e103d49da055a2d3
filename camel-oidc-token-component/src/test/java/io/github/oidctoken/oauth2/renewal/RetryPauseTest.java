package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryPauseTest {

    @Test
    void pausesAtTheRepositoryGrowByHalfUpToFourSeconds() {
        assertThat(millis(RetryPause.repository(Duration.ofSeconds(40)), 9))
                .containsExactly(300L, 450L, 675L, 1012L, 1518L, 2278L, 3417L, 4000L, 4000L);
    }

    @Test
    void noPauseAtTheRepositoryIsLongerThanAQuarterOfTheLease() {
        assertThat(millis(RetryPause.repository(Duration.ofMillis(4500)), 6))
                .containsExactly(300L, 450L, 675L, 1012L, 1125L, 1125L);
        assertThat(millis(RetryPause.repository(Duration.ofSeconds(1)), 3)).containsExactly(250L, 250L, 250L);
    }

    @Test
    void pausesWhileAnotherNodeRenewsGrowUpToASecond() {
        assertThat(millis(RetryPause.polling(), 6)).containsExactly(200L, 300L, 450L, 675L, 1000L, 1000L);
    }

    private static List<Long> millis(RetryPause pause, int count) {
        return Stream.generate(() -> pause.step().duration().toMillis())
                .limit(count)
                .toList();
    }
}
