package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Has a token ready for each exchange, without blocking a thread; an exchange that can have none fails. */
final class OidcTokenProducer extends DefaultAsyncProducer {

    private final OidcTokenOperation operation;
    private final AuthorizedClient client;
    private final TokenDelivery delivery;

    OidcTokenProducer(OidcTokenEndpoint endpoint, AuthorizedClient client) {
        super(endpoint);
        this.operation = endpoint.getOperation();
        this.client = client;
        this.delivery = new TokenDelivery(endpoint.getOutput(), client);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            TokenSource tokens = client.tokens(exchange);
            AccessToken usable = operation == OidcTokenOperation.token ? tokens.usable() : null;
            if (usable == null) {
                CompletionStage<AccessToken> pending =
                        operation == OidcTokenOperation.renew ? tokens.renew(null) : tokens.request();
                if (!exchange.isTransacted()) {
                    pending.whenComplete((token, failure) -> goOn(token, failure, exchange, callback));
                    return false;
                }
                // a transaction belongs to its thread
                usable = pending.toCompletableFuture().join();
            }
            delivery.deliver(usable, exchange);
        } catch (RuntimeException e) {
            exchange.setException(cause(e));
        }
        callback.done(true);
        return true;
    }

    private void goOn(
            @Nullable AccessToken token, @Nullable Throwable failure, Exchange exchange, AsyncCallback callback) {
        try {
            client.continuation().execute(() -> finish(token, failure, exchange, callback));
        } catch (RejectedExecutionException | IllegalStateException e) {
            // the component is stopping: better on this thread than never
            finish(token, failure, exchange, callback);
        }
    }

    private void finish(
            @Nullable AccessToken token, @Nullable Throwable failure, Exchange exchange, AsyncCallback callback) {
        try {
            if (token != null) {
                delivery.deliver(token, exchange);
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
