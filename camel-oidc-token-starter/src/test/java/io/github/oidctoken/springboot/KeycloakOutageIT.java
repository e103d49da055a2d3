package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application of a newcomer, the starter with a YAML route and an application.yaml, calls an API that takes a real Keycloak's tokens of five seconds, twice a
 * second. Keycloak is killed and comes back.
 */
class KeycloakOutageIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final KeycloakServer keycloak = SharedKeycloak.get();
    private final JwksVerifier tokens = JwksVerifier.of(keycloak, IfsRealm.NAME, IfsRealm.AUDIENCE);
    private final ProtectedApi api = ProtectedApi.start(tokens::verify);
    private final Browser browser = new Browser();
    private final ObjectMapper json = new ObjectMapper();
    private ConfigurableApplicationContext application;

    @BeforeEach
    void start() {
        application = new SpringApplicationBuilder(UnsecuredApplication.class)
                .run(
                        "--spring.config.location=classpath:outage/application.yaml",
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--ifs.url=" + keycloak.origin(),
                        "--orders.url=" + api.uri("/orders"));
    }

    @AfterEach
    void stop() {
        application.close();
        api.close();
    }

    @Test
    void anOutageShowsInHealthAndMetricsAndHealsByItself() throws Exception {
        await().atMost(SOON).until(() -> api.calls().size() > 2);
        assertThat(health().statusCode()).isEqualTo(200);
        assertThat(ofClient()).isEqualTo("UP");
        assertThat(renewals("obtained")).isEqualTo(1);
        assertThat(meter("oidc.token.failures", "")).isZero();

        keycloak.kill();

        // a request that was under way has another reason than those that come after it
        await().atMost(SOON).untilAsserted(() -> {
            HttpResponse<String> down = health();
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(down.body())
                    .contains("Client 'ifs'", "connection refused by 127.0.0.1:")
                    .doesNotContain(IfsRealm.ROPC.secret(), IfsRealm.ALICE.password());
        });
        assertThat(ofClient()).isEqualTo("DOWN");
        await().atMost(SOON).until(() -> meter("oidc.token.failures", "") > 0);
        assertThat(renewals("renewal_failed")).isPositive();

        keycloak.startAgain();
        int before = api.calls().size();

        await().atMost(SOON).until(() -> ofClient().equals("UP"));
        assertThat(health().statusCode()).isEqualTo(200);
        await().atMost(SOON).until(() -> api.calls().size() > before);
        await().atMost(SOON).until(() -> meter("oidc.token.failures", "") == 0);
        assertThat(meter("oidc.token.breaker.open", "")).isZero();
        assertThat(api.calls()).extracting(RecordedCall::status).containsOnly(200);
    }

    private HttpResponse<String> health() throws Exception {
        return actuator("health");
    }

    private String ofClient() throws Exception {
        return json.readTree(health().body()).findValue("oidc-token:ifs").asText();
    }

    private double renewals(String outcome) throws Exception {
        return meter("oidc.token.renewals", "&tag=outcome:" + outcome);
    }

    private double meter(String name, String tag) throws Exception {
        HttpResponse<String> answer = actuator("metrics/" + name + "?tag=client:ifs" + tag);
        assertThat(answer.statusCode()).as("%s %s", name, tag).isEqualTo(200);
        JsonNode measurements = json.readTree(answer.body()).required("measurements");
        return measurements.get(0).required("value").asDouble();
    }

    private HttpResponse<String> actuator(String path) throws Exception {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return browser.get(URI.create("http://127.0.0.1:" + port + "/actuator/" + path));
    }
}
