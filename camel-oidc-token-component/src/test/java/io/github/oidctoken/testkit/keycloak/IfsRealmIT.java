package io.github.oidctoken.testkit.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IfsRealmIT {

    private static final Map<String, String> CLIENT_CREDENTIALS = Map.of("grant_type", "client_credentials");

    private final KeycloakServer server = SharedKeycloak.get();
    private final URI endpoint = server.tokenEndpoint(IfsRealm.NAME);
    private final JwksVerifier ordersApi = JwksVerifier.of(server, IfsRealm.NAME, IfsRealm.AUDIENCE);

    @Test
    void issuerFollowsTheUrl() {
        assertThat(server.issuer(IfsRealm.NAME)).asString().isEqualTo(server.origin() + "/auth/realms/ifs");
        assertThat(ordersApi.verify(login().text("access_token"))).isPresent();
    }

    @Test
    void clientCredentialsGiveAnAccessTokenOf180SecondsAndNoRefreshToken() {
        TokenCall answer = TokenCall.basic(endpoint, IfsRealm.SERVICE, CLIENT_CREDENTIALS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lifetimeOf("access_token")).hasSeconds(180);
        assertThat(answer.body().has("refresh_token")).isFalse();
        assertThat(ordersApi.verify(answer.text("access_token"))).isPresent();
    }

    @Test
    void passwordGrantAnswersTheMembersThatIfsCloudDocuments() {
        TokenCall answer = login();

        assertThat(answer.body().fieldNames())
                .toIterable()
                .contains(
                        "access_token",
                        "expires_in",
                        "refresh_expires_in",
                        "refresh_token",
                        "token_type",
                        "id_token",
                        "not-before-policy",
                        "session_state",
                        "scope");
        assertThat(answer.lifetimeOf("access_token")).hasSeconds(5);
        assertThat(answer.lifetimeOf("refresh_token")).hasSeconds(1800);
    }

    @Test
    void usedRefreshTokenIsRefused() {
        TokenCall first = login();
        TokenCall second = refresh(first);
        TokenCall reuse = refresh(first);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(reuse.status()).isEqualTo(400);
        assertThat(reuse.text("error")).isEqualTo("invalid_grant");
        assertThat(reuse.text("error_description")).isEqualTo("Maximum allowed refresh token reuse exceeded");
    }

    @Test
    void expiredAccessTokenIsRefusedByTheApi() {
        String token = login().text("access_token");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(ordersApi.verify(token)).isEmpty());
    }

    @Test
    void tokenForNoAudienceIsRefusedByTheApi() {
        TokenCall answer = TokenCall.basic(endpoint, IfsRealm.ODD, CLIENT_CREDENTIALS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ordersApi.verify(answer.text("access_token"))).isEmpty();
    }

    @Test
    void wrongSecretIsAnswered401() {
        IfsRealm.Client wrong = new IfsRealm.Client(IfsRealm.ROPC.id(), "wrong");

        assertThat(TokenCall.basic(endpoint, wrong, TokenCall.password(IfsRealm.ALICE))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void publicClientNeedsNoSecret() {
        Map<String, String> form = new HashMap<>(TokenCall.password(IfsRealm.ALICE));
        form.put("client_id", IfsRealm.PUBLIC_CLIENT_ID);

        assertThat(TokenCall.anonymous(endpoint, form).status()).isEqualTo(200);
    }

    @Test
    void clientWithoutDirectGrantsIsRefused() {
        TokenCall password = TokenCall.basic(endpoint, IfsRealm.NO_DIRECT, TokenCall.password(IfsRealm.ALICE));
        TokenCall service = TokenCall.basic(endpoint, IfsRealm.NO_DIRECT, CLIENT_CREDENTIALS);

        assertThat(password.text("error_description")).isEqualTo("Client not allowed for direct access grants");
        assertThat(service.text("error_description")).isEqualTo("Client not enabled to retrieve service account");
    }

    @Test
    void disabledUserIsRefused() {
        TokenCall answer = TokenCall.basic(endpoint, IfsRealm.ROPC, TokenCall.password(IfsRealm.DISABLED));

        assertThat(answer.text("error_description")).isEqualTo("Account disabled");
    }

    @Test
    void administratorEndsTheSessionsOfAUser() {
        TokenCall first = login();

        server.admin().logOut(IfsRealm.NAME, IfsRealm.ALICE.name());

        assertThat(refresh(first).text("error_description")).isEqualTo("Session not active");
    }

    @Test
    void administratorDisablesAndEnablesAUser() {
        server.admin().disableUser(IfsRealm.NAME, IfsRealm.ALICE.name());
        TokenCall refused = login();
        server.admin().enableUser(IfsRealm.NAME, IfsRealm.ALICE.name());

        assertThat(refused.text("error_description")).isEqualTo("Account disabled");
        assertThat(login().status()).isEqualTo(200);
    }

    private TokenCall login() {
        return TokenCall.basic(endpoint, IfsRealm.ROPC, TokenCall.password(IfsRealm.ALICE));
    }

    private TokenCall refresh(TokenCall earlier) {
        return TokenCall.basic(endpoint, IfsRealm.ROPC, TokenCall.refresh(earlier));
    }
}
