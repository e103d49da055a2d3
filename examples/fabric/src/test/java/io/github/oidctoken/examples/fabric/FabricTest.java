package io.github.oidctoken.examples.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.RecordedTokenRequest;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The very routes and settings of the example; the person and fabric are played. */
class FabricTest {

    private final FabricServers fabric = new FabricServers(Duration.ofMinutes(3));
    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private int port;

    @BeforeEach
    void choosePort() throws Exception {
        port = FreePort.choose();
    }

    @AfterEach
    void stop() {
        fabric.close();
    }

    @Test
    void onePersonSignsInForTheApplicationAndItsNextStartGoesOnWithThatSession() throws Exception {
        Person operator = new Person(port);
        try (ConfigurableApplicationContext application = start()) {
            assertThat(operator.open("/orders").statusCode()).isEqualTo(401);
            assertThat(operator.open("/connect/fabric").body()).startsWith("Signed in for app");
            assertThat(operator.open("/orders").body()).contains("P10001");
        }
        fabric.authorizationServer().invalidateAccessTokens();
        try (ConfigurableApplicationContext application = start()) {
            assertThat(new Person(port).open("/orders").body()).contains("P10001");
        }

        assertThat(fabric.authorizationServer().requests())
                .extracting(RecordedTokenRequest::grantType)
                .containsExactly("authorization_code", "refresh_token");
        assertThat(fabric.authorizationServer().requests())
                .extracting(RecordedTokenRequest::clientId)
                .containsOnly("orders-app");
    }

    @Test
    void everyBrowserHasItsOwnSessionAndNoTokenReachesIt() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            Person visitor = new Person(port);
            HttpResponse<String> signedIn =
                    visitor.signInOnThePage(fabric.authorizationServer().authorizationEndpoint(), "orders-bff");
            HttpResponse<String> orders = visitor.open("/bff/orders");

            assertThat(signedIn.body()).isEqualTo("{\"signedIn\": true}");
            assertThat(signedIn.headers().map().keySet()).noneMatch(name -> name.contains("CamelOidc"));
            assertThat(orders.body()).contains("P10001");
            assertThat(orders.headers().firstValue("Authorization")).isEmpty();
            assertThat(new Person(port).open("/bff/orders").statusCode()).isEqualTo(401);
            assertThat(visitor.open("/bff/settings").body())
                    .contains("orders-bff")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aCodeThatFabricDoesNotKnowIsNoSignInAndIsExplainedToThePerson() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            Person visitor = new Person(port);
            HttpResponse<String> answer = visitor.handOver("made-up", "v".repeat(43));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("The sign-in did not work. Please begin again.");
            assertThat(visitor.open("/bff/orders").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aServerThatIsDownIsNotThePersonsFault() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            fabric.authorizationServer().stop();

            HttpResponse<String> answer = new Person(port).handOver("any", "v".repeat(43));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).startsWith("fabric cannot be asked");
        }
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplication(FabricApplication.class).run(fabric.settings(port, database));
    }
}
