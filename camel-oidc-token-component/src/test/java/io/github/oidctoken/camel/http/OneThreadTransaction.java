package io.github.oidctoken.camel.http;

import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** Marks exchanges as transacted, as camel-spring does, without a resource behind it: their steps stay on one thread. */
final class OneThreadTransaction implements TransactedPolicy {

    static final String NAME = "oneThread";

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return new Transaction(steps);
    }

    private static final class Transaction extends ServiceSupport implements Processor {

        private final Processor steps;

        Transaction(Processor steps) {
            this.steps = steps;
        }

        @Override
        public void process(Exchange exchange) {
            exchange.getUnitOfWork().beginTransactedBy(this);
            try {
                PluginHelper.getAsyncProcessorAwaitManager(exchange.getContext())
                        .process(AsyncProcessorConverterHelper.convert(steps), exchange);
            } finally {
                exchange.getUnitOfWork().endTransactedBy(this);
            }
        }

        @Override
        protected void doStart() {
            ServiceHelper.startService(steps);
        }

        @Override
        protected void doStop() {
            ServiceHelper.stopService(steps);
        }
    }
}
