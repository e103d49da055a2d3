package io.github.oidctoken.oauth2.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final OidcTokenException notSent = new TokenRequestNotSentException("ifs", "refused", null);

    @Test
    void delaysStayBelowASecondDuringTheFirstMinuteAndBelowTenLater() {
        Random random = new Random(42);
        Backoff backoff = Backoff.NONE;
        long now = 0;
        List<Duration> early = new ArrayList<>();
        List<Duration> late = new ArrayList<>();
        while (now < Duration.ofMinutes(10).toNanos()) {
            backoff = backoff.after(notSent, false, now, random);
            (now < Duration.ofSeconds(60).toNanos() ? early : late).add(backoff.delay());
            now += backoff.delay().toNanos();
        }

        assertThat(early)
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofMillis(200), Duration.ofSeconds(1)));
        assertThat(late).allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(Duration.ofSeconds(10)));
        assertThat(late).anySatisfy(delay -> assertThat(delay).isGreaterThan(Duration.ofSeconds(5)));
    }

    @Test
    void twoNodesDoNotKeepStep() {
        Backoff one = Backoff.NONE.after(notSent, false, 0, new Random(1)).after(notSent, false, 0, new Random(1));
        Backoff two = Backoff.NONE.after(notSent, false, 0, new Random(2)).after(notSent, false, 0, new Random(2));

        assertThat(one.delay()).isNotEqualTo(two.delay());
    }

    @Test
    void anUnknownOutcomeIsPresentedAgainAfterOneTwoFourAndAtMostThirtySeconds() {
        OidcTokenException unknown = new TokenOutcomeUnknownException("ifs", "reset", null);
        Backoff backoff = Backoff.NONE;
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            backoff = backoff.after(unknown, true, 0, new Random(1));
            seconds.add(backoff.delay().toSeconds());
        }

        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void anEndedSessionIsLookedAtEveryFiveSeconds() {
        OidcTokenException ended = new ReauthorizationRequiredException("ifs", "ended");

        assertThat(Backoff.NONE.after(ended, true, 0, new Random(1)).delay()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aServerThatAsksForPatienceGetsItForAMinuteAtMost() {
        assertThat(afterRefusal(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        assertThat(afterRefusal(Duration.ofSeconds(600))).isEqualTo(Duration.ofSeconds(60));
        assertThat(afterRefusal(Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aRequestThatWasHeldBackIsRepeatedWhenItsTurnHasComeAndDoesNotCount() {
        OidcTokenException heldBack =
                new TokenRequestNotSentException("ifs", "held back", null, Duration.ofMillis(437));
        Backoff before = Backoff.NONE.after(notSent, false, 0, new Random(1));

        Backoff after = before.after(heldBack, false, 0, new Random(1));
        assertThat(after.delay()).isEqualTo(Duration.ofMillis(437));
        assertThat(after.failures()).isEqualTo(1);
    }

    @Test
    void anUnknownOutcomeOfAGrantThatUsesNothingUpIsNoReasonToWaitLonger() {
        OidcTokenException unknown = new TokenOutcomeUnknownException("ifs", "reset", null);
        Backoff backoff = Backoff.NONE;
        for (int i = 0; i < 20; i++) {
            backoff = backoff.after(unknown, false, 0, new Random(i));
            assertThat(backoff.delay()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    private static Duration afterRefusal(Duration retryAfter) {
        OidcTokenException refused = new TokenRefusedException("ifs", "busy", 429, null, null, retryAfter);
        return Backoff.NONE.after(refused, true, 0, new Random(1)).delay();
    }
}
