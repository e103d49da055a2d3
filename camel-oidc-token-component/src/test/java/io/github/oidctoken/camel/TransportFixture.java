package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportRequest.Connection;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import io.github.oidctoken.testkit.FakeTime;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** A transport in a running context of its own. */
final class TransportFixture implements AutoCloseable {

    static final String AUTHORIZATION = "Basic b3VyczpzM2NyZXQ=";
    static final String FORM = "grant_type=refresh_token&refresh_token=r-4711";

    private final CamelContext context = new DefaultCamelContext();
    private final ScheduledExecutorService deadlines;
    private final CamelHttpTransport transport;

    TransportFixture() throws Exception {
        this(Executors.newSingleThreadScheduledExecutor(), TimeSource.system());
    }

    /** Whose deadlines pass when the test says so. */
    TransportFixture(FakeTime time) throws Exception {
        this(time.scheduler(), time);
    }

    private TransportFixture(ScheduledExecutorService deadlines, TimeSource time) throws Exception {
        this.deadlines = deadlines;
        this.transport = new CamelHttpTransport(context, deadlines, time);
        context.addService(transport);
        context.start();
    }

    CamelContext context() {
        return context;
    }

    CamelHttpTransport transport() {
        return transport;
    }

    HttpComponent component(String scheme) {
        return context.getComponent(scheme, HttpComponent.class);
    }

    static TransportRequest post(URI uri) {
        return post(uri, Duration.ofSeconds(20));
    }

    static TransportRequest post(URI uri, Duration deadline) {
        return post(uri, Connection.ANY, deadline);
    }

    static TransportRequest post(URI uri, Connection connection, Duration deadline) {
        return new TransportRequest(uri, Map.of("Authorization", AUTHORIZATION), FORM, connection, deadline);
    }

    TransportResponse send(URI uri) throws TransportException {
        return transport.send(post(uri));
    }

    TransportException failure(TransportRequest request) {
        return catchThrowableOfType(TransportException.class, () -> transport.send(request));
    }

    TransportException failure(URI uri) {
        return failure(post(uri));
    }

    @Override
    public void close() {
        context.stop();
        deadlines.shutdownNow();
    }
}
