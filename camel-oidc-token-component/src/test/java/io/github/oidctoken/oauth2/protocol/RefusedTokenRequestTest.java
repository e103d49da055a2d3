package io.github.oidctoken.oauth2.protocol;

import static io.github.oidctoken.oauth2.protocol.TokenRequests.client;
import static io.github.oidctoken.oauth2.protocol.TokenRequests.refresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer without tokens means, and how much of it is shown. Our clock stands at 2026-03-01 08:00 UTC. */
class RefusedTokenRequestTest {

    private final TokenRequests requests = new TokenRequests();

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 503})
    void errorIsARefusalWhateverTheStatus(int status) {
        TokenOutcome.Refused refused =
                refused(status, "{'error':'invalid_grant','error_description':'Token is not active'}");

        assertThat(refused)
                .isEqualTo(new TokenOutcome.Refused(status, "invalid_grant", "Token is not active", null, null));
        assertThat(refused.isInvalidGrant()).isTrue();
    }

    @Test
    void unauthorizedNeedsNoChallenge() {
        assertThat(refused(401, "{'error':'unauthorized_client'}").error()).isEqualTo("unauthorized_client");
    }

    @Test
    void errorInAnotherContentTypeIsStillRead() {
        assertThat(refused(400, "{'error':'invalid_client'}", "Content-Type", "text/plain")
                        .error())
                .isEqualTo("invalid_client");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void errorOfABrokenServerIsUnknown(int status) {
        assertThat(requests.outcome(status, "{\"error\":\"server_error\"}")).isInstanceOf(TokenOutcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void gatewaysPageIsUnknownAndNotQuoted(int status) {
        TokenOutcome outcome = requests.outcome(status, "<html>t-0815</html>", "Content-Type", "text/html");

        assertThat(outcome)
                .asInstanceOf(type(TokenOutcome.Unknown.class))
                .extracting(TokenOutcome.Unknown::reason)
                .isEqualTo("the server or a gateway before it answered " + status + " with text/html, 19 bytes");
    }

    @Test
    void redirectIsARefusalThatSaysWhatCame() {
        TokenOutcome.Refused refused = refused(302, "", "Location", "https://elsewhere.example.com");

        assertThat(refused).isEqualTo(new TokenOutcome.Refused(302, null, null, "302 with an empty body", null));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void busyServerSaysWhenToComeBack(int status) {
        assertThat(refused(status, "", "Retry-After", "120").retryAfter()).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void dateToComeBackCountsFromTheServersClock() {
        var refused = refused(
                429, "", "Date", "Sun, 01 Mar 2026 03:00:00 GMT", "Retry-After", "Sun, 01 Mar 2026 03:00:30 GMT");

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void dateToComeBackCountsFromOurClockWhereTheServerShowsNone() {
        assertThat(refused(503, "", "Retry-After", "Sun, 01 Mar 2026 08:01:00 GMT")
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void dateToComeBackThatHasPassedMeansNow() {
        assertThat(refused(503, "", "Retry-After", "Sun, 01 Mar 2026 07:00:00 GMT")
                        .retryAfter())
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"999999999999, PT24H", "soon,", "-5,", "'',"})
    void senselessTimeToComeBackIsBounded(String value, @Nullable Duration wait) {
        assertThat(refused(429, "", "Retry-After", value).retryAfter()).isEqualTo(wait);
    }

    @Test
    void serversTextIsCutAndCleaned() {
        String description = "x\\r\\n\\\"" + "y".repeat(500);

        assertThat(refused(400, "{'error':'invalid_grant','error_description':'" + description + "'}")
                        .errorDescription())
                .hasSizeLessThanOrEqualTo(200)
                .matches("x y+");
    }

    @Test
    void ourSecretsInTheServersTextAreBlanked() {
        var client = client(
                "clientSecret", "s3cret &1",
                "parameters", Map.of("pin", "s3cret"),
                "refreshParameters", Map.of("otp", "extra-4711"));
        String basic = Base64.getEncoder().encodeToString("esb:s3cret+%261".getBytes(StandardCharsets.UTF_8));
        requests.transport()
                .thenJson(
                        400,
                        json("{'error':'s3cret &1','error_description':'got r-4711, s3cret &1, s3cret+%261, " + basic
                                + ", extra-4711, end'}"));

        TokenOutcome outcome = requests.request(client, refresh("r-4711"));

        assertThat(outcome)
                .isEqualTo(new TokenOutcome.Refused(
                        400, "[secret]", "got [secret], [secret], [secret], [secret], [secret], end", null, null));
    }

    private TokenOutcome.Refused refused(int status, String body, String... headers) {
        TokenOutcome outcome = requests.outcome(status, json(body), headers);
        assertThat(outcome).isInstanceOf(TokenOutcome.Refused.class);
        return (TokenOutcome.Refused) outcome;
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }
}
