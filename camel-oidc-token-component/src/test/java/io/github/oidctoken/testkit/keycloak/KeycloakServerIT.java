package io.github.oidctoken.testkit.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakServerIT {

    private KeycloakServer server;

    @BeforeAll
    void startAServerOfOurOwn() {
        server = KeycloakServer.start(IfsRealm.RESOURCE);
    }

    @AfterAll
    void noProcessIsLeftAfterClose() {
        long pid = server.pid();
        assertThat(ProcessHandle.of(pid)).isPresent();

        server.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThatThrownBy(server::startAgain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoServersShareNothing() {
        KeycloakServer other = SharedKeycloak.get();
        TokenCall session = login(server);

        assertThat(other.baseUrl()).isNotEqualTo(server.baseUrl());
        assertThat(refresh(other, session).text("error_description")).isEqualTo("Invalid refresh token");
        assertThat(refresh(server, session).status()).isEqualTo(200);
    }

    @Test
    void refreshTokenWorksAfterTheServerWasStoppedAndStartedAgain() {
        TokenCall session = login(server);
        long pid = server.pid();

        server.stop();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        server.startAgain();

        TokenCall renewed = refresh(server, session);
        assertThat(renewed.status()).as("%s", renewed.body()).isEqualTo(200);
        assertThat(refresh(server, session).text("error_description"))
                .isEqualTo("Maximum allowed refresh token reuse exceeded");
    }

    private static TokenCall login(KeycloakServer server) {
        return call(server, TokenCall.password(IfsRealm.ALICE));
    }

    private static TokenCall refresh(KeycloakServer server, TokenCall earlier) {
        return call(server, TokenCall.refresh(earlier));
    }

    private static TokenCall call(KeycloakServer server, Map<String, String> form) {
        return TokenCall.basic(server.tokenEndpoint(IfsRealm.NAME), IfsRealm.ROPC, form);
    }
}
