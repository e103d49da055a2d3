package io.github.oidctoken.oauth2.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthorizationCodeTest {

    private static final String VERIFIER = "verifier-0123456789-0123456789-0123456789-0123";
    private static final ClientRegistration CLIENT = ClientRegistration.of(ClientOptions.of(
            "page",
            Map.of(
                    "tokenEndpoint", "https://id.example.com/token",
                    "clientId", "page",
                    "grant", "authorization_code",
                    "redirectUri", "https://me.example.com/back?a=b",
                    "scope", "orders offline_access")));

    @Test
    void theRequestCarriesTheChallengeAndNeverTheVerifier() {
        URI uri = new AuthorizationRequest(Secret.of("the-state"), Secret.of("the-nonce"), Secret.of(VERIFIER))
                .uri(CLIENT, URI.create("https://id.example.com/authorize?tenant=7"));

        assertThat(uri.toString()).startsWith("https://id.example.com/authorize?");
        assertThat(uri.getRawQuery().split("&"))
                .containsExactlyInAnyOrder(
                        "tenant=7",
                        "response_type=code",
                        "client_id=page",
                        "redirect_uri=https%3A%2F%2Fme.example.com%2Fback%3Fa%3Db",
                        "scope=orders+offline_access",
                        "state=the-state",
                        "code_challenge_method=S256",
                        "code_challenge=" + challenge());
    }

    @Test
    void furtherParametersAreForTheAddressOnly() {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "page",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "clientId", "page",
                        "grant", "authorization_code",
                        "redirectUri", "https://me.example.com/back",
                        "authorizationParameters",
                                Map.of(
                                        "prompt",
                                        "login",
                                        "login_hint",
                                        "alice+1@example.com",
                                        "ui_locales",
                                        "de fr"))));
        ScriptedTransport transport = new ScriptedTransport().thenJson(400, "{\"error\":\"invalid_grant\"}");

        URI uri = new AuthorizationRequest(Secret.of("the-state"), Secret.of("the-nonce"), Secret.of(VERIFIER))
                .uri(client, URI.create("https://id.example.com/authorize"));
        new TokenEndpoint(transport, TimeSource.system())
                .request(
                        client,
                        URI.create("https://id.example.com/token"),
                        new TokenRequest.ByCode(
                                Secret.of("the-code"), URI.create("https://me.example.com/back"), null));

        assertThat(uri.getRawQuery().split("&"))
                .contains("prompt=login", "login_hint=alice%2B1%40example.com", "ui_locales=de+fr")
                .hasSize(9);
        assertThat(transport.requests().get(0).form()).doesNotContain("prompt", "login_hint", "ui_locales");
        assertThat(client.grant().toString()).contains("login_hint").doesNotContain("alice");
    }

    @Test
    void aCodeGoesOutOnceOnANewConnection() {
        ScriptedTransport transport = new ScriptedTransport().thenJson(400, """
                {"error":"invalid_grant","error_description":"code the-code with %s"}""".formatted(VERIFIER));

        TokenOutcome outcome = new TokenEndpoint(transport, TimeSource.system())
                .request(
                        CLIENT,
                        URI.create("https://id.example.com/token"),
                        new TokenRequest.ByCode(
                                Secret.of("the-code"),
                                URI.create("https://me.example.com/back?a=b"),
                                Secret.of(VERIFIER)));

        assertThat(transport.requests()).singleElement().satisfies(request -> {
            assertThat(request.connection()).isEqualTo(TransportRequest.Connection.NEW);
            assertThat(String.valueOf(request.form()).split("&"))
                    .containsExactlyInAnyOrder(
                            "grant_type=authorization_code",
                            "code=the-code",
                            "redirect_uri=https%3A%2F%2Fme.example.com%2Fback%3Fa%3Db",
                            "code_verifier=" + VERIFIER,
                            "client_id=page");
        });
        assertThat(outcome.toString()).contains("invalid_grant").doesNotContain("the-code", VERIFIER);
    }

    private static String challenge() {
        return java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.HexFormat.of().parseHex(Secret.sha256(VERIFIER)));
    }
}
