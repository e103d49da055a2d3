package io.github.oidctoken.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Fails every exchange that brings no valid token; the body stays as it is. */
final class ValidateProducer extends DefaultAsyncProducer {

    private final TokenJudge judge;

    ValidateProducer(OidcTokenEndpoint endpoint, TokenJudge judge) {
        super(endpoint);
        this.judge = judge;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return new PendingResult<>(
                            judge.judge(PresentedToken.of(
                                    exchange, judge.client().registration().name())),
                            claims -> judge.accept(claims, exchange))
                    .passOn(exchange, callback, judge.client());
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
