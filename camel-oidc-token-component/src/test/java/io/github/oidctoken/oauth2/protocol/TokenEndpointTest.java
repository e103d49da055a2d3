package io.github.oidctoken.oauth2.protocol;

import static io.github.oidctoken.oauth2.protocol.TokenRequests.client;
import static io.github.oidctoken.oauth2.protocol.TokenRequests.form;
import static io.github.oidctoken.oauth2.protocol.TokenRequests.refresh;
import static io.github.oidctoken.oauth2.protocol.TokenRequests.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves for the token endpoint, and what the transport's failures mean. */
class TokenEndpointTest {

    @Test
    void clientCredentialsGrantIsSentAsTheRfcWritesIt() {
        TransportRequest request = sent(client());

        assertThat(request.uri()).isEqualTo(TokenRequests.URI_OF_TOKEN_ENDPOINT);
        assertThat(request.headers()).containsEntry("Accept", "application/json");
        assertThat(request.form()).isEqualTo("grant_type=client_credentials");
    }

    @Test
    void passwordGrantCarriesUsernameAndPassword() {
        var client = client("grant", "password", "username", "ann", "password", "p&w=1");

        assertThat(form(sent(client)))
                .containsEntry("grant_type", List.of("password"))
                .containsEntry("username", List.of("ann"))
                .containsEntry("password", List.of("p&w=1"));
    }

    @Test
    void refreshCarriesTheRefreshToken() {
        assertThat(form(sent(client(), refresh("r+1"))))
                .containsEntry("grant_type", List.of("refresh_token"))
                .containsEntry("refresh_token", List.of("r+1"));
    }

    @Test
    void partsOfBasicAreFormEncodedFirst() {
        var client = client("clientId", "e s:b", "clientSecret", "50%+ü");

        String credentials = "e+s%3Ab:50%25%2B%C3%BC";
        assertThat(sent(client).headers())
                .containsEntry(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void secretInTheFormLeavesNoAuthorization() {
        TransportRequest request = sent(client("clientAuthentication", "client_secret_post"));

        assertThat(request.headers()).doesNotContainKey("Authorization");
        assertThat(form(request))
                .containsEntry("client_id", List.of("esb"))
                .containsEntry("client_secret", List.of("s3cret-of-esb"));
    }

    @Test
    void publicClientOnlyNamesItself() {
        var client = client("clientSecret", "", "grant", "password", "username", "ann", "password", "pw");

        TransportRequest request = sent(client);

        assertThat(request.headers()).doesNotContainKey("Authorization");
        assertThat(form(request)).containsEntry("client_id", List.of("esb")).doesNotContainKey("client_secret");
    }

    @Test
    void scopesAreSentInTheirOrder() {
        assertThat(form(sent(client("scope", "write read")))).containsEntry("scope", List.of("write read"));
    }

    @Test
    void emptyScopeIsNeverSent() {
        assertThat(form(sent(client("scope", "  ")))).doesNotContainKey("scope");
    }

    @Test
    void resourceIsRepeated() {
        var client = client("resource", "https://a.example.com/x?y=1 https://b.example.com");

        assertThat(form(sent(client)))
                .containsEntry("resource", List.of("https://a.example.com/x?y=1", "https://b.example.com"));
    }

    @Test
    void audienceAndExtraParametersAreSent() {
        var client = client("audience", "orders", "parameters", Map.of("tenant", "a b", "kind", "x&y"));

        assertThat(form(sent(client)))
                .containsEntry("audience", List.of("orders"))
                .containsEntry("tenant", List.of("a b"))
                .containsEntry("kind", List.of("x&y"));
    }

    @Test
    void refreshParametersAreSentOnRefreshesOnly() {
        var client = client("refreshParameters", Map.of("redirect_uri", "https://esb/callback"));

        assertThat(form(sent(client))).doesNotContainKey("redirect_uri");
        assertThat(form(sent(client, refresh("r")))).containsEntry("redirect_uri", List.of("https://esb/callback"));
    }

    @Test
    void configuredRefreshTokenIsARefreshToo() {
        var client = client(
                "grant",
                "refresh_token",
                "refreshToken",
                "seed",
                "refreshParameters",
                Map.of("redirect_uri", "https://c"));

        TransportRequest request = sent(client);

        assertThat(form(request))
                .containsEntry("refresh_token", List.of("seed"))
                .containsEntry("redirect_uri", List.of("https://c"));
        assertThat(request.connection()).isEqualTo(Connection.NEW);
    }

    @Test
    void refreshGoesOnANewConnectionAndAGrantOnAny() {
        assertThat(sent(client(), refresh("r")).connection()).isEqualTo(Connection.NEW);
        assertThat(sent(client()).connection()).isEqualTo(Connection.ANY);
    }

    @Test
    void requestIsReadUpToTheClientsReadLimit() {
        assertThat(sent(client("readLimit", "20s")).deadline()).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestIsHeldToTheClientsAllowInsecure(boolean allowed) {
        assertThat(sent(client("allowInsecure", allowed)).allowInsecure()).isEqualTo(allowed);
    }

    @Test
    void requestThatDidNotLeaveIsNotSent() {
        TokenOutcome outcome = failed(Delivery.NOT_SENT, "cannot resolve host id.example.com");

        assertThat(outcome)
                .asInstanceOf(type(TokenOutcome.NotSent.class))
                .extracting(TokenOutcome.NotSent::reason)
                .isEqualTo("cannot resolve host id.example.com");
    }

    @Test
    void unansweredRequestIsUnknown() {
        TokenOutcome outcome = failed(Delivery.UNKNOWN, "no answer from id.example.com within 30 s");

        assertThat(outcome)
                .asInstanceOf(type(TokenOutcome.Unknown.class))
                .extracting(TokenOutcome.Unknown::reason)
                .isEqualTo("no answer from id.example.com within 30 s");
    }

    @Test
    void requestIsSentOnce() {
        TokenRequests requests = new TokenRequests();
        requests.outcome(503, "", "Retry-After", "0");

        assertThat(requests.transport().requests()).hasSize(1);
    }

    @Test
    void nothingThatIsSentIsPrinted() {
        var client = client(
                "grant", "password",
                "username", "ann",
                "password", "canary-password",
                "clientSecret", "canary-secret",
                "parameters", Map.of("pin", "canary-parameter"));
        TokenRequest refresh = refresh("canary-refresh");
        TransportRequest request = sent(client, refresh);

        assertThat(request.form()).contains("canary-refresh", "canary-parameter");
        assertThat(List.of(
                        client,
                        request,
                        refresh,
                        new TokenRequest.ByGrant(client.grant(), List.of()),
                        TransportRequest.get(
                                TokenRequests.URI_OF_TOKEN_ENDPOINT.resolve("?key=canary"), Duration.ZERO)))
                .allSatisfy(value -> assertThat(value.toString()).doesNotContain("canary"));
    }

    private static TokenOutcome failed(Delivery delivery, String message) {
        TokenRequests requests = new TokenRequests();
        requests.transport().thenFails(delivery, message);
        return requests.request(client());
    }
}
