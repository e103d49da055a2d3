package io.github.oidctoken.testkit;

import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.AuthorizationPolicy;

/** Stands for a company's login: it lets those in who bring its cookie {@code operator=yes}, and answers others 401. */
public final class OperatorPolicy implements AuthorizationPolicy {

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    @Override
    public Processor wrap(Route route, Processor processor) {
        return exchange -> {
            if (exchange.getMessage().getHeader("Cookie", "", String.class).contains("operator=yes")) {
                processor.process(exchange);
            } else {
                exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 401);
                exchange.getMessage().setBody(null);
                exchange.setRouteStop(true);
            }
        };
    }

    /** Has a browser bring the cookie. */
    public static void letIn(PageVisitor visitor) {
        visitor.browser().cookies(visitor.page()).put("operator", "yes");
    }
}
