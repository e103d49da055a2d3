package io.github.oidctoken.oauth2.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a success is read, standard or not. */
class TokenResponseTest {

    private final TokenRequests requests = new TokenRequests();

    @Test
    void completeAnswerIsRead() {
        TokenResponse response = granted(
                "{'access_token':'a','token_type':'Bearer','expires_in':180,'refresh_token':'r','refresh_expires_in':1800,"
                        + "'id_token':'i','scope':'x y'}",
                "Date",
                "Sun, 22 Nov 2026 12:00:05 GMT");

        assertThat(response)
                .isEqualTo(new TokenResponse(
                        Secret.of("a"),
                        "Bearer",
                        Duration.ofSeconds(180),
                        Secret.of("r"),
                        Duration.ofSeconds(1800),
                        Secret.of("i"),
                        List.of("x", "y"),
                        Instant.parse("2026-11-22T12:00:05Z"),
                        Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "180, PT3M",
        "'\"180\"', PT3M",
        "180.7, PT3M0.7S",
        "1.8e2, PT3M",
        "99999999999999999999, PT87600H",
        "'\"1e999\"', PT87600H"
    })
    void lifetimeIsReadAsServersWriteIt(String expiresIn, Duration lifetime) {
        assertThat(granted("{'access_token':'a','expires_in':" + expiresIn + "}")
                        .expiresIn())
                .isEqualTo(lifetime);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "null", "'soon'", "''", "true", "[180]", "0.0001", "'NaN'", "'-1e2147483647'"})
    void uselessLifetimeCountsAsUnsaid(String expiresIn) {
        assertThat(granted("{'access_token':'a','expires_in':" + expiresIn + "}")
                        .expiresIn())
                .isNull();
    }

    @Test
    void missingLifetimeIsUnsaid() {
        assertThat(granted("{'access_token':'a'}").expiresIn()).isNull();
    }

    @Test
    void refreshTokenThatNeverExpiresHasNoEnd() {
        TokenResponse response = granted("{'access_token':'a','refresh_token':'r','refresh_expires_in':0}");

        assertThat(response.refreshToken()).isEqualTo(Secret.of("r"));
        assertThat(response.refreshExpiresIn()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"bearer, Bearer", "BEARER, Bearer", "'Bearer ', Bearer", "DPoP, DPoP"})
    void tokenTypeIsBearerInAnyCase(String said, String read) {
        assertThat(granted("{'access_token':'a','token_type':'" + said + "'}").tokenType())
                .isEqualTo(read);
    }

    @Test
    void missingTokenTypeIsBearer() {
        assertThat(granted("{'access_token':'a'}").tokenType()).isEqualTo("Bearer");
    }

    @Test
    void emptyOptionalMembersCountAsMissing() {
        TokenResponse response = granted("{'access_token':'a','refresh_token':'','id_token':'','scope':''}");

        assertThat(response.refreshToken()).isNull();
        assertThat(response.idToken()).isNull();
        assertThat(response.scopes()).isNull();
    }

    @Test
    void scopesMayComeAsAList() {
        assertThat(granted("{'access_token':'a','scope':['x','y']}").scopes()).containsExactly("x", "y");
    }

    @Test
    void unknownMembersAreKept() {
        assertThat(granted("{'access_token':'a','session_state':'s','not-before-policy':0,'more':{'x':[1]}}")
                        .members())
                .containsOnlyKeys("session_state", "not-before-policy", "more")
                .containsEntry("session_state", "s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/plain; charset=latin1", "json"})
    void contentTypeOfASuccessDoesNotMatter(String contentType) {
        assertThat(granted("{'access_token':'a'}", "Content-Type", contentType).accessToken())
                .isEqualTo(Secret.of("a"));
    }

    @Test
    void byteOrderMarkIsSkipped() {
        assertThat(granted("\uFEFF {'access_token':'a'}").accessToken()).isEqualTo(Secret.of("a"));
    }

    @Test
    void tokensWithStatus201AreGranted() {
        assertThat(requests.outcome(201, "{\"access_token\":\"a\"}")).isInstanceOf(TokenOutcome.Granted.class);
    }

    @Test
    void pageWithStatus200IsMalformedAndNotQuoted() {
        assertThat(malformed("<html>t-0815</html>", "Content-Type", "text/html"))
                .isEqualTo("200 with text/html, 19 bytes");
    }

    @Test
    void emptySuccessIsMalformed() {
        assertThat(malformed("")).isEqualTo("200 with an empty body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'access_token':'t-0815'", "['t-0815']", "{'access_token':['t-0815']}", "{'id_token':'t-0815'}"
            })
    void successWithoutAccessTokenIsMalformedAndNotQuoted(String body) {
        assertThat(malformed(json(body))).startsWith("200 with ").doesNotContain("t-0815");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'access_token':'t\\r\\nX-Evil: 1'}", "{'access_token':'t','token_type':'Bearer\\nX'}"})
    void tokenThatWouldBreakAHeaderIsMalformed(String body) {
        assertThat(malformed(json(body))).contains("no header can carry");
    }

    @Test
    void tokensAreNotPrinted() {
        TokenOutcome outcome = requests.outcome(
                200,
                json(
                        "{'access_token':'canary-a','refresh_token':'canary-r','id_token':'canary-i','other':'canary-o'}"));

        assertThat(outcome).isInstanceOf(TokenOutcome.Granted.class);
        assertThat(outcome.toString()).contains("other").doesNotContain("canary");
    }

    @Test
    void rawAnswerIsNotPrinted() {
        TransportResponse answer = new TransportResponse(
                200, Map.of("Content-Type", List.of("application/json")), "canary".getBytes(StandardCharsets.UTF_8));

        assertThat(answer).hasToString("TransportResponse[200, application/json, 6 bytes]");
    }

    private TokenResponse granted(String body, String... headers) {
        TokenOutcome outcome = requests.outcome(200, json(body), headers);
        assertThat(outcome).isInstanceOf(TokenOutcome.Granted.class);
        return ((TokenOutcome.Granted) outcome).response();
    }

    private String malformed(String body, String... headers) {
        TokenOutcome outcome = requests.outcome(200, body, headers);
        assertThat(outcome).isInstanceOf(TokenOutcome.Malformed.class);
        return ((TokenOutcome.Malformed) outcome).detail();
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }
}
