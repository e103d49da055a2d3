package io.github.oidctoken.oauth2.protocol;

import static io.github.oidctoken.oauth2.protocol.SigningKeys.published;
import static io.github.oidctoken.oauth2.protocol.SigningKeys.signed;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.github.oidctoken.oauth2.protocol.JwtSignatures.Outcome;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JwtSignaturesTest {

    private static final URI JWKS = URI.create("https://id.example.com/keys");
    private static final RSAKey FIRST = SigningKeys.rsa("first");
    private static final RSAKey SECOND = SigningKeys.rsa("second");
    private static final ECKey CURVE = SigningKeys.ec("curve");
    private static final Map<String, Object> CLAIMS =
            Map.of("sub", "ada", "aud", List.of("orders"), "exp", 1_900_000_000L);

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final JwtSignatures signatures = new JwtSignatures(new JsonWebKeys(transport, time));

    @Test
    void tokenSignedByAPublishedKeyTellsItsClaims() {
        transport.thenJson(200, published(FIRST, CURVE));

        Outcome.Verified rsa = (Outcome.Verified) verify(signed(FIRST, JWSAlgorithm.RS256, CLAIMS));
        Outcome.Verified pss = (Outcome.Verified) verify(signed(FIRST, JWSAlgorithm.PS384, CLAIMS));
        Outcome.Verified ec = (Outcome.Verified) verify(signed(CURVE, JWSAlgorithm.ES256, CLAIMS));

        assertThat(rsa.claims()).containsEntry("sub", "ada").containsEntry("exp", 1_900_000_000L);
        assertThat(rsa.header()).containsEntry("alg", "RS256").containsEntry("typ", "at+jwt");
        assertThat(pss.claims()).containsEntry("sub", "ada");
        assertThat(ec.claims()).containsEntry("sub", "ada");
        assertThat(transport.requests()).extracting(TransportRequest::uri).containsExactly(JWKS);
    }

    @Test
    void anotherPayloadUnderTheSameSignatureIsRefused() {
        transport.thenJson(200, published(FIRST));
        String[] good = signed(FIRST, JWSAlgorithm.RS256, CLAIMS).split("\\.");
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":\"eve\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal(good[0] + "." + forged + "." + good[2])).isEqualTo("has a wrong signature");
    }

    @Test
    void unsignedTokenIsRefusedWithoutAskingForKeys() {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal(header + ".eyJzdWIiOiJldmUifQ.")).isEqualTo("is not a signed JWT");
        assertThat(refusal("opaque")).isEqualTo("is not a signed JWT");
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void publicKeyUsedAsAnHmacSecretIsRefused() throws Exception {
        byte[] publicKey = FIRST.toRSAPublicKey().getEncoded();
        OctetSequenceKey secret =
                new OctetSequenceKey.Builder(publicKey).keyID("first").build();

        assertThat(refusal(signed(secret, JWSAlgorithm.HS256, CLAIMS)))
                .isEqualTo("is signed with an algorithm that is not accepted: HS256");
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void algorithmThatTheCallerDoesNotAllowIsRefused() {
        String token = signed(FIRST, JWSAlgorithm.RS256, CLAIMS);

        assertThat(signatures.verify(token, Set.of("ES256"), JWKS, false))
                .isEqualTo(new Outcome.Refused("is signed with an algorithm that is not accepted: RS256"));
    }

    @Test
    void criticalHeaderParametersAreNotUnderstood() {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build();

        assertThat(refusal(signed(FIRST, header, CLAIMS)))
                .isEqualTo("has critical header parameters, of which none is understood");
    }

    @Test
    void keyThatTheTokenBringsAlongIsNotTrusted() {
        transport.thenJson(200, published(FIRST));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("first")
                .jwk(SECOND.toPublicJWK())
                .jwkURL(URI.create("https://evil.example.com/keys"))
                .build();

        assertThat(refusal(signed(SECOND, header, CLAIMS))).isEqualTo("has a wrong signature");
        assertThat(transport.requests()).extracting(TransportRequest::uri).containsExactly(JWKS);
    }

    @Test
    void keyOfAnotherTypeUnderTheSameNameIsRefused() {
        ECKey impostor = SigningKeys.ec("first");
        transport.thenJson(200, published(FIRST));

        assertThat(refusal(signed(impostor, JWSAlgorithm.ES256, CLAIMS)))
                .isEqualTo("is signed with a key that the server does not publish for ES256 (kid 'first')");
    }

    @Test
    void tokenWithoutKidIsTriedWithEveryKey() {
        transport.thenJson(200, published(SECOND, FIRST));

        assertThat(verify(signed(FIRST, new JWSHeader(JWSAlgorithm.RS256), CLAIMS)))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void newKeyOfTheServerIsFetchedWhenATokenNamesIt() {
        transport.thenJson(200, published(FIRST)).thenJson(200, published(FIRST, SECOND));
        verify(signed(FIRST, JWSAlgorithm.RS256, CLAIMS));
        time.advance(JsonWebKeys.SHORTEST_INTERVAL);

        assertThat(verify(signed(SECOND, JWSAlgorithm.RS256, CLAIMS))).isInstanceOf(Outcome.Verified.class);
        assertThat(transport.requests()).hasSize(2);
    }

    @Test
    void withdrawnKeyIsNotAcceptedAfterTenMinutes() {
        transport.thenJson(200, published(FIRST)).thenJson(200, published(SECOND));
        String token = signed(FIRST, JWSAlgorithm.RS256, CLAIMS);
        verify(token);
        time.advance(Duration.ofMinutes(10));

        assertThat(refusal(token)).contains("does not publish");
    }

    @Test
    void stormOfUnknownKeysIsOneFetch() throws Exception {
        transport.thenJson(200, published(FIRST)).thenJson(200, published(FIRST));
        verify(signed(FIRST, JWSAlgorithm.RS256, CLAIMS));
        time.advance(JsonWebKeys.SHORTEST_INTERVAL);
        String unknown = signed(SECOND, JWSAlgorithm.RS256, CLAIMS);
        int callers = 24;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return refusal(unknown);
                }));
            }
            start.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).contains("does not publish");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(transport.requests()).hasSize(2);
    }

    @Test
    void unreachableServerLeavesTheKeysInUseForADay() {
        transport.thenJson(200, published(FIRST));
        String token = signed(FIRST, JWSAlgorithm.RS256, CLAIMS);
        verify(token);
        transport.thenFails(Delivery.NOT_SENT, "connection refused");
        time.advance(Duration.ofMinutes(11));

        assertThat(verify(token)).isInstanceOf(Outcome.Verified.class);

        transport.thenJson(503, "{}");
        time.advance(Duration.ofHours(24));
        assertThat(verify(token))
                .isEqualTo(new Outcome.KeysUnavailable(
                        "https://id.example.com/keys answered 503 (application/json)", null));
    }

    @Test
    void serverWithoutAnswerIsNotAskedAgainByEveryToken() {
        transport.thenFails(Delivery.NOT_SENT, "connection refused");
        String token = signed(FIRST, JWSAlgorithm.RS256, CLAIMS);

        Outcome.KeysUnavailable outcome = (Outcome.KeysUnavailable) verify(token);

        assertThat(outcome.reason()).isEqualTo("https://id.example.com/keys: connection refused");
        assertThat(verify(token)).isInstanceOf(Outcome.KeysUnavailable.class);
        assertThat(transport.requests()).hasSize(1);
    }

    @Test
    void whileAServerThatHasFailedIsAskedAgainNobodyElseWaits() {
        String token = signed(FIRST, JWSAlgorithm.RS256, CLAIMS);
        transport.thenFails(TransportException.Delivery.UNKNOWN, "no answer in time");
        assertThat(verify(token)).isInstanceOf(Outcome.KeysUnavailable.class);
        time.advance(JsonWebKeys.SHORTEST_INTERVAL);
        transport.then(request -> {
            Outcome meanwhile = CompletableFuture.supplyAsync(() -> verify(token))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            assertThat(meanwhile)
                    .isInstanceOfSatisfying(
                            Outcome.KeysUnavailable.class,
                            unavailable -> assertThat(unavailable.reason()).contains("no answer in time"));
            return ScriptedTransport.json(200, published(FIRST));
        });

        assertThat(verify(token)).isInstanceOf(Outcome.Verified.class);
        assertThat(transport.requests()).hasSize(2);
    }

    @Test
    void aKeyThatTheServerItselfHasUsedIsAskedForAtOnce() {
        JwtSignatures ofTheServer = new JwtSignatures(JsonWebKeys.forTokensOfTheServer(transport, time));
        transport.thenJson(200, published(FIRST)).thenJson(200, published(SECOND));
        ofTheServer.verify(signed(FIRST, JWSAlgorithm.RS256, CLAIMS), JwtSignatures.ALGORITHMS, JWKS, false);

        assertThat(ofTheServer.verify(
                        signed(SECOND, JWSAlgorithm.RS256, CLAIMS), JwtSignatures.ALGORITHMS, JWKS, false))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void keysAreNotFetchedByPlainHttpFromAnotherMachine() {
        String token = signed(FIRST, JWSAlgorithm.RS256, CLAIMS);

        Outcome outcome =
                signatures.verify(token, JwtSignatures.ALGORITHMS, URI.create("http://id.example.com/keys"), false);

        assertThat(((Outcome.KeysUnavailable) outcome).reason()).contains("must be https");
        assertThat(transport.requests()).isEmpty();
    }

    @Test
    void keysThatCannotBeUsedSpoilOnlyThemselves() {
        RSAKey small = SigningKeys.rsa("small", 1024);
        String secret = "{\"kty\":\"oct\",\"kid\":\"hmac\",\"k\":\"c2VjcmV0\"}";
        String mixed = published(small, FIRST)
                .replace("{\"keys\":[", "{\"keys\":[7, {\"kty\":\"new\"}, {\"kty\":\"RSA\"}, " + secret + ",");
        transport.thenJson(200, mixed);

        assertThat(verify(signed(FIRST, JWSAlgorithm.RS256, CLAIMS))).isInstanceOf(Outcome.Verified.class);
        assertThat(refusal(signed(small, JWSAlgorithm.RS256, CLAIMS))).contains("kid 'small'");
    }

    @Test
    void answerWithoutKeysSaysSo() {
        transport.thenJson(200, "{\"keys\":[]}");

        assertThat(((Outcome.KeysUnavailable) verify(signed(FIRST, JWSAlgorithm.RS256, CLAIMS))).reason())
                .isEqualTo("https://id.example.com/keys answered 200 (application/json) without a public key that can"
                        + " be used");
    }

    @Test
    void keysAtHandAnswerAtOnce() {
        transport.thenJson(200, published(FIRST));
        String token = signed(FIRST, JWSAlgorithm.RS256, CLAIMS);

        assertThat(signatures.verifyAtOnce(token, JwtSignatures.ALGORITHMS, JWKS, false))
                .isEmpty();
        verify(token);
        assertThat(signatures.verifyAtOnce(token, JwtSignatures.ALGORITHMS, JWKS, false))
                .containsInstanceOf(Outcome.Verified.class);
    }

    @Test
    void claimsCanBeReadWithoutTrust() {
        assertThat(JwtSignatures.unverifiedClaims(signed(FIRST, JWSAlgorithm.RS256, CLAIMS)))
                .hasValueSatisfying(claims -> assertThat(claims).containsEntry("sub", "ada"));
        assertThat(JwtSignatures.unverifiedClaims("opaque")).isEmpty();
    }

    private Outcome verify(String token) {
        return signatures.verify(token, JwtSignatures.ALGORITHMS, JWKS, false);
    }

    private String refusal(String token) {
        return ((Outcome.Refused) verify(token)).reason();
    }
}
