package io.github.oidctoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.oidctoken.testkit.WireClient.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrictAuthorizationServerTest extends StrictServerTest {

    @Test
    void clientCredentialsGiveAnAccessTokenAndNoRefreshToken() throws Exception {
        Reply reply = token("grant_type", "client_credentials");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("token_type")).isEqualTo("Bearer");
        assertThat(reply.json().path("expires_in").isInt()).isTrue();
        assertThat(reply.json().path("expires_in").asInt()).isEqualTo(180);
        assertThat(reply.json().path("refresh_expires_in").asInt()).isZero();
        assertThat(reply.json().has("refresh_token")).isFalse();
        assertThat(reply.json().has("scope")).isFalse();
        assertThat(subject(reply)).contains("service-account-camel");
    }

    @Test
    void passwordGrantStartsASessionWithARefreshToken() throws Exception {
        Reply reply = signIn();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("refresh_expires_in").asInt()).isEqualTo(1800);
        assertThat(reply.text("refresh_token")).isNotEmpty();
        assertThat(subject(reply)).contains("alice");
    }

    @Test
    void tokensAreRandomAndLongEnough() throws Exception {
        Reply reply = signIn();

        assertThat(List.of(reply.text("access_token"), reply.text("refresh_token"), signIn().text("access_token")))
                .doesNotHaveDuplicates()
                .allSatisfy(token -> assertThat(token).hasSize(43));
    }

    @Test
    void refreshReplacesTheRefreshTokenAndLeavesTheOldAccessTokenValid() throws Exception {
        Reply first = signIn();
        Reply second = refresh(first);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(subject(first)).contains("alice");
        assertThat(subject(second)).contains("alice");
    }

    @Test
    void answersMustNotBeStoredAndCarryADate() throws Exception {
        Reply reply = token("grant_type", "client_credentials");

        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Date")).endsWith(" GMT");
    }

    @Test
    void grantedScopeIsReturned() throws Exception {
        assertThat(token("grant_type", "client_credentials", "scope", "read").text("scope"))
                .isEqualTo("read");
    }

    @Test
    void refreshMayNarrowTheScopeButNotWidenIt() throws Exception {
        Reply first = signIn("read write");
        Reply narrowed =
                token("grant_type", "refresh_token", "refresh_token", first.text("refresh_token"), "scope", "read");
        Reply onlyRead = signIn("read");
        Reply widened =
                token("grant_type", "refresh_token", "refresh_token", onlyRead.text("refresh_token"), "scope", "write");

        assertThat(narrowed.text("scope")).isEqualTo("read");
        assertThat(refresh(narrowed).text("scope")).isEqualTo("read write");
        assertThat(widened.error()).isEqualTo("400 invalid_scope: Invalid scopes: write");
        assertThat(refresh(onlyRead).status()).isEqualTo(200);
    }

    @Test
    void signInWithoutARequestGivesARefreshTokenThatWorks() throws Exception {
        String refreshToken = server().signIn("camel", "bob");

        Reply reply = token("grant_type", "refresh_token", "refresh_token", refreshToken);

        assertThat(subject(reply)).contains("bob");
    }

    @Test
    void accessTokenExpiresAndRefreshTokenOutlivesIt() throws Exception {
        Reply first = signIn();

        clock.advance(Duration.ofSeconds(179));
        assertThat(subject(first)).contains("alice");
        clock.advance(Duration.ofSeconds(1));
        assertThat(subject(first)).isEmpty();
        assertThat(refresh(first).status()).isEqualTo(200);
    }

    @Test
    void everyRefreshExtendsTheSession() throws Exception {
        Reply first = signIn();
        clock.advance(Duration.ofSeconds(1799));
        Reply second = refresh(first);
        clock.advance(Duration.ofSeconds(1799));
        Reply third = refresh(second);
        clock.advance(Duration.ofMinutes(30));

        assertThat(third.status()).isEqualTo(200);
        assertThat(refresh(third).error()).isEqualTo("400 invalid_grant: Token is not active");
    }

    @Test
    void expiresInIsRoundedDown() throws Exception {
        restart(settings().accessTokenLifetime(Duration.ofMillis(1500)));
        Reply reply = token("grant_type", "client_credentials");

        assertThat(reply.json().path("expires_in").asInt()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1499));
        assertThat(subject(reply)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(subject(reply)).isEmpty();
    }

    @Test
    void invalidatedAccessTokensAreGoneAtOnceWhileTheRefreshTokenLives() throws Exception {
        Reply first = signIn();

        server().invalidateAccessTokens();

        assertThat(subject(first)).isEmpty();
        assertThat(subject(refresh(first))).contains("alice");
    }

    @Test
    void endedSessionRefusesItsTokens() throws Exception {
        Reply first = signIn();

        server().endSessions();

        assertThat(subject(first)).isEmpty();
        assertThat(refresh(first).error()).isEqualTo("400 invalid_grant: Session not active");
        assertThat(refresh(signIn()).status()).isEqualTo(200);
    }

    @Test
    void countsRequestsByGrant() throws Exception {
        Reply first = signIn();
        refresh(first);
        token("grant_type", "client_credentials");
        token("grant_type", "implicit");

        ServerStatistics statistics = server().statistics();

        assertThat(statistics.requestsByGrant())
                .isEqualTo(Map.of("password", 1L, "refresh_token", 1L, "client_credentials", 1L, "other", 1L));
        assertThat(statistics.requests()).isEqualTo(4);
        assertThat(statistics.refreshes()).isEqualTo(1);
        assertThat(statistics.sessionsStarted()).isEqualTo(1);
        assertThat(statistics.answersDelivered()).isEqualTo(4);
        assertThat(statistics.answersLost()).isZero();
    }

    @Test
    void recordsWhoPresentedWhichGeneration() throws Exception {
        Reply first = signIn();
        Reply second = refresh(first);
        refresh(second);
        refresh(first);

        assertThat(server().requests())
                .extracting(
                        RecordedTokenRequest::grantType,
                        RecordedTokenRequest::clientId,
                        RecordedTokenRequest::clientAuthentication,
                        RecordedTokenRequest::generation,
                        RecordedTokenRequest::status,
                        RecordedTokenRequest::error)
                .containsExactly(
                        tuple("password", "camel", "client_secret_basic", -1, 200, null),
                        tuple("refresh_token", "camel", "client_secret_basic", 0, 200, null),
                        tuple("refresh_token", "camel", "client_secret_basic", 1, 200, null),
                        tuple("refresh_token", "camel", "client_secret_basic", 0, 400, "invalid_grant"));
        assertThat(server().requests().get(1).refreshToken()).isEqualTo(Fingerprint.of(first.text("refresh_token")));
    }

    @Test
    void nothingItPrintsHoldsASecret() throws Exception {
        Reply first = signIn();
        refresh(first);

        assertThat(server().requests() + " " + server().statistics() + " "
                        + settings().build() + " " + settings().build().clients())
                .contains("camel", "alice")
                .doesNotContain("s3cret", "wonder land", first.text("refresh_token"), first.text("access_token"));
    }

    @Test
    void discoveryNamesTheEndpoints() throws Exception {
        Reply reply = wire.get(metadata());

        assertThat(reply.text("issuer")).isEqualTo("http://127.0.0.1:" + server().port());
        assertThat(reply.text("token_endpoint")).isEqualTo("http://127.0.0.1:" + server().port() + "/token");
        assertThat(reply.text("introspection_endpoint"))
                .isEqualTo("http://127.0.0.1:" + server().port() + "/introspect");
        assertThat(wire.get(URI.create(reply.text("jwks_uri"))).json().path("keys"))
                .hasSize(1);
    }

    @Test
    void endpointsCanLieWhereKeycloakHasThem() throws Exception {
        restart(settings().paths(EndpointPaths.keycloak("ifs")));

        assertThat(server().tokenEndpoint())
                .hasPath("/auth/realms/ifs/protocol/openid-connect/token")
                .hasPort(server().port());
        assertThat(token("grant_type", "client_credentials").status()).isEqualTo(200);
        assertThat(wire.get(metadata()).text("issuer")).endsWith("/auth/realms/ifs");
        assertThat(wire.post(URI.create("http://127.0.0.1:" + server().port() + "/token"), CAMEL, Map.of())
                        .status())
                .isEqualTo(404);
    }
}
