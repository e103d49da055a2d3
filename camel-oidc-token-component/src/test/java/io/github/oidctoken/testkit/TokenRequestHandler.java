package io.github.oidctoken.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/** Takes a token request from the network to the endpoint and its answer back, with the fault ordered for it. */
final class TokenRequestHandler implements HttpHandler {

    private final TokenEndpoint endpoint;
    private final TokenStore store;
    private final TokenRequestLog log;
    private final Faults faults;
    private final Clock clock;

    TokenRequestHandler(TokenEndpoint endpoint, TokenStore store, TokenRequestLog log, Faults faults, Clock clock) {
        this.endpoint = endpoint;
        this.store = store;
        this.log = log;
        this.faults = faults;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        TokenRequest request = TokenRequest.read(exchange);
        Instant receivedAt = clock.instant();
        Fault fault = faults.next();
        TokenAnswer answer = fault.answer(() -> process(request));
        long number = log.add(request, receivedAt, generation(request), answer);
        fault.beforeSending();
        if (fault.losesAnswer()) {
            log.lost(number);
            exchange.close();
        } else {
            send(answer, number, exchange);
        }
    }

    private TokenAnswer process(TokenRequest request) {
        try {
            return TokenAnswer.issued(endpoint.answer(request));
        } catch (OAuthRefusal refusal) {
            return TokenAnswer.refused(refusal);
        }
    }

    private void send(TokenAnswer answer, long number, HttpExchange exchange) throws IOException {
        log.delivered(number);
        try {
            answer.http().writeTo(exchange);
        } catch (IOException e) {
            log.notDelivered(number);
            throw e;
        }
    }

    private int generation(TokenRequest request) {
        String refreshToken = request.form().fields().get("refresh_token");
        return refreshToken == null ? -1 : store.generation(refreshToken).orElse(-1);
    }
}
