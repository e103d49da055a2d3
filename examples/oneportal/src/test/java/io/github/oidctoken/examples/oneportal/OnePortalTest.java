package io.github.oidctoken.examples.oneportal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The very routes and settings of the example; the users and onePortal are played. */
class OnePortalTest {

    private final OnePortalServer portal = new OnePortalServer();
    private ConfigurableApplicationContext application;
    private User user;

    @BeforeEach
    void start() throws Exception {
        int port = FreePort.choose();
        application = new SpringApplication(OnePortalApplication.class).run(portal.settings(port));
        user = new User(port);
    }

    @AfterEach
    void stop() {
        application.close();
        portal.close();
    }

    @Test
    void aUserLogsInAndCallsTheGuardedApiWithTheToken() throws Exception {
        HttpResponse<String> login = user.logIn(OnePortalServer.USER, OnePortalServer.PASSWORD);
        JsonNode answer = User.answer(login);

        assertThat(answer.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.path("expires_in").asLong()).isBetween(604_000L, 604_799L);
        assertThat(login.body()).doesNotContain("refresh_token");
        assertThat(user.orders(answer.path("access_token").asText()).body()).startsWith("Orders of user1234");
    }

    @Test
    void everyLoginIsPutToOnePortal() throws Exception {
        user.logIn(OnePortalServer.USER, OnePortalServer.PASSWORD);
        user.logIn(OnePortalServer.USER, OnePortalServer.PASSWORD);

        assertThat(portal.server().requests()).hasSize(2);
    }

    @Test
    void wrongPasswordsAndTokensAreTheCallersFault() throws Exception {
        HttpResponse<String> login = user.logIn(OnePortalServer.USER, "guess");
        HttpResponse<String> orders = user.orders("made-up");

        assertThat(login.statusCode()).isEqualTo(401);
        assertThat(login.body()).isEqualTo("User name or password is wrong.");
        assertThat(orders.statusCode()).isEqualTo(401);
        assertThat(orders.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer")
                .contains("error=\"invalid_token\"");
    }

    @Test
    void aServerThatIsDownIsNot() throws Exception {
        portal.server().stop();

        assertThat(user.logIn(OnePortalServer.USER, OnePortalServer.PASSWORD).statusCode())
                .isEqualTo(503);
    }
}
