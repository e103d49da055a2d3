package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.person;
import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcTokenProducerTest {

    private final TestContext camel = TestContext.create().client("ifs", service("camel"));

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void byDefaultNothingIsPutOnTheMessageAndTheExchangeIsGranted() {
        camel.server.thenJson(200, token("first"));

        Exchange exchange = send("oidc-token:ifs", "body");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(exchange.getMessage().getBody()).isEqualTo("body");
        assertThat(exchange.getProperties()).hasSize(1);
        assertThat(exchange.getProperties().toString()).doesNotContain("first");
    }

    @Test
    void theHeaderOutputSetsAuthorizationAndSaysWhenItEnds() {
        camel.server.thenJson(200, token("first", 300));

        Exchange exchange = send("oidc-token:ifs?output=header", "body");

        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer first");
        assertThat(exchange.getMessage().getHeader("CamelOidcTokenExpiresAt", Instant.class))
                .isBetween(Instant.now().plusSeconds(240), Instant.now().plusSeconds(301));
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("CamelOidcTokenScope");
        assertThat(exchange.getMessage().getBody()).isEqualTo("body");
        assertThat(exchange.getProperties()).isEmpty();
    }

    @Test
    void thePropertyOutputLeavesTheMessagesAuthorizationAlone() {
        camel.server.thenJson(200, token("first"));

        Exchange exchange = send("oidc-token:ifs?output=property", "body");

        assertThat(exchange.getProperty(OidcTokenConstants.HEADER_VALUE)).isEqualTo("Bearer first");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void theBodyOutputIsATokenResponseAsOfNow() {
        camel.server.thenJson(
                200,
                "{\"access_token\":\"first\",\"token_type\":\"Bearer\",\"expires_in\":300,\"scope\":\"a"
                        + " b\",\"session_state\":\"7\"}");

        Exchange exchange = send("oidc-token:ifs?output=body", "body");

        assertThat(exchange.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsAllEntriesOf(
                        Map.of("access_token", "first", "token_type", "Bearer", "scope", "a b", "session_state", "7"))
                .hasSize(5)
                .extractingByKey("expires_in", InstanceOfAssertFactories.LONG)
                .isBetween(240L, 300L);
        assertThat(exchange.getMessage().getHeader("CamelOidcTokenScope")).isEqualTo("a b");
    }

    @Test
    void aTokenThatIsHeldIsUsedAtOnceAndOnTheCallersThread() throws Exception {
        camel.server.thenJson(200, token("first"));
        send("oidc-token:ifs?output=header", "body");
        Exchange exchange = exchange("body");
        AtomicReference<Boolean> sync = new AtomicReference<>();

        boolean done = producer("oidc-token:ifs?output=header").process(exchange, sync::set);

        assertThat(done).isTrue();
        assertThat(sync).hasValue(true);
        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer first");
        assertThat(camel.server.requests()).hasSize(1);
    }

    @Test
    void whoHasToWaitBlocksNoThreadAndGoesOnOnAThreadForThat() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        camel.server.then(request -> {
            awaitUninterrupted(answer);
            return ScriptedTransport.json(200, token("first"));
        });
        Exchange exchange = exchange("body");
        AtomicReference<String> thread = new AtomicReference<>();
        CountDownLatch called = new CountDownLatch(1);

        boolean done = producer("oidc-token:ifs?output=header").process(exchange, sync -> {
            thread.set(Thread.currentThread().getName() + " " + sync);
            called.countDown();
        });

        assertThat(done).isFalse();
        assertThat(exchange.getMessage().getHeader("Authorization")).isNull();
        answer.countDown();
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.get()).contains("oidc-token-continuation").endsWith("false");
        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "renew"})
    void aTransactedExchangeStaysOnItsThread(String operation) throws Exception {
        camel.server.thenJson(200, token("first"));
        Exchange exchange = exchange("body");
        exchange.getExchangeExtension().setTransacted(true);
        AtomicReference<Thread> thread = new AtomicReference<>();
        AsyncProcessor producer = producer("oidc-token:ifs?output=header&operation=" + operation);

        boolean done = producer.process(exchange, sync -> thread.set(Thread.currentThread()));

        assertThat(done).isTrue();
        assertThat(thread).hasValue(Thread.currentThread());
        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer first");
    }

    @Test
    void renewReplacesATokenThatIsStillValid() {
        camel.server.thenJson(200, token("first")).thenJson(200, token("second"));
        send("oidc-token:ifs", "body");

        Exchange exchange = send("oidc-token:ifs?operation=renew&output=header", "body");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer second");
    }

    @Test
    void explainSaysWhyInWordsAndAsksNoServer() {
        Exchange exchange = send("oidc-token:ifs?operation=explain", "body");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("client", "ifs")
                .containsEntry("state", "none")
                .containsEntry("explanation", "There is no token: nobody has asked for one yet.");
        assertThat(camel.server.requests()).isEmpty();
    }

    @Test
    void explainNeedsNoTargetsAndStaysOnTheThreadOfATransaction() throws Exception {
        OidcTokenConfiguration anywhere = person("alice");
        anywhere.setTargets(null);
        camel.client("anywhere", anywhere);
        camel.component.setNodeId("esb-1");
        Exchange exchange = exchange("body");
        exchange.getExchangeExtension().setTransacted(true);

        boolean done = producer("oidc-token:anywhere?operation=explain").process(exchange, sync -> {});

        assertThat(done).isTrue();
        assertThat(exchange.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("node", "esb-1")
                .containsEntry(
                        "session",
                        Map.of(
                                "status",
                                "none",
                                "presentationsWithUnknownOutcome",
                                0,
                                "unsavedRotation",
                                false,
                                "keptAlive",
                                false));
    }

    @Test
    void explainTellsOfThePrincipalThatTheExchangeNames() {
        OidcTokenConfiguration perTenant = service("camel");
        perTenant.setPrincipal("${body}");
        camel.client("tenants", perTenant);

        Exchange named = send("oidc-token:tenants?operation=explain", "tenant-7");
        Exchange blank = send("oidc-token:tenants?operation=explain", " ");

        assertThat(named.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("principal", "tenant-7");
        assertThat(blank.getException()).isInstanceOf(ClientConfigurationException.class);
    }

    @Test
    void withoutATokenTheExchangeFailsWithTheReasonAndNothingIsSet() {
        camel.server.thenJson(401, "{\"error\":\"invalid_client\",\"error_description\":\"no such client\"}");

        Exchange exchange = send("oidc-token:ifs?output=header", "body");

        assertThat(exchange.getException())
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("ifs")
                .hasMessageContaining("invalid_client")
                .message()
                .doesNotContain("s3cret");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void aTransactedExchangeFailsWithTheReasonToo() throws Exception {
        camel.server.thenJson(401, "{\"error\":\"invalid_client\"}");
        Exchange exchange = exchange("body");
        exchange.getExchangeExtension().setTransacted(true);

        producer("oidc-token:ifs").process(exchange);

        assertThat(exchange.getException()).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void anExchangeWithoutAPrincipalFailsAndAsksNoServer() {
        OidcTokenConfiguration perTenant = service("camel");
        perTenant.setPrincipal("${header.tenant}");
        camel.client("tenants", perTenant);

        Exchange exchange = send("oidc-token:tenants", "body");

        assertThat(exchange.getException())
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageContaining("clients[tenants].principal");
        assertThat(camel.server.requests()).isEmpty();
    }

    @Test
    void anExchangeThatWaitsWhileTheComponentStopsIsNotLost() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        camel.server.then(request -> {
            asked.countDown();
            awaitUninterrupted(answer);
            return ScriptedTransport.json(200, token("first"));
        });
        CountDownLatch called = new CountDownLatch(1);
        producer("oidc-token:ifs?output=header").process(exchange("body"), sync -> called.countDown());
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        ExecutorService stopper = Executors.newSingleThreadExecutor();
        try {
            Future<?> stopped = stopper.submit(camel.component::stop);
            answer.countDown();

            assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
        } finally {
            stopper.shutdownNow();
        }
    }

    private Exchange send(String uri, Object body) {
        camel.start();
        return camel.context.createProducerTemplate().send(uri, exchange(body));
    }

    private AsyncProcessor producer(String uri) throws Exception {
        camel.start();
        return (AsyncProcessor) camel.context.getEndpoint(uri).createProducer();
    }

    private Exchange exchange(Object body) {
        Exchange exchange = new DefaultExchange(camel.context);
        exchange.getMessage().setBody(body);
        return exchange;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
