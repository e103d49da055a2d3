package io.github.oidctoken.oauth2;

import java.math.BigDecimal;
import java.time.Duration;

/** A duration as messages show it: {@code 500 ms} below one second, else seconds to the millisecond without useless zeros, such as {@code 10 s} or {@code 2.5 s}. */
public final class DurationText {

    private DurationText() {}

    /** The text of a duration that is not negative. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis != 0 && millis < 1000
                ? millis + " ms"
                : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + " s";
    }
}
