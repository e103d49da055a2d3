package io.github.oidctoken.camel.http;

import java.lang.reflect.Field;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP components of Camel, told by their endpoints. Only camel-http has to be there, so the others are known by
 * the names of their classes.
 */
final class HttpComponents {

    private static final Logger LOG = LoggerFactory.getLogger(HttpComponents.class);
    private static final String PACKAGE = "org.apache.camel.component.";
    private static final String VERTX = PACKAGE + "vertx.http.VertxHttpEndpoint";
    private static final String NETTY = PACKAGE + "netty.http.NettyHttpEndpoint";
    private static final String UNDERTOW = PACKAGE + "undertow.UndertowEndpoint";
    private static final String REST = PACKAGE + "rest.RestEndpoint";
    private static final String REST_PRODUCER = PACKAGE + "rest.RestProducer";

    private final LentTokens lent;

    HttpComponents(LentTokens lent) {
        this.lent = lent;
    }

    /** How an endpoint's producers may be authorized; absent when they may not. */
    @Nullable
    Authorizable authorizable(Endpoint endpoint) {
        try {
            if (endpoint instanceof HttpEndpoint http) {
                guard(http);
                return new Authorizable(new CamelHttpEffectiveUri(http), SendMode.BLOCKING);
            }
            if (is(endpoint, VERTX)) {
                VertxRedirectGuard.install(endpoint, lent);
                return new Authorizable(VertxHttpEffectiveUri.of(endpoint), SendMode.ASYNCHRONOUS);
            }
            if (is(endpoint, NETTY)) {
                return new Authorizable(NettyHttpEffectiveUri.of(endpoint), SendMode.ASYNCHRONOUS);
            }
            if (is(endpoint, UNDERTOW) && !EndpointOptions.of(endpoint).isOn("webSocket")) {
                return new Authorizable(UndertowEffectiveUri.of(endpoint), SendMode.ASYNCHRONOUS);
            }
            if (ComponentClients.schemes(endpoint.getCamelContext()).include(endpoint)) {
                return new Authorizable(FurtherEffectiveUri.of(endpoint), SendMode.ASYNCHRONOUS);
            }
        } catch (IllegalStateException e) {
            LOG.warn("No token can be sent by {}: {}", endpoint, e.getMessage());
        }
        return null;
    }

    /** An endpoint whose producers may carry a token. */
    record Authorizable(EffectiveUri effectiveUri, SendMode mode) {}

    /** Makes an authorizing producer for an endpoint. */
    @FunctionalInterface
    interface ProducerFactory {
        Producer producer(Endpoint endpoint) throws Exception;
    }

    /**
     * Puts an authorizing producer in the place of the HTTP producer within a {@code rest:} producer. The headers that
     * the outer one sets are there when the inner one is called.
     *
     * @return whether that worked
     */
    static boolean replaceWithinRest(Endpoint endpoint, Producer producer, ProducerFactory authorizing) {
        if (!is(endpoint, REST) || !is(producer, REST_PRODUCER)) {
            return false;
        }
        try {
            Class<?> declaring = producer.getClass();
            while (!declaring.getName().equals(REST_PRODUCER)) {
                declaring = declaring.getSuperclass();
            }
            Field field = declaring.getDeclaredField("producer");
            field.setAccessible(true);
            Endpoint called = ((AsyncProducer) field.get(producer)).getEndpoint();
            // made anew: camel-vertx-http's asks its endpoint for the binding only once
            Producer authorized = authorizing.producer(called);
            field.set(producer, AsyncProcessorConverterHelper.convert(authorized));
            return true;
        } catch (Exception e) {
            LOG.debug("The HTTP producer of {} cannot be reached", endpoint, e);
            return false;
        }
    }

    private void guard(HttpEndpoint endpoint) {
        ActivityMask.install(endpoint, lent);
        if (!(endpoint.getHttpClient() instanceof CloseableHttpClient client)) {
            throw new IllegalStateException("its HttpClient is a "
                    + endpoint.getHttpClient().getClass().getName()
                    + ", which cannot be kept from following redirects; it has to be a "
                    + CloseableHttpClient.class.getName());
        }
        if (!(client instanceof RedirectGuard)) {
            endpoint.setHttpClient(new RedirectGuard(client, lent));
        }
    }

    private static boolean is(Object object, String className) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(className)) {
                return true;
            }
        }
        return false;
    }
}
