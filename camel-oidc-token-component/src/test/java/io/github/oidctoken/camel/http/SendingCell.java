package io.github.oidctoken.camel.http;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.builder.ExpressionBuilder;
import org.jspecify.annotations.Nullable;

/** A way of sending by one HTTP component, with URIs that no other cell has. */
record SendingCell(
        SendingWay way,
        HttpComponent component,
        AuthorizedClient client,
        RouteBuilder builder,
        ProducerTemplate template,
        List<Runnable> later,
        String targetUrl,
        String foreignUrl) {

    /** The path of its calls, and the id of its route. */
    static String id(SendingWay way, HttpComponent component) {
        return (way.name() + "-" + component.name()).replace('_', '-').toLowerCase(java.util.Locale.ROOT);
    }

    /** The first route of the cell, with the policy. */
    RouteDefinition route() {
        return withPolicy(plainRoute());
    }

    /** The first route of the cell, without a policy. */
    RouteDefinition plainRoute() {
        return builder.from("direct:" + this).routeId(toString());
    }

    RouteDefinition withPolicy(RouteDefinition route) {
        return route.routePolicy(OidcTokenRoutePolicy.forClient("ifs"));
    }

    /** Done when all routes are there. */
    void afterwards(Runnable action) {
        later.add(action);
    }

    CamelContext context() {
        return builder.getContext();
    }

    String target() {
        return component.endpoint(targetUrl);
    }

    /** The same, whose refusal does not fail the exchange. */
    String lenientTarget() {
        return component.endpoint(targetUrl + "?throwExceptionOnFailure=false");
    }

    String foreign() {
        return component.endpoint(foreignUrl);
    }

    String restTarget() {
        return HttpComponent.valueOf("REST_OVER_" + component.name()).endpoint(targetUrl);
    }

    Expression both() {
        return text(target() + "," + foreign());
    }

    Expression text(String text) {
        return ExpressionBuilder.constantExpression(text);
    }

    Expression words() {
        return builder.body().tokenize(",");
    }

    /** The target, then the foreign host, then nothing. */
    Expression oneAfterTheOther() {
        return new org.apache.camel.support.ExpressionAdapter() {
            @Override
            public @Nullable Object evaluate(Exchange exchange) {
                int step = exchange.getProperty("step", 0, Integer.class);
                exchange.setProperty("step", step + 1);
                return step == 0 ? target() : step == 1 ? foreign() : null;
            }
        };
    }

    void grant(Exchange exchange) {
        ExchangeAuthorization.grant(exchange, client);
    }

    @Override
    public String toString() {
        return id(way, component);
    }
}
