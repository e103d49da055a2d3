package io.github.oidctoken.camel.connect;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers browsers, without blocking a thread; a failure is a page as well. Thread-safe. */
abstract class Page extends AsyncProcessorSupport {

    static final Logger LOG = LoggerFactory.getLogger(ConnectPage.class);

    final Supplier<Collection<? extends ConnectableClient>> clients;
    final BrowserSessions sessions;

    /** Where the overview is, relative to this page. */
    final String overview;

    Page(Supplier<Collection<? extends ConnectableClient>> clients, BrowserSessions sessions, String overview) {
        this.clients = clients;
        this.sessions = sessions;
        this.overview = overview;
    }

    /** What the browser gets; it may throw what a page is to say. */
    abstract CompletionStage<Answer> answer(Exchange exchange);

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        exchange.getMessage().removeHeader("Set-Cookie");
        CompletableFuture<Answer> pending =
                pending(exchange).exceptionally(this::failed).toCompletableFuture();
        boolean there = pending.isDone();
        pending.whenComplete((answer, failure) -> {
            if (answer == null) {
                exchange.setException(failure);
            } else {
                answer.write(exchange.getMessage());
            }
            callback.done(there);
        });
        return there;
    }

    private CompletionStage<Answer> pending(Exchange exchange) {
        try {
            return answer(exchange);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Answer failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.warn("Connect page: {}", cause.getMessage());
        return Answer.page(502, PageView.problem("That did not work", String.valueOf(cause.getMessage()), overview));
    }
}
