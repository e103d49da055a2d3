package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.camel.tracing.WaitSpan;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange waits for, without blocking a thread.
 *
 * @param delivery puts the result on the exchange
 * @param span shows the waiting in the application's traces
 */
record PendingResult<T>(CompletionStage<T> pending, Consumer<T> delivery, WaitSpan span) {

    /** What is no wait for a token: the step's own span in a trace says enough of it. */
    PendingResult(CompletionStage<T> pending, Consumer<T> delivery) {
        this(pending, delivery, WaitSpan.NONE);
    }

    /**
     * Goes on with the exchange when the result is there; one in a transaction waits on its thread, to which the transaction belongs.
     *
     * @return whether that has happened already
     */
    boolean passOn(Exchange exchange, AsyncCallback callback, AuthorizedClient client) {
        if (!exchange.isTransacted()) {
            pending.whenComplete((result, failure) -> goOn(result, failure, exchange, callback, client));
            return false;
        }
        try {
            delivery.accept(awaited());
        } catch (RuntimeException e) {
            exchange.setException(cause(e));
        }
        callback.done(true);
        return true;
    }

    private T awaited() {
        try {
            T result = pending.toCompletableFuture().join();
            span.end(null);
            return result;
        } catch (RuntimeException e) {
            span.end(cause(e));
            throw e;
        }
    }

    private void goOn(
            @Nullable T result,
            @Nullable Throwable failure,
            Exchange exchange,
            AsyncCallback callback,
            AuthorizedClient client) {
        try {
            client.continuation().execute(() -> finish(result, failure, exchange, callback));
        } catch (RejectedExecutionException | IllegalStateException e) {
            // the component is stopping: better on this thread than never
            finish(result, failure, exchange, callback);
        }
    }

    private void finish(@Nullable T result, @Nullable Throwable failure, Exchange exchange, AsyncCallback callback) {
        span.end(failure == null ? null : cause(failure));
        try {
            if (result != null) {
                delivery.accept(result);
            } else if (failure != null) {
                exchange.setException(cause(failure));
            }
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(false);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
