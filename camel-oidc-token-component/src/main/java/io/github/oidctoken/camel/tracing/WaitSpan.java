package io.github.oidctoken.camel.tracing;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The part of a trace in which an exchange waits for a token, a child of the span that the exchange is in. It tells the client, why the exchange waits and
 * what came of it; never a token, nor whose it is. Nothing at all where the application has no tracer of Camel's camel-telemetry.
 */
public interface WaitSpan {

    /** In an application that traces nothing. */
    WaitSpan NONE = failure -> {};

    /** Begins to wait. Never fails, whatever the tracer does. */
    static WaitSpan begin(Exchange exchange, String client, WaitCause cause) {
        return Traces.ARE_POSSIBLE ? TelemetrySpan.begin(exchange, client, cause) : NONE;
    }

    /**
     * The exchange goes on; to be called once, on any thread. Never fails, whatever the tracer does.
     *
     * @param failure why it has no token; absent when it has one
     */
    void end(@Nullable Throwable failure);
}
