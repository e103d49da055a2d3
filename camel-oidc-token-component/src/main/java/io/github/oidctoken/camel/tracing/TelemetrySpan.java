package io.github.oidctoken.camel.tracing;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.SpanLifecycleManager;
import org.apache.camel.telemetry.SpanStorageManagerExchange;
import org.apache.camel.telemetry.Tracer;
import org.apache.camel.telemetry.propagation.CamelHeadersSpanContextPropagationExtractor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A span of whatever tracer of camel-telemetry the context has. To be touched only when camel-telemetry is there. */
final class TelemetrySpan implements WaitSpan {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetrySpan.class);

    private static final String NAME = "oidc-token wait";

    private final SpanLifecycleManager spans;
    private final Span span;

    private TelemetrySpan(SpanLifecycleManager spans, Span span) {
        this.spans = spans;
        this.span = span;
    }

    static WaitSpan begin(Exchange exchange, String client, WaitCause cause) {
        try {
            Tracer tracer = exchange.getContext().hasService(Tracer.class);
            if (tracer == null) {
                return NONE;
            }
            Span parent = new SpanStorageManagerExchange().peek(exchange);
            // without a parent the application has excluded this exchange from its traces
            return parent == null ? NONE : begin(exchange, tracer.getSpanLifecycleManager(), parent, client, cause);
        } catch (RuntimeException e) {
            LOG.debug("Client '{}': a wait for a token cannot be traced", client, e);
            return NONE;
        }
    }

    private static WaitSpan begin(
            Exchange exchange, SpanLifecycleManager spans, Span parent, String client, WaitCause cause) {
        Span span = spans.create(
                NAME,
                parent,
                new CamelHeadersSpanContextPropagationExtractor(exchange.getIn().getHeaders()));
        span.setComponent("camel-oidc-token");
        span.setTag("oidc.token.client", client);
        span.setTag("oidc.token.cause", cause.words());
        spans.activate(span);
        return new TelemetrySpan(spans, span);
    }

    @Override
    public void end(@Nullable Throwable failure) {
        try {
            span.setTag("oidc.token.outcome", failure == null ? "served" : "failed");
            if (failure != null) {
                span.setError(true);
                span.setTag("error.type", failure.getClass().getName());
                span.log(Map.of(
                        "event", "error", "error.kind", "Exception", "message", String.valueOf(failure.getMessage())));
            }
            spans.deactivate(span);
            spans.close(span);
        } catch (RuntimeException e) {
            LOG.debug("A traced wait for a token cannot be ended", e);
        }
    }
}
