package io.github.oidctoken.camel.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * The steps of a route that stand in a {@code policy} block: their HTTP sends to the client's targets are authorized,
 * and those of other routes that they call are not.
 */
final class AuthorizedBlock extends DelegateAsyncProcessor {

    private static final String PROPERTY = "CamelOidcTokenBlock";

    private final Route route;
    private final Authorization authorization;

    AuthorizedBlock(Route route, Authorization authorization, Processor steps) {
        super(steps);
        this.route = route;
        this.authorization = authorization;
    }

    /** The clients of the blocks of that route that the exchange is in, from the outermost to the innermost. */
    static List<Authorization> around(Exchange exchange, Route current) {
        return exchange.getProperty(PROPERTY) instanceof Entered entered
                ? entered.blocks().stream()
                        .filter(block -> block.route == current)
                        .map(block -> block.authorization)
                        .toList()
                : List.of();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Object outer = exchange.getProperty(PROPERTY);
        List<AuthorizedBlock> blocks = new ArrayList<>(outer instanceof Entered entered ? entered.blocks() : List.of());
        blocks.add(this);
        exchange.setProperty(PROPERTY, new Entered(List.copyOf(blocks)));
        return super.process(exchange, doneSync -> {
            exchange.setProperty(PROPERTY, outer);
            callback.done(doneSync);
        });
    }

    /** It may be shown wherever exchange properties are. */
    private record Entered(List<AuthorizedBlock> blocks) {

        @Override
        public String toString() {
            return blocks.stream().map(block -> block.authorization).toList().toString();
        }
    }
}
