package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.TokenLife;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one renewal may take over from the session's document, judged by the server's clock as far as it is known, else by this node's. */
final class Adoption {

    /** What {@code Date} and clocks that agree may be wrong by. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final RenewalRequest request;
    private final String accessKeyHash;
    private final ServerClock clock;
    private final TimeSource time;
    private final long begunNanos;

    Adoption(RenewalRequest request, String accessKeyHash, ServerClock clock, TimeSource time) {
        this.request = request;
        this.accessKeyHash = accessKeyHash;
        this.clock = clock;
        this.time = time;
        this.begunNanos = time.nanoTime();
    }

    /** Whether there is a token that only the server's time can judge. */
    boolean needsTime(SessionDocument session) {
        return offered(session) != null && clock.now().isEmpty();
    }

    /** The token for publication; absent when there is none that is worth it. */
    @Nullable
    TokenSet of(SessionDocument session) {
        StoredAccessToken token = offered(session);
        return token != null && isGood(token) ? token.adopted(now(), time) : null;
    }

    /** Whether the session has ended, or is about to: toward its end it gives tokens that live shorter and shorter. */
    boolean hasEnded(SessionDocument session) {
        StoredAccessToken token = session.accessTokens().get(accessKeyHash);
        Duration margin = token == null ? Duration.ZERO : margin(token);
        Instant end = session.refreshExpiresAt();
        return end != null && !now().plus(margin).isBefore(end);
    }

    /** Another than the one that is no longer good enough. */
    private @Nullable StoredAccessToken offered(SessionDocument session) {
        StoredAccessToken token = session.accessTokens().get(accessKeyHash);
        AccessToken held = request.held();
        return token == null || (held != null && held.sameAs(token.token())) ? null : token;
    }

    private boolean isGood(StoredAccessToken token) {
        Instant now = now();
        return token.usableUntil().isAfter(now.plus(margin(token))) && isNewEnough(token, now);
    }

    /** Whoever asks for a renewal wants a token that is newer than the wish. */
    private boolean isNewEnough(StoredAccessToken token, Instant now) {
        Duration since = Duration.ofNanos(time.nanoTime() - begunNanos).plus(TOLERANCE);
        return request.reason() != RenewalReason.REQUESTED
                || Duration.between(token.obtainedAt(), now).compareTo(since) <= 0;
    }

    private Duration margin(StoredAccessToken token) {
        return new TokenLife(token.lifetime()).margin(request.client().renewal().refreshMargin());
    }

    private Instant now() {
        return clock.now().orElseGet(time::now);
    }
}
