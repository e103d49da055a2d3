package io.github.oidctoken.camel.http;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Tells the route to the exchange that {@code enrich} sends: it is made without a unit of work and so without a route,
 * but it inherits the properties.
 */
final class EnrichInterceptor extends LifecycleStrategySupport implements InterceptStrategy {

    private static final String PROPERTY = "CamelOidcTokenEnrichingRoute";

    /** The route of the {@code enrich} that sends this exchange; absent when none does. */
    static @Nullable Route enrichingRoute(Exchange exchange) {
        return exchange.getProperty(PROPERTY) instanceof Enriching enriching ? enriching.route() : null;
    }

    /**
     * Comes before the route's nodes are built. Only routes that enrich are intercepted, since that costs each node of
     * the route a little.
     */
    @Override
    public void onRouteContextCreate(Route route) {
        if (route.getRoute() instanceof RouteDefinition definition
                && !ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), EnrichDefinition.class)
                        .isEmpty()) {
            route.getInterceptStrategies().add(this);
        }
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return definition instanceof EnrichDefinition
                ? new Marking(target)
                : AsyncProcessorConverterHelper.convert(target);
    }

    private static final class Marking extends DelegateAsyncProcessor {

        Marking(Processor enricher) {
            super(enricher);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Route route = ExchangeHelper.getRoute(exchange);
            Object outer = exchange.getProperty(PROPERTY);
            if (route != null) {
                exchange.setProperty(PROPERTY, new Enriching(route));
            }
            return super.process(exchange, doneSync -> {
                exchange.setProperty(PROPERTY, outer);
                callback.done(doneSync);
            });
        }
    }

    private record Enriching(Route route) {

        @Override
        public String toString() {
            return route.getRouteId();
        }
    }
}
