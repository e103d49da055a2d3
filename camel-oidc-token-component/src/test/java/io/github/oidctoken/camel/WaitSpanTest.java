package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.ScriptedTransport;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenTelemetry is told of exchanges that wait for a token, by Camel's own tracer. */
class WaitSpanTest {

    private static final String WAIT = "oidc-token wait";

    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final Begun begun = new Begun();
    private final SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(begun)
            .addSpanProcessor(SimpleSpanProcessor.create(exported))
            .build();
    private final ProtectedApi api = ProtectedApi.start(token -> Optional.of("camel"));
    private final TestContext camel = TestContext.create();

    @AfterEach
    void stop() {
        camel.close();
        api.close();
        tracing.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vertx-http:"})
    void aSendThatWaitsForTheFirstTokenHasASpanBelowItsOwn(String component) throws Exception {
        answer(200, token("first"));
        start(component + api.uri("/orders"));

        send("direct:in");

        SpanData wait = only(spans(4), WAIT);
        assertThat(wait.getParentSpanId()).isEqualTo(sent("/orders").getSpanId());
        assertThat(wait.getAttributes().asMap())
                .containsEntry(stringKey("oidc.token.client"), "ifs")
                .containsEntry(stringKey("oidc.token.cause"), "no usable token")
                .containsEntry(stringKey("oidc.token.outcome"), "served");
        assertThat(wait.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(wait.toString()).doesNotContain("first");
        assertThat(spans(4)).extracting(SpanData::getTraceId).containsOnly(wait.getTraceId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vertx-http:"})
    void aSendWithATokenAtHandHasNone(String component) throws Exception {
        answer(200, token("first"));
        start(component + api.uri("/orders"));
        send("direct:in");
        spans(4);
        exported.reset();

        send("direct:in");

        assertThat(spans(3)).extracting(SpanData::getName).doesNotContain(WAIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vertx-http:"})
    void aWaitInVainIsAnError(String component) throws Exception {
        answer(401, "{\"error\":\"invalid_client\"}");
        start(component + api.uri("/orders"));

        Exchange exchange = send("direct:in");

        assertThat(exchange.getException()).isInstanceOf(TokenRefusedException.class);
        SpanData wait = only(spans(4), WAIT);
        assertThat(wait.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(wait.getAttributes().asMap())
                .containsEntry(stringKey("oidc.token.outcome"), "failed")
                .containsEntry(stringKey("error.type"), TokenRefusedException.class.getName());
        assertThat(wait.getEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getAttributes().get(stringKey("message")))
                        .contains("Client 'ifs'", "invalid_client")
                        .doesNotContain("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vertx-http:"})
    void aSendWhoseTokenIsRefusedWaitsForAnother(String component) throws Exception {
        answer(200, token("first"));
        start(component + api.uri("/orders"));
        send("direct:in");
        spans(4);
        exported.reset();
        answer(200, token("second"));
        api.rejectNext();

        send("direct:in");

        SpanData wait = only(spans(4), WAIT);
        assertThat(wait.getAttributes().get(stringKey("oidc.token.cause"))).isEqualTo("rejected");
        assertThat(wait.getParentSpanId()).isEqualTo(sent("/orders").getSpanId());
    }

    @Test
    void aStepThatWaitsHasASpanBelowItsOwn() throws Exception {
        answer(200, token("first"));
        start("oidc-token:ifs");

        send("direct:in");

        SpanData wait = only(spans(4), WAIT);
        assertThat(wait.getParentSpanId()).isEqualTo(sent("ifs").getSpanId());
        assertThat(wait.getAttributes().get(stringKey("oidc.token.cause"))).isEqualTo("no usable token");
    }

    @Test
    void aStepThatRenewsSaysSo() throws Exception {
        answer(200, token("first"));
        start("oidc-token:ifs?operation=renew");

        send("direct:in");

        assertThat(only(spans(4), WAIT).getAttributes().get(stringKey("oidc.token.cause")))
                .isEqualTo("requested");
    }

    /** Answers as soon as somebody waits, so that nobody finds the answer there already. */
    private void answer(int status, String json) {
        camel.server.then(request -> {
            begun.await();
            return ScriptedTransport.json(status, json);
        });
    }

    private void start(String uri) throws Exception {
        OidcTokenConfiguration client = service("camel");
        client.setTargets(api.uri("/").toString());
        camel.client("ifs", client);
        camel.context.getRegistry().bind("tracer", tracing.get("camel"));
        camel.context
                .getRegistry()
                .bind("propagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
        new OpenTelemetryTracer().init(camel.context);
        camel.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                if (uri.startsWith("oidc-token")) {
                    from("direct:in").to(uri);
                } else {
                    from("direct:in").routePolicyRef("oidc-token:ifs").to(uri);
                }
            }
        });
        camel.start();
    }

    private Exchange send(String endpoint) {
        return camel.context.createProducerTemplate().request(endpoint, exchange -> {});
    }

    /** The finished spans: of the template's send, the route, its step and, perhaps, the wait. */
    private List<SpanData> spans(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> exported.getFinishedSpanItems().size() >= count);
        assertThat(exported.getFinishedSpanItems()).hasSize(count);
        return exported.getFinishedSpanItems();
    }

    private SpanData sent(String uri) {
        return exported.getFinishedSpanItems().stream()
                .filter(span -> "EVENT_SENT".equals(span.getAttributes().get(stringKey("op"))))
                .filter(span -> String.valueOf(span.getAttributes().get(stringKey("camel.uri")))
                        .contains(uri))
                .findFirst()
                .orElseThrow();
    }

    private static SpanData only(List<SpanData> spans, String name) {
        List<SpanData> found =
                spans.stream().filter(span -> span.getName().equals(name)).toList();
        assertThat(found).as("%s among %s", name, spans).hasSize(1);
        return found.get(0);
    }

    /** Knows when somebody begins to wait. */
    private static final class Begun implements SpanProcessor {

        private final Semaphore waits = new Semaphore(0);

        void await() {
            try {
                assertThat(waits.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            if (span.getName().equals(WAIT)) {
                waits.release();
            }
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            // only beginnings matter
        }

        @Override
        public boolean isEndRequired() {
            return false;
        }
    }
}
