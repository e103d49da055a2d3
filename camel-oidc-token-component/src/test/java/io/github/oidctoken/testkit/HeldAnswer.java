package io.github.oidctoken.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An answer that is ready but kept back: the server has done what the request asked for, the client waits. Thread-safe.
 */
public final class HeldAnswer {

    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Duration atMost;

    HeldAnswer(Duration atMost) {
        this.atMost = atMost;
    }

    /** Waits until a request has come and been processed; false when none came in that time. */
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return ready.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets the answer go. Stopping or closing the server does that too. */
    public void release() {
        released.countDown();
    }

    void hold() {
        ready.countDown();
        try {
            if (!released.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
