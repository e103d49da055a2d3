package io.github.oidctoken.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "1, 1 ms",
        "500, 500 ms",
        "999, 999 ms",
        "1000, 1 s",
        "2500, 2.5 s",
        "1234, 1.234 s",
        "10000, 10 s",
        "660000, 660 s"
    })
    void aDurationIsShownToTheMillisecondWithoutUselessZeros(long millis, String shown) {
        assertThat(DurationText.of(Duration.ofMillis(millis))).isEqualTo(shown);
    }
}
