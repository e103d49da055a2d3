package io.github.oidctoken.benchmark;

import java.time.Duration;

/** The floor: a text that is good until a moment. It costs one volatile read and one look at the clock. */
final class ReadyText {

    private final long endNanos;
    private volatile String text;

    ReadyText(String text, Duration lifetime) {
        this.text = text;
        this.endNanos = System.nanoTime() + lifetime.toNanos();
    }

    String text() {
        String present = text;
        return System.nanoTime() - endNanos < 0 ? present : "";
    }

    void replace(String other) {
        text = other;
    }
}
