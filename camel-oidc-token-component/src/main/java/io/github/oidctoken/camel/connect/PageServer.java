package io.github.oidctoken.camel.connect;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;

/** The HTTP server of the application, as Camel's component platform-http finds it. Thread-safe. */
record PageServer(CamelContext context) {

    private static final String HTTP_SERVER = "platform-http";
    private static final String ENGINE = "platform-http-engine";

    /** What the engine of camel-main looks for, and names when it is missing. */
    private static final String ROUTER = "platform-http-router";

    private static final String NO_SERVER =
            "there is no HTTP server. With camel-main add camel-platform-http-main and set camel.server.enabled = true;"
                    + " with Spring Boot add camel-platform-http-starter";

    /**
     * An address to serve.
     *
     * @param methods with commas between them
     * @throws IllegalStateException if there is no server, saying what to add
     */
    Endpoint endpoint(String path, String methods) {
        Endpoint endpoint = place(path, methods);
        if (endpoint instanceof HeaderFilterStrategyAware filtered) {
            filtered.setHeaderFilterStrategy(new WithCacheControl(filtered.getHeaderFilterStrategy()));
        }
        return endpoint;
    }

    /**
     * Finds out whether the server can serve an address, which shows when services have started and routes have not. Camel itself would fail a little later, and
     * not say what to add.
     *
     * @throws IllegalStateException if it cannot, saying why and what to change
     */
    void require(String path, String methods) {
        Endpoint place = place(path, methods);
        context.getRegistry().findByType(ServerObstacle.class).stream()
                .map(ServerObstacle::obstacle)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(obstacle -> {
                    throw new IllegalStateException(obstacle);
                });
        try {
            Consumer consumer = place.createConsumer(exchange -> {});
            ServiceHelper.initService(consumer);
        } catch (Exception e) {
            String said = String.valueOf(e.getMessage());
            boolean noRouter = e instanceof IllegalArgumentException && said.contains(ROUTER);
            throw new IllegalStateException(noRouter ? NO_SERVER : said, e);
        }
    }

    private Endpoint place(String path, String methods) {
        if (context.getComponent(HTTP_SERVER) == null) {
            throw new IllegalStateException(NO_SERVER);
        }
        Endpoint endpoint = context.getEndpoint(
                HTTP_SERVER + ":" + path + "?httpMethodRestrict=" + methods + "&muteException=true");
        if (!hasEngine(endpoint)) {
            throw new IllegalStateException(NO_SERVER);
        }
        return endpoint;
    }

    /** Where there is none the component platform-http stops the start itself, before anybody can say what to add. */
    private boolean hasEngine(Endpoint endpoint) {
        BeanIntrospection properties = PluginHelper.getBeanIntrospection(context);
        return properties.getOrElseProperty(endpoint, "platformHttpEngine", null, false) != null
                || context.getRegistry().lookupByName(ENGINE) != null
                || context.getCamelContextExtension()
                        .getFactoryFinder(FactoryFinder.DEFAULT_PATH)
                        .findClass(ENGINE)
                        .isPresent();
    }

    /** HTTP consumers of Camel keep {@code Cache-Control} from their answers; but browsers must not store the page. */
    private record WithCacheControl(HeaderFilterStrategy strategy) implements HeaderFilterStrategy {

        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
            return !"Cache-Control".equalsIgnoreCase(name) && strategy.applyFilterToCamelHeaders(name, value, exchange);
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            return strategy.applyFilterToExternalHeaders(name, value, exchange);
        }
    }
}
