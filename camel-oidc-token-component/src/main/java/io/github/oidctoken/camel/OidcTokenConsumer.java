package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an exchange of each token event, one after another on a thread of its own: renewals never wait for a route. A route that is too slow loses the
 * oldest events. While the route is suspended they wait.
 */
final class OidcTokenConsumer extends DefaultConsumer implements TokenEventListener, Suspendable {

    /** Instead of a client's name: the events of all clients. */
    static final String EVERY_CLIENT = "*";

    static final int MOST_WAITING = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(OidcTokenConsumer.class);

    private final String client;
    private final Set<TokenEvent.Type> types;
    private final TokenEvents events;
    private final BlockingQueue<Happened> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean delivering = new AtomicBoolean();
    private final AtomicLong lost = new AtomicLong();
    /** Camel says suspended until it has resumed all. */
    private volatile boolean paused;

    private volatile @Nullable ExecutorService thread;

    private OidcTokenConsumer(
            OidcTokenEndpoint endpoint, Processor processor, Set<TokenEvent.Type> types, TokenEvents events) {
        super(endpoint, processor);
        this.client = endpoint.getClient();
        this.types = types;
        this.events = events;
    }

    /**
     * The consumer of the events that an endpoint names.
     *
     * @throws ClientConfigurationException if one of them does not exist
     */
    static OidcTokenConsumer of(OidcTokenEndpoint endpoint, Processor processor, TokenEvents events) {
        try {
            return new OidcTokenConsumer(endpoint, processor, EventTypes.of(endpoint.getEvents()), events);
        } catch (IllegalArgumentException e) {
            throw new ClientConfigurationException(endpoint.getClient(), "option events: " + e.getMessage());
        }
    }

    /** How many events were lost since the route started, because it was too slow. */
    long lost() {
        return lost.get();
    }

    @Override
    public void on(TokenEvent event) {
        if (!types.contains(event.type()) || !(client.equals(EVERY_CLIENT) || client.equals(event.client()))) {
            return;
        }
        Happened happened = new Happened(event, Instant.now());
        while (!waiting.offer(happened)) {
            if (waiting.poll() != null && lost.incrementAndGet() % MOST_WAITING == 1) {
                LOG.warn(
                        "The route {} is too slow for the token events of {}: {} were lost so far, the oldest first, since"
                                + " {} wait already",
                        getRouteId(),
                        getEndpoint(),
                        lost.get(),
                        MOST_WAITING);
            }
        }
        deliver();
    }

    private void deliver() {
        ExecutorService mine = thread;
        if (mine != null && isRunAllowed() && !paused && delivering.compareAndSet(false, true)) {
            try {
                mine.execute(this::drain);
            } catch (RejectedExecutionException e) {
                // the route stops
                delivering.set(false);
            }
        }
    }

    private void drain() {
        try {
            Happened next;
            while (isRunAllowed() && !paused && (next = waiting.poll()) != null) {
                process(next);
            }
        } finally {
            delivering.set(false);
        }
        if (!waiting.isEmpty()) {
            deliver();
        }
    }

    private void process(Happened happened) {
        Exchange exchange = createExchange(false);
        fill(exchange.getIn(), happened);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        if (failure != null) {
            getExceptionHandler().handleException("The route of a token event failed", exchange, failure);
        }
        releaseExchange(exchange, false);
    }

    private static void fill(Message message, Happened happened) {
        TokenEvent event = happened.event();
        message.setHeader(OidcTokenConstants.EVENT_TYPE, EventTypes.name(event.type()));
        message.setHeader(OidcTokenConstants.EVENT_CLIENT, event.client());
        String reason = event.reason() == null ? null : event.reason().words();
        if (reason != null) {
            message.setHeader(OidcTokenConstants.EVENT_REASON, reason);
        }
        if (event.expiresAt() != null) {
            message.setHeader(OidcTokenConstants.EXPIRES_AT, event.expiresAt());
        }
        message.setHeader(Exchange.MESSAGE_TIMESTAMP, happened.at().toEpochMilli());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", EventTypes.name(event.type()));
        body.put("client", event.client());
        put(body, "reason", reason);
        body.put("happenedAt", happened.at().toString());
        put(body, "fingerprint", event.fingerprint());
        put(body, "previousFingerprint", event.previousFingerprint());
        put(body, "expiresAt", event.expiresAt());
        body.put("tookMillis", event.took().toMillis());
        put(body, "failure", event.failure());
        message.setBody(body);
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value.toString());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        lost.set(0);
        paused = false;
        thread = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(this, "oidc-token-events");
        events.add(this);
    }

    @Override
    protected void doSuspend() throws Exception {
        paused = true;
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        paused = false;
        deliver();
    }

    @Override
    protected void doStop() throws Exception {
        events.remove(this);
        ExecutorService ending = thread;
        thread = null;
        if (ending != null) {
            getEndpoint()
                    .getCamelContext()
                    .getExecutorServiceManager()
                    .shutdownGraceful(ending, Duration.ofSeconds(1).toMillis());
        }
        waiting.clear();
        super.doStop();
    }

    private record Happened(TokenEvent event, Instant at) {}
}
