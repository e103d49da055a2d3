package io.github.oidctoken.camel;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The running engine of a component, started on first use and replaced after a restart. Thread-safe. */
final class EngineHolder {

    private final Supplier<EngineRuntime> starter;
    private volatile @Nullable EngineRuntime running;
    private boolean closed;

    EngineHolder(Supplier<EngineRuntime> starter) {
        this.starter = starter;
    }

    /**
     * The running engine; one volatile read.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    EngineRuntime get() {
        EngineRuntime present = running;
        return present != null ? present : start();
    }

    /** The engine if it runs; nothing is started for that. */
    @Nullable
    EngineRuntime running() {
        return running;
    }

    /** Allows the engine to be started. */
    synchronized void open() {
        closed = false;
    }

    /** Stops the engine, if it runs, and keeps it from being started by late comers. */
    void close() {
        EngineRuntime present;
        synchronized (this) {
            closed = true;
            present = running;
            running = null;
        }
        if (present != null) {
            present.close();
        }
    }

    private synchronized EngineRuntime start() {
        EngineRuntime present = running;
        if (present != null) {
            return present;
        }
        if (closed) {
            throw new IllegalStateException(
                    "The oidc-token component is stopped: there is no token to be had from it.");
        }
        EngineRuntime started = starter.get();
        running = started;
        return started;
    }
}
