package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
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
 */
record PendingResult<T>(CompletionStage<T> pending, Consumer<T> delivery) {

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
            delivery.accept(pending.toCompletableFuture().join());
        } catch (RuntimeException e) {
            exchange.setException(cause(e));
        }
        callback.done(true);
        return true;
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
