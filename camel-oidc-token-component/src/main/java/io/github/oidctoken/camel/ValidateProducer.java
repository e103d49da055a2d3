package io.github.oidctoken.camel;

import org.apache.camel.Exchange;

/** Fails every exchange that brings no valid token; the body stays as it is. */
final class ValidateProducer extends AskingProducer {

    private final TokenJudge judge;

    ValidateProducer(OidcTokenEndpoint endpoint, TokenJudge judge) {
        super(endpoint, judge.client());
        this.judge = judge;
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        return new PendingResult<>(
                judge.judge(PresentedToken.of(exchange, client.registration().name())),
                claims -> judge.accept(claims, exchange));
    }
}
