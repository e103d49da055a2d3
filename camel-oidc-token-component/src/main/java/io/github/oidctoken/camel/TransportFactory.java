package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.protocol.Transport;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;

/** Makes the way to authorization servers. One that is a Camel service is started and stopped with the engine. */
@FunctionalInterface
interface TransportFactory {

    /**
     * A transport of the context's own HTTP component.
     *
     * @param scheduler for deadlines
     */
    Transport create(CamelContext context, ScheduledExecutorService scheduler);
}
