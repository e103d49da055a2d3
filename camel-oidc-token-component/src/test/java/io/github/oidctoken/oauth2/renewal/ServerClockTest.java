package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class ServerClockTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final FakeTime time = new FakeTime();
    private final ServerClock clock = new ServerClock(time);

    @Test
    void aServerThatHasNotAnsweredHasNoClock() {
        assertThat(clock.now()).isEmpty();
        assertThat(clock.answered(time.nanoTime(), null)).isEqualTo(time.now());
    }

    @Test
    void aWallClockThatFitsTheDateIsTakenAtItsWord() {
        answer(Duration.ZERO);
        time.advance(Duration.ofMillis(12_345));

        assertThat(clock.now()).contains(time.now());
    }

    @Test
    void theTimeOfAServerThatIsAnHourAheadIsKnownToTheSecondAndNeverTooEarly() {
        answer(HOUR);
        time.advance(Duration.ofMillis(12_345));

        assertThat(clock.now().orElseThrow())
                .isBetween(time.now().plus(HOUR), time.now().plus(HOUR).plusMillis(1100));
    }

    @Test
    void severalAnswersTellTheTimeMoreExactlyThanOne() {
        for (int i = 0; i < 40; i++) {
            time.advance(Duration.ofMillis(137));
            answer(HOUR);
        }

        assertThat(Duration.between(time.now().plus(HOUR), clock.now().orElseThrow()))
                .isBetween(Duration.ZERO, Duration.ofMillis(150));
    }

    @Test
    void aSlowAnswerSaysNothingGoodOfTheWallClock() {
        Instant askedAt = time.now();
        long asked = time.nanoTime();
        Instant date = time.now().plusSeconds(7);
        time.advance(Duration.ofSeconds(20));
        clock.learn(date, askedAt, asked);

        assertThat(clock.now().orElseThrow()).isAfterOrEqualTo(time.now().plusSeconds(7));
    }

    @Test
    void aShortSuspendWhileTheAnswerIsAwaitedDoesNotMakeTheServerLookBehind() {
        Instant askedAt = time.now();
        long asked = time.nanoTime();
        Instant date = askedAt.plusMillis(50).truncatedTo(ChronoUnit.SECONDS);
        time.stepWallClock(Duration.ofMillis(1900));
        clock.learn(date, askedAt, asked);

        assertThat(clock.now().orElseThrow()).isAfterOrEqualTo(time.now());
    }

    @Test
    void aMomentAgoIsTranslatedToo() {
        answer(HOUR.negated());
        long then = time.nanoTime();
        Instant expected = time.now().minus(HOUR);
        time.advance(Duration.ofSeconds(30));

        assertThat(clock.answered(then, null)).isBetween(expected.minusMillis(1100), expected);
    }

    @Test
    void anAnswerIsNoOlderThanItsDate() {
        answer(HOUR);
        Instant date = time.now().plus(HOUR).plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);

        assertThat(clock.answered(time.nanoTime(), date)).isEqualTo(date);
        time.stepWallClock(Duration.ofSeconds(-3));
        assertThat(clock.answered(time.nanoTime(), date)).isEqualTo(date);
    }

    @Test
    void afterAStepOfTheWallClockNothingIsKnown() {
        answer(Duration.ZERO);
        time.stepWallClock(Duration.ofSeconds(-3));

        assertThat(clock.now()).isEmpty();
    }

    @Test
    void afterASuspendTheNextAnswerTellsTheTimeAgain() {
        answer(HOUR);
        time.stepWallClock(Duration.ofMinutes(10));
        assertThat(clock.now()).isEmpty();

        answer(HOUR);
        assertThat(clock.now().orElseThrow())
                .isBetween(time.now().plus(HOUR), time.now().plus(HOUR).plusMillis(1100));
    }

    @Test
    void anAnswerDuringWhichTheMachineWasSuspendedTellsNothing() {
        Instant askedAt = time.now();
        long asked = time.nanoTime();
        Instant date = time.now();
        time.stepWallClock(Duration.ofMinutes(10));
        clock.learn(date, askedAt, asked);

        assertThat(clock.now()).isEmpty();
    }

    @Test
    void aServerWhoseClockIsSetAnewIsFollowed() {
        answer(HOUR);
        answer(Duration.ZERO);

        assertThat(clock.now()).contains(time.now());
    }

    /** An answer that took 100 ms, half of it to the server. */
    private void answer(Duration ahead) {
        Instant askedAt = time.now();
        long asked = time.nanoTime();
        time.advance(Duration.ofMillis(50));
        Instant date = time.now().plus(ahead).truncatedTo(ChronoUnit.SECONDS);
        time.advance(Duration.ofMillis(50));
        clock.learn(date, askedAt, asked);
    }
}
