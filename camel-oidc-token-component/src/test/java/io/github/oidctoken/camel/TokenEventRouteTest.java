package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.testkit.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Routes that begin with token events. */
class TokenEventRouteTest {

    private final TestContext camel =
            TestContext.create().client("ifs", service("camel")).client("other", service("other"));
    private final List<Exchange> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void aTokenThatWasObtainedBecomesAnExchangeWithoutTheToken() throws Exception {
        route("oidc-token:ifs", "events", this::keep);
        camel.server.thenJson(200, token("canary-token"));
        camel.start();
        ask("ifs");

        await().until(() -> seen.size() == 1);
        Exchange exchange = seen.get(0);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelOidcTokenEventType", "obtained")
                .containsEntry("CamelOidcTokenEventClient", "ifs")
                .containsEntry("CamelOidcTokenEventReason", "first use")
                .containsKeys("CamelOidcTokenExpiresAt", "CamelMessageTimestamp");
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        assertThat(body.get("type")).isEqualTo("obtained");
        assertThat(body.get("client")).isEqualTo("ifs");
        assertThat(String.valueOf(body.get("fingerprint"))).matches("[0-9a-f]{8}");
        assertThat(body + exchange.getMessage().getHeaders().toString()).doesNotContain("canary-token", "s3cret");
    }

    @Test
    void onlyTheEventsThatWereNamedOfTheClientThatWasNamedArrive() throws Exception {
        route("oidc-token:ifs?events=renewed, renewalFailed", "events", this::keep);
        route("oidc-token:*?events=obtained", "all", this::keep);
        camel.start();

        fire("ifs", TokenEvent.Type.OBTAINED);
        fire("other", TokenEvent.Type.RENEWED);
        fire("other", TokenEvent.Type.OBTAINED);
        fire("ifs", TokenEvent.Type.RENEWED);

        await().until(() -> seen.size() == 3);
        assertThat(seen)
                .extracting(exchange -> exchange.getFromRouteId() + " "
                        + exchange.getMessage().getHeader("CamelOidcTokenEventClient") + " "
                        + exchange.getMessage().getHeader("CamelOidcTokenEventType"))
                .containsExactlyInAnyOrder("all ifs obtained", "all other obtained", "events ifs renewed");
    }

    @Test
    void anEventWithoutARenewalHasNoReason() throws Exception {
        route("oidc-token:ifs?events=signedOut", "events", this::keep);
        camel.start();

        camel.component.tell(TokenEvent.ofSession(TokenEvent.Type.SIGNED_OUT, "ifs", "the server was not told"));

        await().until(() -> seen.size() == 1);
        assertThat(seen.get(0).getMessage().getHeaders())
                .containsEntry("CamelOidcTokenEventType", "signedOut")
                .doesNotContainKeys("CamelOidcTokenEventReason", "CamelOidcTokenExpiresAt");
        assertThat(seen.get(0).getMessage().getBody(Map.class).keySet().toString())
                .isEqualTo("[type, client, happenedAt, tookMillis, failure]");
    }

    @Test
    void anEventThatDoesNotExistIsRefusedAndThoseThatDoAreNamed() throws Exception {
        route("oidc-token:ifs?events=renewd", "events", this::keep);

        assertThatThrownBy(camel::start)
                .hasRootCauseInstanceOf(ClientConfigurationException.class)
                .rootCause()
                .hasMessageContainingAll("'ifs'", "'renewd'", "renewed", "reauthorizationRequired");
    }

    @Test
    void everyClientTogetherHasNoTokenToSend() {
        camel.start();

        assertThatThrownBy(() ->
                        camel.context.getEndpoint("oidc-token:*?output=header").createProducer())
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageContaining("Name a client");
    }

    @Test
    void aRouteThatHangsHoldsUpNoRenewalAndLosesTheOldestEventsAloud() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        route("oidc-token:ifs", "slow", exchange -> {
            open.await();
            keep(exchange);
        });
        camel.start();
        OidcTokenConsumer consumer =
                (OidcTokenConsumer) camel.context.getRoute("slow").getConsumer();
        try (CapturedLog log = CapturedLog.open()) {
            for (int i = 0; i < OidcTokenConsumer.MOST_WAITING + 50; i++) {
                fire("ifs", TokenEvent.Type.RENEWED);
            }

            assertThat(consumer.lost()).isBetween(49L, 50L);
            assertThat(log.text()).containsOnlyOnce("too slow for the token events");
        }
        camel.server.thenJson(200, token("first"));
        ask("ifs");
        assertThat(camel.server.requests()).hasSize(1);
        open.countDown();
        await().until(() -> seen.size() >= OidcTokenConsumer.MOST_WAITING);
    }

    @Test
    void aSuspendedRouteGetsItsEventsWhenItGoesOn() throws Exception {
        route("oidc-token:ifs", "events", this::keep);
        camel.start();
        camel.context.getRouteController().suspendRoute("events");
        fire("ifs", TokenEvent.Type.RENEWED);
        assertThat(seen).isEmpty();

        camel.context.getRouteController().resumeRoute("events");

        await().until(() -> seen.size() == 1);
    }

    @Test
    void aStoppedRouteHearsNothingAndAStartedOneHearsAgain() throws Exception {
        route("oidc-token:ifs", "events", this::keep);
        camel.start();
        camel.context.getRouteController().stopRoute("events");
        fire("ifs", TokenEvent.Type.RENEWED);
        camel.context.getRouteController().startRoute("events");
        fire("ifs", TokenEvent.Type.RENEWAL_FAILED);

        await().until(() -> !seen.isEmpty());
        assertThat(seen)
                .extracting(exchange -> exchange.getMessage().getHeader("CamelOidcTokenEventType"))
                .containsExactly("renewalFailed");
    }

    @Test
    void aRouteThatFailsGetsTheNextEvent() throws Exception {
        route("oidc-token:ifs", "events", exchange -> {
            keep(exchange);
            throw new IllegalStateException("boom");
        });
        camel.start();
        fire("ifs", TokenEvent.Type.RENEWED);
        fire("ifs", TokenEvent.Type.RENEWED);

        await().until(() -> seen.size() == 2);
    }

    private void keep(Exchange exchange) {
        seen.add(exchange);
    }

    private void fire(String client, TokenEvent.Type type) {
        camel.component.tell(new TokenEvent(
                type, client, RenewalReason.STALE, null, null, Instant.now(), Duration.ofMillis(5), null));
    }

    private void ask(String client) {
        camel.context.createProducerTemplate().send("oidc-token:" + client, exchange -> {});
    }

    private void route(String from, String id, Processor processor) throws Exception {
        camel.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).process(processor);
            }
        });
    }
}
