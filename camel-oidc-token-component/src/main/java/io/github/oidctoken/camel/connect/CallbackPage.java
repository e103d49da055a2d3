package io.github.oidctoken.camel.connect;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Takes the answers that browsers bring from authorization servers, of those browsers only that have begun the sign-in here. Thread-safe. */
final class CallbackPage extends Page {

    /** @param back the overview, relative to this page */
    CallbackPage(Supplier<Collection<? extends ConnectableClient>> clients, BrowserSessions sessions, String back) {
        super(clients, sessions, back);
    }

    @Override
    CompletionStage<Answer> answer(Exchange exchange) {
        Message message = exchange.getMessage();
        // a form comes from the server's page, and without our cookie; but only browsers that were let in have begun a
        // sign-in
        boolean form = "POST".equals(message.getHeader(Exchange.HTTP_METHOD, String.class));
        ConnectableClient client = form || sessions.comesBack(message)
                ? clients.get().stream()
                        .filter(one -> one.hasBegun(message))
                        .findFirst()
                        .orElse(null)
                : null;
        if (client == null) {
            return CompletableFuture.completedStage(Answer.page(
                    403,
                    PageView.problem(
                            "Nothing was changed",
                            "This browser has not begun the sign-in that this answer belongs to, or did so too long ago, or"
                                    + " the answer was taken before. Open the connect page and begin again.",
                            overview)));
        }
        // a redirect would still count as sent by the other site, and browsers would leave the session's cookie out
        return client.finish(exchange)
                .thenApply(done -> Answer.page(
                        200, PageView.goOn("Connected " + client.name(), overview, "Back to the connections")));
    }
}
