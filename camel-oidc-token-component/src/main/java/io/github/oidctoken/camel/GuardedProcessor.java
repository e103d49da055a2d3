package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenInvalidException.Problem;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the steps behind it for exchanges with a valid token, and answers all others itself. */
final class GuardedProcessor extends DelegateAsyncProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(OidcTokenGuard.class);

    private final TokenJudge judge;
    private final LineBudget lines = new LineBudget(TimeSource.system());

    GuardedProcessor(TokenJudge judge, Processor steps) {
        super(steps);
        this.judge = judge;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Map<String, Object>> pending;
        try {
            pending = judge.judge(token(exchange)).toCompletableFuture();
        } catch (RuntimeException e) {
            pending = CompletableFuture.failedFuture(e);
        }
        if (pending.isDone() || exchange.isTransacted()) {
            return finish(pending, exchange, callback);
        }
        CompletableFuture<Map<String, Object>> answer = pending;
        answer.whenComplete((claims, problem) -> goOn(answer, exchange, callback));
        return false;
    }

    private Secret token(Exchange exchange) {
        String client = judge.client().registration().name();
        return PresentedToken.bearer(exchange, client)
                .orElseThrow(() ->
                        new TokenInvalidException(client, Problem.NO_TOKEN, "the request brings no Bearer token", ""));
    }

    private void goOn(CompletableFuture<Map<String, Object>> answer, Exchange exchange, AsyncCallback callback) {
        Runnable rest = () -> {
            if (finish(answer, exchange, done -> callback.done(false))) {
                LOG.trace("The steps behind the guard ended at once");
            }
        };
        try {
            judge.client().continuation().execute(rest);
        } catch (RejectedExecutionException | IllegalStateException e) {
            // the component is stopping: better on this thread than never
            rest.run();
        }
    }

    private boolean finish(CompletableFuture<Map<String, Object>> answer, Exchange exchange, AsyncCallback callback) {
        try {
            judge.accept(answer.join(), exchange);
        } catch (RuntimeException e) {
            refuse(cause(e), exchange);
            callback.done(true);
            return true;
        }
        return super.process(exchange, callback);
    }

    private void refuse(Throwable problem, Exchange exchange) {
        if (!(problem instanceof TokenInvalidException invalid)) {
            exchange.setException(problem);
            return;
        }
        log(invalid);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, invalid.problem().status());
        message.setHeader("WWW-Authenticate", challenge(invalid));
        exchange.setRouteStop(true);
    }

    private void log(TokenInvalidException invalid) {
        int status = invalid.problem().status();
        OptionalLong keptBack = invalid.problem() == Problem.NO_TOKEN ? OptionalLong.empty() : lines.next();
        if (keptBack.isEmpty()) {
            LOG.debug("Answered {}: {}", status, invalid.getMessage());
        } else if (keptBack.getAsLong() == 0) {
            LOG.info("Answered {}: {}", status, invalid.getMessage());
        } else {
            LOG.info(
                    "Answered {}: {} Before that {} refusals were not logged.",
                    status,
                    invalid.getMessage(),
                    keptBack.getAsLong());
        }
    }

    /** RFC 6750 section 3. */
    private String challenge(TokenInvalidException invalid) {
        StringBuilder challenge = new StringBuilder("Bearer");
        append(challenge, " realm", judge.client().registration().name());
        invalid.problem().code().ifPresent(code -> {
            append(challenge, ", error", code);
            append(challenge, ", error_description", invalid.reason());
        });
        if (!judge.requirements().scopes().isEmpty()) {
            append(challenge, ", scope", String.join(" ", judge.requirements().scopes()));
        }
        return challenge.toString();
    }

    private static void append(StringBuilder challenge, String name, @Nullable String value) {
        String allowed = String.valueOf(value).replaceAll("[^ !#-\\[\\]-~]", " ");
        challenge.append(name).append("=\"").append(allowed).append('"');
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
