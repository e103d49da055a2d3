package io.github.oidctoken.oauth2.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a token turns stale and when its use ends, on the monotonic clock of this node.
 *
 * <p>A token turns stale one {@linkplain TokenLife#margin margin} before the end of its use, less a jitter of up to a fifth of it that is
 * derived from the token itself, so that all nodes agree on it and different tokens do not.
 */
record Deadlines(long staleAtNanos, long expiresAtNanos) {

    private static final int JITTER_SHARE = 5;
    private static final int JITTER_STEPS = 1 << 16;

    static Deadlines of(TokenSet tokens, Duration refreshMargin) {
        TokenLife life = new TokenLife(tokens.lifetime());
        long margin = life.margin(refreshMargin).toNanos();
        int step = Integer.parseInt(tokens.accessToken().fingerprint().substring(0, 4), 16);
        long jitter = margin / JITTER_SHARE / JITTER_STEPS * step;
        long end = tokens.obtainedAtNanos() + life.usable().toNanos();
        return new Deadlines(end - margin + jitter, end);
    }

    /**
     * The same for a token that replaces another. One that lives shorter than the one it replaces and ends no later is the last of its session: renewing it
     * early would bring the same end again, ever faster, so it turns stale only when it ends.
     */
    Deadlines replacing(@Nullable AccessToken other, Duration lifetime) {
        return other != null && other.outlasts(lifetime, expiresAtNanos)
                ? new Deadlines(expiresAtNanos, expiresAtNanos)
                : this;
    }
}
