package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineBudgetTest {

    private final FakeTime time = new FakeTime();
    private final LineBudget lines = new LineBudget(time);

    @Test
    void aFloodLeavesTenLinesAMinuteAndTheNextOneTellsHowManyWereKeptBack() {
        for (int i = 0; i < LineBudget.LINES; i++) {
            assertThat(lines.next()).hasValue(0);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(lines.next()).isEmpty();
        }

        time.advance(Duration.ofMinutes(1));

        assertThat(lines.next()).hasValue(1000);
        assertThat(lines.next()).hasValue(0);
    }
}
