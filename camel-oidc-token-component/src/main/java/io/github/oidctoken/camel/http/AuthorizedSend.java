package io.github.oidctoken.camel.http;

import io.github.oidctoken.camel.tracing.WaitCause;
import io.github.oidctoken.camel.tracing.WaitSpan;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One send of one exchange with a token: get the token, lend it to the request, send, take it back, and after a 401 do
 * so once more with a new one. At most two requests leave, and none without a token. Used by one thread at a time.
 */
final class AuthorizedSend {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizedSend.class);

    private final Call call;
    private final RenewalBudget budget;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final SentRequest request;
    private final TokenWait wait;

    /** Whether the thread that called the producer has been let go. */
    private boolean detached;

    private boolean resent;

    AuthorizedSend(Call call, RenewalBudget budget, LentTokens lent, Exchange exchange, AsyncCallback callback) {
        this.call = call;
        this.budget = budget;
        this.exchange = exchange;
        this.callback = callback;
        this.request = new SentRequest(exchange, lent);
        this.wait = new TokenWait(call.client().registration());
    }

    /**
     * What is sent where, by whom.
     *
     * @param producer sends the request
     * @param effectiveUri knows how the producer makes its requests
     * @param called where it goes
     * @param client whose token it carries
     * @param tokens the tokens for this exchange
     * @param mode whether the present thread may wait
     */
    record Call(
            AsyncProcessor producer,
            EffectiveUri effectiveUri,
            HttpPlace called,
            AuthorizedClient client,
            TokenSource tokens,
            SendMode mode) {}

    /** Camel's contract of an asynchronous processor: true if the exchange is done when this returns. */
    boolean start() {
        AccessToken token;
        try {
            token = call.tokens().usable();
            if (token == null && call.mode() == SendMode.BLOCKING) {
                token = blocked(WaitCause.NO_USABLE_TOKEN, call.tokens()::get);
            }
        } catch (RuntimeException e) {
            return fail(e);
        }
        return token != null
                ? send(token)
                : whenTokenComes(WaitCause.NO_USABLE_TOKEN, call.tokens()::request, this::send);
    }

    private boolean send(AccessToken token) {
        LOG.debug("Client {} calls {} with {}", name(), call.called().origin(), token);
        try {
            Credentials.require(token, call.client());
        } catch (ClientConfigurationException e) {
            return fail(e);
        }
        call.effectiveUri().detach(exchange);
        request.authorize(token);
        boolean sync;
        try {
            sync = call.producer().process(exchange, doneSync -> {
                if (!doneSync) {
                    detached = true;
                    completed(token);
                }
            });
        } catch (RuntimeException | Error e) {
            exchange.setException(e);
            sync = true;
        }
        return sync && completed(token);
    }

    private boolean completed(AccessToken token) {
        request.release(token);
        Rejection rejection = Rejection.of(exchange, call.client());
        if (rejection == null) {
            return done();
        }
        LOG.debug("{} refused token {} of client {}", call.called().origin(), token.fingerprint(), name());
        if (!rejection.mayBeCuredByRenewal()) {
            return done();
        }
        if (resent) {
            budget.renewedInVain(call.called(), call.tokens());
            call.tokens().stillRefused(token);
            return done();
        }
        if (budget.isSpent(call.called(), call.tokens(), token)) {
            return done();
        }
        String obstacle = request.obstacleToResend();
        return obstacle == null ? renew(token) : giveUp(token, rejection, obstacle);
    }

    private boolean renew(AccessToken rejected) {
        if (detached || call.mode() == SendMode.ASYNCHRONOUS) {
            return whenTokenComes(WaitCause.REJECTED, () -> call.tokens().renew(rejected), this::resend);
        }
        AccessToken token;
        try {
            CompletionStage<AccessToken> renewed = call.tokens().renew(rejected);
            token = renewed.toCompletableFuture().isDone()
                    ? wait.block(renewed)
                    : blocked(WaitCause.REJECTED, () -> wait.block(renewed));
        } catch (RuntimeException e) {
            return fail(e);
        }
        return resend(token);
    }

    private boolean resend(AccessToken token) {
        resent = true;
        try {
            request.restore();
        } catch (RuntimeException e) {
            return fail(e);
        }
        return send(token);
    }

    private boolean giveUp(AccessToken token, Rejection rejection, String obstacle) {
        RequestNotRepeatableException failure = new RequestNotRepeatableException(
                "Client '" + name() + "': " + call.called().origin() + " refused the token (" + rejection.status()
                        + "), and the request could not be sent once more with a new one: " + obstacle + ".",
                exchange,
                exchange.getException());
        try {
            call.tokens().invalidate(token);
            budget.forgotten(call.called(), call.tokens(), token);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return fail(failure);
    }

    /** Waits on the present thread. */
    private AccessToken blocked(WaitCause cause, Supplier<AccessToken> source) {
        WaitSpan span = WaitSpan.begin(exchange, name(), cause);
        try {
            AccessToken token = source.get();
            span.end(null);
            return token;
        } catch (RuntimeException e) {
            span.end(e);
            throw e;
        }
    }

    /** Goes on with the token on a thread of the client's, and lets the present one go. */
    private boolean whenTokenComes(
            WaitCause cause, Supplier<CompletionStage<AccessToken>> source, Consumer<AccessToken> next) {
        detached = true;
        CompletableFuture<AccessToken> stage;
        try {
            stage = wait.bounded(source.get());
        } catch (RuntimeException e) {
            return fail(e);
        }
        WaitSpan span = stage.isDone() ? WaitSpan.NONE : WaitSpan.begin(exchange, name(), cause);
        var unused = stage.whenComplete((token, failure) -> hop(
                () -> {
                    Throwable reason = failure == null ? null : wait.reason(failure);
                    span.end(reason);
                    if (reason == null) {
                        next.accept(token);
                    } else {
                        fail(reason);
                    }
                },
                span));
        return false;
    }

    private void hop(Runnable work, WaitSpan span) {
        try {
            call.client().continuation().execute(work);
        } catch (RejectedExecutionException | IllegalStateException e) {
            // the component is stopping: better on this thread than never
            span.end(e);
            fail(e);
        }
    }

    private boolean fail(Throwable reason) {
        LOG.debug("A send to {} failed for client {}: {}", call.called().origin(), name(), reason.toString());
        request.discardReply();
        exchange.setException(reason);
        return done();
    }

    private boolean done() {
        callback.done(!detached);
        return !detached;
    }

    private String name() {
        return call.client().registration().name();
    }
}
