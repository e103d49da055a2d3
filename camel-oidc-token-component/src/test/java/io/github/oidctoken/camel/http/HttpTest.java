package io.github.oidctoken.camel.http;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A context with client {@code ifs}, an API among its targets and a foreign server that is not. */
abstract class HttpTest {

    /** Adds routes to a builder whose methods it may call. */
    interface Routes {
        void configure(RouteBuilder builder) throws Exception;
    }

    final FakeApi api = new FakeApi();
    final FakeApi foreign = new FakeApi();
    final FakeClients clients = new FakeClients();
    final FakeClient ifs = FakeClient.of("ifs", api.url("/api"));
    final CamelContext context = newContext(clients);

    HttpTest() {
        clients.add(ifs);
    }

    @AfterEach
    void stop() {
        context.stop();
        api.close();
        foreign.close();
    }

    static CamelContext newContext(FakeClients clients) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind(ComponentClients.COMPONENT, clients);
        context.getShutdownStrategy().setTimeout(5);
        return context;
    }

    void start(Routes routes) throws Exception {
        addRoutes(context, routes);
        context.start();
    }

    static void addRoutes(CamelContext context, Routes routes) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                routes.configure(this);
            }
        });
    }

    void startYaml(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", yaml));
        context.start();
    }

    Exchange send(String endpoint, @Nullable Object body) {
        return send(endpoint, body, Map.of());
    }

    Exchange send(String endpoint, @Nullable Object body, Map<String, Object> headers) {
        return context.createFluentProducerTemplate()
                .to(endpoint)
                .withExchange(() -> {
                    Exchange exchange = context.getEndpoint(endpoint).createExchange();
                    exchange.getIn().setBody(body);
                    exchange.getIn().setHeaders(new HashMap<>(headers));
                    return exchange;
                })
                .send();
    }
}
