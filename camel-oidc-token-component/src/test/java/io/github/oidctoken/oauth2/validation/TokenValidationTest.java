package io.github.oidctoken.oauth2.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.TokenInvalidException;
import io.github.oidctoken.oauth2.TokenInvalidException.Problem;
import io.github.oidctoken.oauth2.TokenNotValidatedException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.SigningKeys;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import io.github.oidctoken.testkit.TroubleshootingPage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenValidationTest {

    private static final String ISSUER = "https://id.example.com";
    private static final RSAKey KEY = SigningKeys.rsa("key");
    private static final Secret OPAQUE = Secret.of("b9f1c3d7e5a24c0e");

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean holding;
    private final CurrentSecret secrets = new CurrentSecret() {
        @Override
        public ClientRegistration present(ClientRegistration client) {
            return client;
        }

        @Override
        public boolean reread(ClientRegistration refused) {
            return false;
        }
    };
    private final TokenValidation validation = new TokenValidation(transport, time, secrets, client -> task -> {
        if (holding) {
            waiting.add(task);
        } else {
            task.run();
        }
    });

    @Test
    void introspectionAuthenticatesTheClientAndSendsTheToken() {
        transport.thenJson(200, "{\"active\": true}");

        await(validation.introspect(introspecting(), OPAQUE, "access_token"));

        TransportRequest sent = transport.requests().get(0);
        assertThat(sent.uri()).hasToString("https://id.example.com/introspect");
        assertThat(sent.form()).isEqualTo("token=b9f1c3d7e5a24c0e&token_type_hint=access_token");
        // api:s3cret-s3cret
        assertThat(sent.headers()).containsEntry("Authorization", "Basic YXBpOnMzY3JldC1zM2NyZXQ=");
    }

    @Test
    void clientWithTheSecretInTheFormSendsItThere() {
        transport.thenJson(200, "{\"active\": true}");

        await(validation.introspect(
                client(Map.of(
                        "introspectionEndpoint",
                        "https://id.example.com/introspect",
                        "clientAuthentication",
                        "client_secret_post")),
                OPAQUE,
                null));

        assertThat(transport.forms().get(0))
                .contains("token=b9f1c3d7e5a24c0e", "client_id=api", "client_secret=s3cret-s3cret");
        assertThat(transport.requests().get(0).headers()).doesNotContainKey("Authorization");
    }

    @Test
    void camelCaseMembersGetTheirStandardNames() {
        transport.thenJson(200, """
                {"active": true, "clientId": "2915", "username": "user1234", "tokenType": "access_token",
                 "exp": 1772352300, "sub": "58cfb", "deptName": "R&D", "scope": ["a", "b"]}""");

        Map<String, Object> members = await(validation.introspect(introspecting(), OPAQUE, null));

        assertThat(members)
                .containsOnly(
                        Map.entry("active", true),
                        Map.entry("clientId", "2915"),
                        Map.entry("client_id", "2915"),
                        Map.entry("username", "user1234"),
                        Map.entry("tokenType", "access_token"),
                        Map.entry("token_type", "access_token"),
                        Map.entry("exp", 1_772_352_300L),
                        Map.entry("sub", "58cfb"),
                        Map.entry("deptName", "R&D"),
                        Map.entry("scope", "a b"));
    }

    @ParameterizedTest
    @CsvSource({"'\"true\"', true", "'\"false\"', false", "false, false"})
    void activeIsABooleanHoweverItIsWritten(String written, boolean active) {
        transport.thenJson(200, "{\"active\": " + written + "}");

        assertThat(await(validation.introspect(introspecting(), OPAQUE, null))).containsEntry("active", active);
    }

    @Test
    void answerWithoutActiveIsNoAnswer() {
        transport.thenJson(200, "{\"isActive\": true}");

        assertThatThrownBy(() -> await(validation.introspect(introspecting(), OPAQUE, null)))
                .isInstanceOf(TokenNotValidatedException.class)
                .hasMessageContaining("without the member active");
    }

    @Test
    void activeTokenIsAskedForAgainAfterTenSeconds() {
        transport.thenJson(200, active(Duration.ofHours(1))).thenJson(200, "{\"active\": false}");

        await(validation.introspect(introspecting(), OPAQUE, null));
        time.advance(Duration.ofMillis(9_999));
        assertThat(await(validation.introspect(introspecting(), OPAQUE, null))).containsEntry("active", true);
        time.advance(Duration.ofMillis(1));
        assertThat(await(validation.introspect(introspecting(), OPAQUE, null))).containsEntry("active", false);
        assertThat(transport.requests()).hasSize(2);
    }

    @Test
    void rememberedAnswerDoesNotOutliveTheToken() {
        transport.thenJson(200, active(Duration.ofSeconds(3))).thenJson(200, "{\"active\": false}");

        await(validation.introspect(introspecting(), OPAQUE, null));
        time.advance(Duration.ofSeconds(3));

        assertThat(await(validation.introspect(introspecting(), OPAQUE, null))).containsEntry("active", false);
    }

    @Test
    void negativeAnswersAndErrorsAreNotRemembered() {
        transport
                .thenJson(200, "{\"active\": false}")
                .thenFails(Delivery.UNKNOWN, "the connection broke")
                .thenJson(200, active(Duration.ofHours(1)));

        assertThat(await(validation.introspect(introspecting(), OPAQUE, null))).containsEntry("active", false);
        assertThatThrownBy(() -> await(validation.introspect(introspecting(), OPAQUE, null)))
                .isInstanceOf(TokenNotValidatedException.class);
        assertThat(await(validation.introspect(introspecting(), OPAQUE, null))).containsEntry("active", true);
    }

    @Test
    void withoutACacheEveryQuestionIsAsked() {
        ClientRegistration client = client(
                Map.of("introspectionEndpoint", "https://id.example.com/introspect", "introspectionCache", "0s"));
        transport.thenJson(200, active(Duration.ofHours(1))).thenJson(200, active(Duration.ofHours(1)));

        await(validation.introspect(client, OPAQUE, null));
        await(validation.introspect(client, OPAQUE, null));

        assertThat(transport.requests()).hasSize(2);
    }

    @Test
    void manyWhoAskAboutOneTokenShareARequest() {
        holding = true;
        transport.thenJson(200, "{\"active\": false}");
        List<CompletionStage<Map<String, Object>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(validation.introspect(introspecting(), OPAQUE, null));
        }

        assertThat(waiting).hasSize(1);
        waiting.remove().run();

        assertThat(answers).allSatisfy(answer -> assertThat(await(answer)).containsEntry("active", false));
        assertThat(transport.requests()).hasSize(1);
    }

    @Test
    void refusedClientIsToldWhichOptionToChangeAndNotTheToken() {
        transport.thenJson(401, """
                {"error": "invalid_client", "error_description": "bad b9f1c3d7e5a24c0e s3cret-s3cret"}""");

        assertThatThrownBy(() -> await(validation.introspect(introspecting(), OPAQUE, null)))
                .isInstanceOfSatisfying(
                        TokenNotValidatedException.class,
                        e -> assertThat(e.status()).hasValue(401))
                .hasMessage("Client 'orders': the introspection request to https://id.example.com/introspect was"
                        + " refused: 401 invalid_client, bad [secret] [secret]. Check clients[orders].client-id,"
                        + " clients[orders].client-secret and clients[orders].client-authentication.");
    }

    @Test
    void inactiveTokenThatIsFreshButForOthersIsExplainedOnce() {
        String token = token(Map.of("aud", "somebody-else"));
        transport.thenJson(200, "{\"active\": false}").thenJson(200, "{\"active\": false}");
        try (CapturedLog log = CapturedLog.open()) {
            await(validation.introspect(introspecting(), Secret.of(token), null));
            assertThat(log.text())
                    .contains("Client 'orders'", "aud does not name 'api'", "Keycloak since 26.6.2")
                    .doesNotContain(token);
        }
        try (CapturedLog log = CapturedLog.open()) {
            await(validation.introspect(introspecting(), Secret.of(token), null));
            assertThat(log.text()).doesNotContain("Keycloak since");
        }
    }

    @Test
    void refusalOfAFreshTokenForOthersSaysWhatToConfigure() {
        String fresh = token(Map.of("aud", "somebody-else"));
        String ended = token(Map.of("aud", "somebody-else", "exp", time.now().getEpochSecond() - 1));
        String mine = token(Map.of());
        for (String token : List.of(fresh, ended, mine, OPAQUE.value())) {
            transport.thenJson(200, "{\"active\": false}");
            assertThatThrownBy(() -> validate(introspecting(), token))
                    .isInstanceOfSatisfying(
                            TokenInvalidException.class,
                            e -> assertThat(e.reason()).isEqualTo("the token is not active"))
                    .satisfies(e ->
                            assertThat(e.toString().contains("audience mapper")).isEqualTo(token.equals(fresh)));
        }
    }

    @Test
    void whoJudgesSaysThatItIsAnAccessToken() {
        transport.thenJson(200, active(Duration.ofHours(1)));

        validate(introspecting(), OPAQUE.value());

        assertThat(transport.forms().get(0)).endsWith("&token_type_hint=access_token");
    }

    @Test
    void longerCacheStillEndsWithTheToken() {
        ClientRegistration client = client(
                Map.of("introspectionEndpoint", "https://id.example.com/introspect", "introspectionCache", "1h"));
        transport.thenJson(200, active(Duration.ofSeconds(30))).thenJson(200, "{\"active\": false}");

        await(validation.introspect(client, OPAQUE, null));
        time.advance(Duration.ofSeconds(29));
        assertThat(await(validation.introspect(client, OPAQUE, null))).containsEntry("active", true);
        time.advance(Duration.ofSeconds(1));
        assertThat(await(validation.introspect(client, OPAQUE, null))).containsEntry("active", false);
    }

    @Test
    void signedTokenForThisClientIsValid() {
        transport.thenJson(200, SigningKeys.published(KEY));

        assertThat(validate(signing(Map.of()), token(Map.of()))).containsEntry("sub", "ada");
        assertThat(validate(signing(Map.of()), token(Map.of("aud", List.of("other", "api")))))
                .containsEntry("sub", "ada");
        assertThat(transport.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iss | https://evil.example.com | the token is from another issuer",
                "aud | other | the token is not for this audience",
                "typ | ID | the token is signed by the server, but is no access token",
                "typ | Refresh | the token is signed by the server, but is no access token",
                "at_hash | abc | the token is signed by the server, but is no access token"
            })
    void signedTokenThatSaysOtherwiseIsRefused(String claim, String value, String reason) {
        transport.thenJson(200, SigningKeys.published(KEY));

        assertRefused(signing(Map.of()), token(Map.of(claim, value)), reason);
    }

    @Test
    void timesAreJudgedWithTheClockSkew() {
        transport.thenJson(200, SigningKeys.published(KEY));
        long now = time.now().getEpochSecond();

        assertThat(validate(signing(Map.of()), token(Map.of("exp", now - 29)))).containsEntry("sub", "ada");
        assertThat(validate(signing(Map.of()), token(Map.of("nbf", now + 30)))).containsEntry("sub", "ada");
        assertRefused(signing(Map.of()), token(Map.of("exp", now - 30)), "the token has expired");
        assertRefused(signing(Map.of()), token(Map.of("nbf", now + 31)), "the token is not valid yet");
        assertThatThrownBy(() -> validate(signing(Map.of()), token(Map.of("nbf", now + 300))))
                .message()
                .satisfies(TroubleshootingPage.shows("clock", "orders"));
        assertRefused(signing(Map.of("clockSkew", "0s")), token(Map.of("exp", now - 1)), "the token has expired");
    }

    @Test
    void configuredAudienceReplacesTheClientId() {
        transport.thenJson(200, SigningKeys.published(KEY));

        assertThat(validate(signing(Map.of("audience", "orders-api")), token(Map.of("aud", "orders-api"))))
                .containsEntry("sub", "ada");
        assertRefused(signing(Map.of("audience", "orders-api")), token(Map.of()), "the token is not for this audience");
    }

    @Test
    void missingScopeIsAProblemOfItsOwn() {
        transport.thenJson(200, SigningKeys.published(KEY));
        TokenRequirements both = new TokenRequirements(List.of("read", "write"));
        Secret reader = Secret.of(token(Map.of("scope", "openid read")));
        Secret writer = Secret.of(token(Map.of("scope", "openid write read")));
        ClientRegistration client = signing(Map.of());

        assertThat(await(validation.validate(client, writer, both))).containsEntry("sub", "ada");
        assertThatThrownBy(() -> await(validation.validate(client, reader, both)))
                .isInstanceOfSatisfying(
                        TokenInvalidException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.INSUFFICIENT_SCOPE))
                .hasMessage("Client 'orders': the token lacks a scope of: read write.");
    }

    @Test
    void issuerAloneLeadsToTheKeys() {
        ClientRegistration discovering = client(Map.of("issuer", ISSUER));
        transport.thenJson(200, """
                        {"issuer": "https://id.example.com", "token_endpoint": "https://id.example.com/token",
                         "jwks_uri": "https://id.example.com/keys"}""").thenJson(200, SigningKeys.published(KEY));

        assertThat(validate(discovering, token(Map.of()))).containsEntry("sub", "ada");
        assertThat(validate(discovering, token(Map.of()))).containsEntry("sub", "ada");
        assertThat(transport.requests()).hasSize(2);
    }

    @Test
    void serverWithoutKeysIsAsked() {
        transport.thenJson(200, active(Duration.ofHours(1)));

        assertThat(validate(introspecting(), OPAQUE.value())).containsEntry("active", true);
    }

    @Test
    void inactiveTokenIsRefused() {
        transport.thenJson(200, "{\"active\": false}");

        assertRefused(introspecting(), OPAQUE.value(), "the token is not active");
    }

    @Test
    void activeTokenForAnotherAudienceIsRefused() {
        transport.thenJson(200, "{\"active\": true, \"aud\": \"other\"}");

        assertRefused(introspecting(), OPAQUE.value(), "the token is not for this audience");
    }

    @Test
    void bothAsksTheServerAboutATokenThatIsSignedWell() {
        ClientRegistration both =
                signing(Map.of("validation", "both", "introspectionEndpoint", "https://id.example.com/introspect"));
        transport.thenJson(200, SigningKeys.published(KEY)).thenJson(200, "{\"active\": false}");

        assertRefused(both, token(Map.of()), "the token is not active");
        assertRefused(both, token(Map.of("aud", "other")), "the token is not for this audience");
        assertThat(transport.requests()).hasSize(2);
    }

    @Test
    void audienceOnlyBelievesAForgedToken() {
        ClientRegistration quick = signing(Map.of("validation", "audience-only"));
        RSAKey forger = SigningKeys.rsa("forger");
        String forged = SigningKeys.signed(forger, JWSAlgorithm.RS256, claims(Map.of("sub", "eve")));

        assertThat(validate(quick, forged)).containsEntry("sub", "eve");
        assertRefused(quick, token(Map.of("aud", "other")), "the token is not for this audience");
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void missingKeysSayNothingAboutTheToken() {
        transport.thenJson(500, "");

        assertThatThrownBy(() -> validate(signing(Map.of()), token(Map.of())))
                .isInstanceOf(TokenNotValidatedException.class)
                .hasMessage("Client 'orders': the server's signing keys cannot be had: https://id.example.com/keys"
                        + " answered 500 (application/json). Check clients[orders].jwks-uri and"
                        + " clients[orders].issuer.");
    }

    private void assertRefused(ClientRegistration client, String token, String reason) {
        assertThatThrownBy(() -> validate(client, token))
                .isInstanceOfSatisfying(TokenInvalidException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.problem()).isEqualTo(Problem.INVALID_TOKEN);
                })
                .hasMessageStartingWith("Client 'orders': " + reason)
                .hasMessageNotContaining(token);
    }

    private Map<String, Object> validate(ClientRegistration client, String token) {
        return await(validation.validate(client, Secret.of(token), TokenRequirements.none()));
    }

    private String token(Map<String, Object> changes) {
        return SigningKeys.signed(KEY, JWSAlgorithm.RS256, claims(changes));
    }

    private Map<String, Object> claims(Map<String, Object> changes) {
        Map<String, Object> claims = new HashMap<>(Map.of(
                "iss", ISSUER, "aud", "api", "sub", "ada", "exp", time.now().getEpochSecond() + 300));
        claims.putAll(changes);
        return claims;
    }

    private String active(Duration life) {
        return "{\"active\": true, \"sub\": \"ada\", \"exp\": "
                + time.now().plus(life).getEpochSecond() + "}";
    }

    private static ClientRegistration introspecting() {
        return client(Map.of("introspectionEndpoint", "https://id.example.com/introspect"));
    }

    private static ClientRegistration signing(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.put("issuer", ISSUER);
        options.put("jwksUri", "https://id.example.com/keys");
        return client(options);
    }

    private static ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(more);
        options.putIfAbsent("issuer", "");
        options.put("tokenEndpoint", "https://id.example.com/token");
        options.put("clientId", "api");
        options.put("clientSecret", "s3cret-s3cret");
        return ClientRegistration.of(ClientOptions.of("orders", options));
    }

    private static Map<String, Object> await(CompletionStage<Map<String, Object>> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
