package io.github.oidctoken.oauth2.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge, with the monotonic clock at zero when the request was sent. */
class FreshnessTest {

    @ParameterizedTest
    @CsvSource({
        // lifetime, margin, latest moment that is surely fresh, latest moment that is surely stale
        "3600, 60, 3538, 3550",
        "182, 60, 135, 144",
        "5, 60, 2.625, 2.8",
        "60, 10, 48, 50",
        "2, 60, 0.75, 0.8",
    })
    void marginIsNeverMoreThanAQuarterOfTheUse(double lifetime, long margin, double fresh, double stale) {
        AccessToken token = token("t", seconds(lifetime), Duration.ofSeconds(margin));

        assertThat(token.freshness(nanos(fresh) - 1)).isEqualTo(Freshness.FRESH);
        assertThat(token.freshness(nanos(stale))).isEqualTo(Freshness.STALE);
    }

    @ParameterizedTest
    @CsvSource({
        // lifetime, end of its use
        "3600, 3598",
        "180, 178",
        "10, 8",
        "5, 3.5",
        "2.5, 1.25",
        "2, 1",
        "1, 0.5",
        "0.1, 0.05",
    })
    void whatServersRoundOffAndWhatTheWayMayTakeIsNotUsed(double lifetime, double end) {
        AccessToken token = token("t", seconds(lifetime), Duration.ofSeconds(60));

        assertThat(token.freshness(nanos(end) - 1)).isEqualTo(Freshness.STALE);
        assertThat(token.freshness(nanos(end))).isEqualTo(Freshness.EXPIRED);
        assertThat(token.remaining(0)).isEqualTo(seconds(end));
        assertThat(token.expiresIn(0)).isEqualTo(seconds(lifetime));
        assertThat(token.expiresAt()).isEqualTo(Instant.EPOCH.plus(seconds(end)));
        assertThat(token.lifetime()).isEqualTo(seconds(lifetime));
    }

    @Test
    void jitterIsAtMostAFifthOfTheMarginAndTheSameOnEveryNode() {
        for (int i = 0; i < 200; i++) {
            long stale = staleAt("token " + i);
            assertThat(stale).isBetween(nanos(3538), nanos(3550));
            assertThat(staleAt("token " + i)).isEqualTo(stale);
        }
    }

    @Test
    void differentTokensTurnStaleAtDifferentMoments() {
        assertThat(staleAt("one")).isNotEqualTo(staleAt("two"));
    }

    @Test
    void theMonotonicClockMayBeNegativeAndWrapRound() {
        long sent = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
        AccessToken token = new AccessToken(
                set("t", Duration.ofSeconds(60), sent),
                Deadlines.of(set("t", Duration.ofSeconds(60), sent), Duration.ofSeconds(10)));

        assertThat(token.freshness(sent + nanos(20))).isEqualTo(Freshness.FRESH);
        assertThat(token.freshness(sent + nanos(58))).isEqualTo(Freshness.EXPIRED);
    }

    @Test
    void theHeaderValueIsPrebuiltAndTheTokenIsTakenFromIt() {
        AccessToken token = token("abc", Duration.ofSeconds(60), Duration.ofSeconds(10));

        assertThat(token.headerValue()).isEqualTo("Bearer abc").isSameAs(token.headerValue());
        assertThat(token.value()).isEqualTo("abc");
        assertThat(token.toString()).doesNotContain("abc");
    }

    private static long staleAt(String token) {
        return Deadlines.of(set(token, Duration.ofHours(1), 0), Duration.ofSeconds(60))
                .staleAtNanos();
    }

    private static AccessToken token(String value, Duration lifetime, Duration margin) {
        TokenSet tokens = set(value, lifetime, 0);
        return new AccessToken(tokens, Deadlines.of(tokens, margin));
    }

    private static TokenSet set(String value, Duration lifetime, long sentAtNanos) {
        return new TokenSet(
                Secret.of(value),
                "Bearer",
                null,
                Instant.EPOCH,
                sentAtNanos,
                lifetime,
                TokenSet.Origin.GRANT,
                Map.of());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(nanos(seconds));
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1_000_000_000L);
    }
}
