package io.github.oidctoken.camel.http;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP producers that cannot get a token: a route that expects one is warned, once for each endpoint. */
final class UnauthorizedSchemes {

    private static final Logger LOG = LoggerFactory.getLogger(UnauthorizedSchemes.class);
    private static final Set<String> SCHEMES = Set.of("vertx-http", "netty-http", "undertow", "rest", "rest-openapi");

    private final Set<Endpoint> warned = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** The producer itself, unless it is one that should have been authorized. */
    Producer watch(Endpoint endpoint, Producer producer) {
        return SCHEMES.contains(HttpSchemes.schemeOf(endpoint))
                ? new Watched(AsyncProcessorConverterHelper.convert(producer))
                : producer;
    }

    private void warn(Endpoint endpoint, List<Authorization> authorizations) {
        if (!authorizations.isEmpty() && warned.add(endpoint)) {
            LOG.warn(
                    "No token is sent by {}: this producer of scheme '{}' cannot be authorized, although the client(s) {} apply."
                            + " Call the URI by http:, vertx-http:, netty-http: or undertow: and start it with the route"
                            + " (lazyStartProducer=false for rest:).",
                    endpoint,
                    HttpSchemes.schemeOf(endpoint),
                    authorizations.stream().map(Authorization::name).collect(Collectors.joining(", ")));
        }
    }

    private final class Watched extends DelegateAsyncProcessor implements AsyncProducer {

        private final AsyncProducer producer;

        Watched(AsyncProducer producer) {
            super(producer);
            this.producer = producer;
        }

        @Override
        public Endpoint getEndpoint() {
            return producer.getEndpoint();
        }

        @Override
        public boolean isSingleton() {
            return producer.isSingleton();
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            warn(producer.getEndpoint(), Authorizations.of(exchange));
            return super.process(exchange, callback);
        }
    }
}
