package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.OidcTokenException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenExchangeTest {

    private static final String TYPE = "urn:ietf:params:oauth:token-type:";
    private static final String TO_HEADER = "oidc-token:api?output=header";

    private final TestContext camel = TestContext.create();

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void theMessageIsThatOfTheKobilDocument() {
        OidcTokenConfiguration source = exchanging("${header.token}");
        source.setClientAuthentication("none");
        source.setClientSecret(null);
        camel.client("api", source);
        camel.server.thenJson(200, token("exchanged"));

        Exchange exchange = send(TO_HEADER, Map.of("token", "source-token"));

        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer exchanged");
        assertThat(form(0))
                .isEqualTo(Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                        "client_id", "camel",
                        "subject_token", "source-token",
                        "audience", "target",
                        "subject_token_type", TYPE + "access_token"));
    }

    @Test
    void everythingElseThatRfc8693KnowsIsSentToo() {
        OidcTokenConfiguration client = exchanging("subject");
        client.setActorToken("${header.actor}");
        client.setActorTokenType("jwt");
        client.setRequestedTokenType("access_token");
        client.setResource("https://api.example.com/");
        client.setScope("orders");
        camel.client("api", client);
        camel.server.thenJson(200, token("exchanged"));

        send(TO_HEADER, Map.of("actor", "acting"));

        assertThat(form(0))
                .containsAllEntriesOf(Map.of(
                        "actor_token", "acting",
                        "actor_token_type", TYPE + "jwt",
                        "requested_token_type", TYPE + "access_token",
                        "resource", "https://api.example.com/",
                        "scope", "orders"));
    }

    @Test
    void theIncomingCredentialIsTakenOnlyWhereTheOptionSaysSo() {
        camel.client("api", exchanging("${header.Authorization}")).client("other", exchanging(null));
        camel.server.thenJson(200, token("exchanged"));

        send(TO_HEADER, Map.of("Authorization", "Bearer incoming"));
        Exchange without = send("oidc-token:other?output=header", Map.of("Authorization", "Bearer incoming"));

        assertThat(form(0)).containsEntry("subject_token", "incoming");
        assertThat(without.getException())
                .hasMessageContaining("there is no token to exchange")
                .hasMessageContaining("clients[other].subject-token")
                .hasMessageContaining("CamelOidcTokenSubjectToken");
        assertThat(camel.server.requests()).hasSize(1);
    }

    @Test
    void theHeaderIsReadWhereTheOptionIsNotSet() {
        camel.client("api", exchanging(null));
        camel.server.thenJson(200, token("exchanged"));

        send(TO_HEADER, Map.of("CamelOidcTokenSubjectToken", "given", "CamelOidcTokenActorToken", "acting"));

        assertThat(form(0)).containsEntry("subject_token", "given").containsEntry("actor_token", "acting");
    }

    @Test
    void theOptionGoesBeforeTheHeader() {
        camel.client("api", exchanging("written"));
        camel.server.thenJson(200, token("exchanged"));

        send(TO_HEADER, Map.of("CamelOidcTokenSubjectToken", "given"));

        assertThat(form(0)).containsEntry("subject_token", "written");
    }

    @Test
    void aBlankSubjectFailsAndNothingIsSent() {
        camel.client("api", exchanging("${header.token}"));

        Exchange exchange = send(TO_HEADER, Map.of("CamelOidcTokenSubjectToken", "given"));

        assertThat(exchange.getException()).hasMessageContaining("clients[api].subject-token came out blank");
        assertThat(camel.server.requests()).isEmpty();
    }

    @Test
    void anotherCredentialThanABearerTokenIsNoSubject() {
        camel.client("api", exchanging("${header.Authorization}"));

        Exchange exchange = send(TO_HEADER, Map.of("Authorization", "Basic YWxpY2U6c2VjcmV0"));

        assertThat(exchange.getException())
                .hasMessageContaining("came out as something that is no token")
                .hasMessageNotContaining("YWxpY2U6c2VjcmV0");
    }

    @Test
    void theTokenOfAnotherClientIsGotFirst() {
        camel.client("web", service("web")).client("api", exchanging("client:web"));
        camel.server.thenJson(200, token("of-web")).thenJson(200, token("exchanged"));

        Exchange first = send(TO_HEADER, Map.of());
        Exchange second = send(TO_HEADER, Map.of());

        assertThat(first.getMessage().getHeader("Authorization")).isEqualTo("Bearer exchanged");
        assertThat(second.getMessage().getHeader("Authorization")).isEqualTo("Bearer exchanged");
        assertThat(camel.server.requests()).hasSize(2);
        assertThat(form(0)).containsEntry("grant_type", "client_credentials");
        assertThat(form(1)).containsEntry("subject_token", "of-web");
    }

    @Test
    void anExchangedTokenEndsWithTheTokenOfTheOtherClient() {
        camel.client("web", service("web")).client("api", exchanging("client:web"));
        camel.server
                .thenJson(200, "{\"access_token\":\"opaque\",\"expires_in\":100}")
                .thenJson(200, token("exchanged"));

        assertThat(expiry(send(TO_HEADER, Map.of()))).isCloseTo(Instant.now().plusSeconds(100), within(20));
    }

    @Test
    void anExchangedTokenEndsWithItsSubjectToken() {
        camel.client("api", exchanging("${header.token}"));
        camel.server.thenJson(200, token("exchanged"));

        Instant end = Instant.now().plusSeconds(90);

        assertThat(expiry(send(TO_HEADER, Map.of("token", jwt(end))))).isCloseTo(end, within(3));
    }

    @Test
    void aSubjectTokenThatLivesLongerChangesNothing() {
        camel.client("api", exchanging("${header.token}"));
        camel.server.thenJson(200, token("exchanged", 300));

        Exchange exchange = send(TO_HEADER, Map.of("token", jwt(Instant.now().plus(Duration.ofDays(1)))));

        assertThat(expiry(exchange)).isCloseTo(Instant.now().plusSeconds(300), within(20));
    }

    @Test
    void aSubjectTokenOfAnotherClockLeavesASecond() {
        camel.client("api", exchanging("${header.token}"));
        camel.server.thenJson(200, token("exchanged"));

        Exchange exchange = send(TO_HEADER, Map.of("token", jwt(Instant.now().minusSeconds(5))));

        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer exchanged");
    }

    @Test
    void everySubjectHasATokenOfItsOwnWhichIsRemembered() {
        camel.client("api", exchanging("${header.token}"));
        camel.server.thenJson(200, token("for-alice")).thenJson(200, token("for-bob"));

        List<Object> tokens = List.of("alice", "bob", "alice", "bob").stream()
                .map(subject ->
                        send(TO_HEADER, Map.of("token", subject)).getMessage().getHeader("Authorization"))
                .toList();

        assertThat(tokens).containsExactly("Bearer for-alice", "Bearer for-bob", "Bearer for-alice", "Bearer for-bob");
        assertThat(camel.server.requests()).hasSize(2);
    }

    @Test
    void noMoreSubjectsThanMaxPrincipalsAreRemembered() {
        OidcTokenConfiguration client = exchanging("${header.token}");
        client.setMaxPrincipals(1);
        camel.client("api", client);
        camel.server.thenJson(200, token("1")).thenJson(200, token("2"));

        send(TO_HEADER, Map.of("token", "alice"));
        send(TO_HEADER, Map.of("token", "bob"));

        assertThat(send(TO_HEADER, Map.of("token", "bob")).getMessage().getHeader("Authorization"))
                .isEqualTo("Bearer 2");
    }

    @Test
    void theOperationExchangesWithAClientOfAnotherGrant() {
        camel.client("web", service("web"));
        camel.server.thenJson(200, token("of-web")).thenJson(200, token("exchanged"));

        Exchange exchange = send(
                "oidc-token:web?operation=tokenExchange&subjectToken=client:web&audience=target&output=header",
                Map.of());

        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo("Bearer exchanged");
        assertThat(form(1)).containsEntry("subject_token", "of-web").containsEntry("audience", "target");
    }

    @Test
    void whatIsNoAccessTokenIsGivenAsBodyOnlyAndSaysWhatItIs() {
        OidcTokenConfiguration client = exchanging("subject");
        client.setRequestedTokenType("id_token");
        camel.client("api", client);
        camel.server.thenJson(
                200,
                "{\"access_token\":\"an-id-token\",\"token_type\":\"N_A\",\"expires_in\":300,\"issued_token_type\":\""
                        + TYPE + "id_token\"}");

        Exchange body = send("oidc-token:api?output=body", Map.of());
        Exchange header = send(TO_HEADER, Map.of());
        Exchange calls = send("oidc-token:api", Map.of());

        assertThat(body.getMessage().getBody(Map.class))
                .containsEntry("issued_token_type", TYPE + "id_token")
                .containsEntry("token_type", "N_A");
        assertThat(List.of(header, calls))
                .allSatisfy(exchange -> assertThat(exchange.getException())
                        .hasMessageContaining("issued no access token but " + TYPE + "id_token")
                        .hasMessageContaining("clients[api].requested-token-type")
                        .hasMessageContaining("output=body"));
        assertThat(header.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void aRefusedExchangeSaysWhatToDo() {
        camel.client("api", exchanging("${header.token}"));
        refuses(403, "access_denied", "Client not allowed to exchange", "operation=provisionTokenExchange");
        refuses(403, "access_denied", "Client is not within the token audience", "audience mapper for 'camel'");
        refuses(400, "invalid_client", "Audience not found", "clients[api].audience, which is its client id");
        refuses(400, "invalid_request", "Requested audience not available: target", "clients[api].scope");
        refuses(
                400,
                "invalid_request",
                "Standard token exchange is not enabled for the requested client",
                "operation=provisionTokenExchange");
        refuses(400, "invalid_request", "Invalid token", "it may have expired or been revoked");
        refuses(
                401,
                "unauthorized_client",
                "Invalid client or Invalid client credentials",
                "clients[api].client-secret");
    }

    @Test
    void aClientWithoutASecretIsToldThatOneMayBeExpected() {
        OidcTokenConfiguration client = exchanging("${header.token}");
        client.setClientSecret(null);
        camel.client("api", client);

        refuses(
                401,
                "unauthorized_client",
                "Invalid client or Invalid client credentials",
                "This client sends no secret");
    }

    @Test
    void theSubjectTokenIsInNoMessage() {
        camel.client("api", exchanging("${header.token}"));
        camel.server.thenJson(
                400, "{\"error\":\"invalid_request\",\"error_description\":\"Bad token hush-hush-hush\"}");

        assertThat(send(TO_HEADER, Map.of("token", "hush-hush-hush")).getException())
                .isInstanceOf(OidcTokenException.class)
                .hasMessageContaining("Bad token [secret]")
                .hasMessageNotContaining("hush-hush-hush");
    }

    @Test
    void aClientThatIsNotThereStopsTheStart() {
        camel.client("api", exchanging("client:web"));

        assertThatThrownBy(camel::start)
                .rootCause()
                .hasMessageContaining("clients[api].subject-token names the client 'web', which is not configured");
    }

    @Test
    void clientsThatExchangeEachOthersTokensStopTheStart() {
        camel.client("api", exchanging("client:web")).client("web", exchanging("client:api"));

        assertThatThrownBy(camel::start).rootCause().hasMessageContaining("leads back to this client");
    }

    private void refuses(int status, String error, String description, String advice) {
        camel.server.thenJson(status, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}");

        assertThat(send(TO_HEADER, Map.of("token", "subject-" + description.hashCode()))
                        .getException())
                .hasMessageContaining(description)
                .hasMessageContaining(advice);
    }

    private Exchange send(String uri, Map<String, Object> headers) {
        if (!camel.context.isStarted()) {
            camel.start();
        }
        return camel.context.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setBody("body");
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    private Map<String, String> form(int request) {
        Map<String, String> fields = new TreeMap<>();
        Arrays.stream(String.valueOf(camel.server.forms().get(request)).split("&", -1))
                .map(field -> field.split("=", 2))
                .forEach(field -> fields.put(field[0], URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
        return fields;
    }

    private static Instant expiry(Exchange exchange) {
        return exchange.getMessage().getHeader("CamelOidcTokenExpiresAt", Instant.class);
    }

    private static TemporalUnitWithinOffset within(long seconds) {
        return new TemporalUnitWithinOffset(seconds, java.time.temporal.ChronoUnit.SECONDS);
    }

    private static String jwt(Instant end) {
        return encoded("{\"alg\":\"RS256\"}") + "." + encoded("{\"exp\":" + end.getEpochSecond() + "}") + ".c2ln";
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static OidcTokenConfiguration exchanging(@Nullable String subjectToken) {
        OidcTokenConfiguration configuration = service("camel");
        configuration.setGrant("token_exchange");
        configuration.setSubjectToken(subjectToken);
        configuration.setAudience("target");
        return configuration;
    }
}
