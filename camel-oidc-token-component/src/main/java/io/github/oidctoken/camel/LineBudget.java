package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.TimeSource;
import java.time.Duration;
import java.util.OptionalLong;

/** How much may be logged of what strangers cause as often as they like: ten lines a minute. Thread-safe. */
final class LineBudget {

    static final int LINES = 10;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final TimeSource time;
    private long began;
    private int written;
    private long keptBack;

    LineBudget(TimeSource time) {
        this.time = time;
        this.began = time.nanoTime();
    }

    /** How many lines were kept back before this one, if this one may be written. */
    synchronized OptionalLong next() {
        long now = time.nanoTime();
        if (now - began >= MINUTE) {
            began = now;
            written = 0;
        }
        if (written == LINES) {
            keptBack++;
            return OptionalLong.empty();
        }
        written++;
        long before = keptBack;
        keptBack = 0;
        return OptionalLong.of(before);
    }
}
