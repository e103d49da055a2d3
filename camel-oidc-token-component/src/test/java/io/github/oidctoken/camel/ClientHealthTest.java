package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.oauth2.protocol.TransportException;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clients' health as Camel's own API tells it. */
class ClientHealthTest {

    private final TestContext camel = TestContext.create().client("ifs", service("camel"));

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void aClientThatNobodyUsesIsUpAndNoServerIsAsked() {
        camel.start();

        assertThat(check("ifs").getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(camel.server.requests()).isEmpty();
    }

    @Test
    void beforeItsFirstUseAClientIsUnknownIfThatIsWanted() {
        camel.component.setHealthBeforeFirstUse(HealthCheck.State.UNKNOWN);
        camel.start();

        assertThat(check("ifs").getState()).isEqualTo(HealthCheck.State.UNKNOWN);
    }

    @Test
    void beforeItsFirstUseAClientIsNeverDown() {
        assertThatThrownBy(() -> camel.component.setHealthBeforeFirstUse(HealthCheck.State.DOWN))
                .isInstanceOf(ComponentConfigurationException.class)
                .hasMessage("camel.component.oidc-token.health-before-first-use must be UP or UNKNOWN.");
    }

    @Test
    void itIsAReadinessCheckAndNoLivenessCheck() {
        camel.start();

        assertThat(HealthCheckHelper.invokeReadiness(camel.context))
                .anyMatch(result -> result.getCheck().getId().equals("oidc-token:ifs"));
        assertThat(HealthCheckHelper.invokeLiveness(camel.context))
                .noneMatch(result -> result.getCheck().getId().equals("oidc-token:ifs"));
    }

    @Test
    void aClientWithATokenTellsHowLongItLasts() {
        camel.server.thenJson(200, token("first", 300));
        camel.start();
        ask();

        HealthCheck.Result result = check("ifs");

        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getDetails())
                .containsEntry("failuresInARow", 0)
                .containsKeys("expiresAt", "lastRenewedAt", "node");
        assertThat((Long) result.getDetails().get("secondsToExpiry")).isBetween(240L, 300L);
    }

    @Test
    void aServerThatCannotBeReachedBringsTheClientDownAndTheCheckItselfHealsIt() {
        camel.server.thenFails(TransportException.Delivery.NOT_SENT, "no route to host");
        camel.start();
        ask();

        HealthCheck.Result result = check("ifs");
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage().orElseThrow()).contains("'ifs'", "no route to host");
        assertThat(result.getDetails())
                .containsEntry("reason", result.getMessage().orElseThrow());

        camel.server.thenJson(200, token("first"));
        await().until(() -> check("ifs").getState() == HealthCheck.State.UP);
    }

    @Test
    void aSessionThatHasEndedBringsTheClientDownAndSaysWhatHelps() {
        OidcTokenConfiguration seeded = service("seeded");
        seeded.setGrant("refresh_token");
        seeded.setRefreshToken("r0");
        seeded.setReusableRefreshToken(true);
        camel.client("legacy", seeded);
        camel.server.thenJson(400, "{\"error\":\"invalid_grant\"}");
        camel.start();
        camel.context.createProducerTemplate().send("oidc-token:legacy", exchange -> {});

        HealthCheck.Result result = check("legacy");
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage().orElseThrow()).contains("'legacy'", "invalid_grant", "refresh");
    }

    @Test
    void renewalsThatFailWhileTheTokenIsGoodAreToldByAClientThatIsUp() {
        camel.server.thenJson(200, token("first")).thenJson(500, "{\"error\":\"server_error\"}");
        camel.start();
        ask();
        camel.context.createProducerTemplate().send("oidc-token:ifs?operation=renew", exchange -> {});

        HealthCheck.Result result = check("ifs");
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getMessage().orElseThrow()).contains("still good", "server_error");
    }

    @Test
    void onePersonsEndedSessionDoesNotTakeTheNodeAwayFromAllOthers() {
        OidcTokenConfiguration people = service("camel");
        people.setGrant("authorization_code");
        people.setAuthorizationEndpoint("https://id.example.com/authorize");
        people.setRedirectUri("https://app.example.com/callback");
        people.setPrincipal("${header.user}");
        camel.client("people", people);
        camel.start();
        camel.context
                .createProducerTemplate()
                .send("oidc-token:people", exchange -> exchange.getMessage().setHeader("user", "alice"));

        HealthCheck.Result result = HealthCheckRegistry.get(camel.context)
                .getCheck("oidc-token:people")
                .orElseThrow()
                .call();
        assertThat(result.getMessage().orElseThrow()).contains("nobody has signed in yet");
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void thereAreNoChecksWhereTheyAreNotWanted() {
        camel.component.setHealthCheckEnabled(false);
        camel.start();

        assertThat(HealthCheckHelper.invoke(camel.context))
                .noneMatch(result -> result.getCheck().getId().startsWith("oidc-token"));
    }

    @Test
    void aStoppedComponentTakesItsChecksAway() {
        camel.start();
        camel.component.stop();

        assertThat(HealthCheckRegistry.get(camel.context).getCheck("oidc-token:ifs"))
                .isEmpty();
    }

    @Test
    void anEagerClientHasItsTokenWithoutAnyCall() {
        camel.component.setEager(true);
        camel.server.thenJson(200, token("first"));
        camel.start();

        await().until(() -> check("ifs").getDetails().containsKey("expiresAt"));
        assertThat(camel.server.requests()).hasSize(1);
    }

    @Test
    void anEagerClientWhoseServerIsDownStopsNothingAndIsDown() {
        camel.component.setEager(true);
        for (int i = 0; i < 20; i++) {
            camel.server.then(request -> {
                throw new TransportException(TransportException.Delivery.NOT_SENT, "no route to host", null);
            });
        }
        camel.start();

        assertThat(camel.context.isStarted()).isTrue();
        await().until(() -> check("ifs").getState() == HealthCheck.State.DOWN);
    }

    private void ask() {
        camel.context.createProducerTemplate().send("oidc-token:ifs", exchange -> {});
    }

    private HealthCheck.Result check(String client) {
        Optional<HealthCheck.Result> result = HealthCheckHelper.invoke(camel.context).stream()
                .filter(one -> one.getCheck().getId().equals("oidc-token:" + client))
                .findFirst();
        return result.orElseThrow();
    }
}
