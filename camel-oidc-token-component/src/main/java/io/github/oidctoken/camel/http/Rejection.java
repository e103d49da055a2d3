package io.github.oidctoken.camel.http;

import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * An API's answer that refuses the token: 401, or what the client's {@code rejectedWhen} finds.
 *
 * @param status the answer's status
 * @param challenges what the API wants; empty when it did not say
 */
record Rejection(int status, List<Challenge> challenges) {

    private static final int UNAUTHORIZED = 401;

    /** The refusal that the finished send left on the exchange; absent when there is none. */
    static @Nullable Rejection of(Exchange exchange, AuthorizedClient client) {
        Reply reply = Reply.of(exchange);
        if (reply == null || (reply.status() != UNAUTHORIZED && !client.refusedBy(reply.asMessage()))) {
            return null;
        }
        return new Rejection(reply.status(), reply.challenges());
    }

    /** Whether a new token may help: not if the API says that this one is good but does not allow the call. */
    boolean mayBeCuredByRenewal() {
        return challenges.stream().noneMatch(Challenge::outlivesRenewal);
    }
}
