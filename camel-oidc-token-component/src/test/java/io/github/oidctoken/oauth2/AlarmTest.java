package io.github.oidctoken.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private static final Duration ALLOWED = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();
    private int rung;

    @Test
    void ringsWhenTheTimeIsUp() {
        alarm(ALLOWED);

        time.advance(ALLOWED.minusMillis(1));
        assertThat(rung).isZero();
        time.advance(Duration.ofMillis(1));
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void ringsAtOnceWhenItIsALittleLate() {
        alarm(ALLOWED);

        time.standStill(ALLOWED.plusMillis(250));
        time.advance(Duration.ZERO);
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void ringsHalfASecondAfterAStandstill() {
        alarm(ALLOWED);

        time.standStill(ALLOWED.plusMillis(251));
        time.advance(Duration.ofMillis(499));
        assertThat(rung).isZero();
        time.advance(Duration.ofMillis(1));
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void aShortTimeIsProlongedByAFifthOnly() {
        alarm(Duration.ofSeconds(1));

        time.standStill(Duration.ofSeconds(5));
        time.advance(Duration.ofMillis(200));
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void aSecondStandstillGivesNoMoreTime() {
        alarm(ALLOWED);

        time.standStill(ALLOWED.multipliedBy(2));
        time.advance(Duration.ZERO);
        time.standStill(ALLOWED);
        time.advance(Duration.ZERO);
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void isSilentOnceStopped() {
        Alarm alarm = alarm(ALLOWED);
        alarm.stop();
        Alarm late = alarm(ALLOWED);
        time.standStill(ALLOWED.multipliedBy(2));
        time.advance(Duration.ZERO);
        late.stop();

        time.advance(ALLOWED);
        assertThat(rung).isZero();
        assertThat(time.scheduler().waiting()).isZero();
    }

    private Alarm alarm(Duration allowed) {
        return Alarm.set(allowed, () -> rung++, time.scheduler(), time);
    }
}
