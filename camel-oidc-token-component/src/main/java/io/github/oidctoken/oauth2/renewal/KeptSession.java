package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.oauth2.token.TokenManager;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session that is renewed before its refresh token idles out. Every node looks at the session's document; the first one that finds it due renews it, and the
 * others see that in the document.
 *
 * <p>It is due after two thirds of the refresh token's life, or ten minutes where the server does not say how long that is. A renewal that does not put off
 * the end stops it until the end moves or somebody signs in.
 */
final class KeptSession {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    /** More often than needed: timers stand still while a machine is suspended, and others may sign in. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final Duration AFTER_A_RENEWAL = Duration.ofSeconds(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);
    private static final Duration UNSAID_LIFE_DUE = Duration.ofMinutes(10);
    private static final Duration COMPARABLE = Duration.ofSeconds(5);
    private static final Duration TOLERANCE = Duration.ofSeconds(1);
    private static final int JITTER_SHARE = 40;

    private final KeepAlive keepAlive;
    private final TokenManager manager;
    private final ClientRegistration client;
    private final AccessKey key;

    /** Held so that the token stays: who forgets what is held cannot tell another's token from an old one. */
    private final TokenSource tokens;

    private RetryPause failing = pause();
    private @Nullable SessionDocument before;
    private volatile @Nullable Instant expiring;
    private volatile @Nullable Instant nextLook;

    KeptSession(KeepAlive keepAlive, TokenManager manager, ClientRegistration client, AccessKey key) {
        this.keepAlive = keepAlive;
        this.manager = manager;
        this.client = client;
        this.key = key;
        this.tokens = manager.source(client, key);
    }

    SessionKey key() {
        return key.session();
    }

    /** When this node looks at the session again, in server time. */
    @Nullable
    Instant nextLook() {
        return nextLook;
    }

    /** When the session ends, in server time; absent while renewing it puts off its end. */
    @Nullable
    Instant expiring() {
        return expiring;
    }

    void lookAfter(Duration wait) {
        nextLook = keepAlive.serverTime(key()).plus(wait);
        keepAlive.later(wait, this, this::look);
    }

    private void look() {
        SessionDocument session;
        try {
            session = keepAlive.reader().read(key());
        } catch (RepositoryException e) {
            LOG.debug("Client '{}': the session cannot be looked at to keep it alive", client.name(), e);
            lookAfter(failing.step().duration());
            return;
        }
        Duration wait = judge(session);
        if (wait.isZero()) {
            renew();
        } else {
            lookAfter(wait);
        }
    }

    /** How long to leave the session alone; zero to renew it now. */
    private synchronized Duration judge(SessionDocument session) {
        if (client.grant() instanceof Grant.RefreshToken seed
                && !session.seeds().contains(seed.refreshToken().fingerprint())) {
            return Duration.ZERO;
        }
        if (session.isSignedOut()) {
            manager.signedOut(key());
        }
        if (session.status() != SessionDocument.Status.ACTIVE || session.refreshToken() == null) {
            return LONGEST_WAIT;
        }
        compare(session);
        if (expiring != null) {
            return LONGEST_WAIT;
        }
        Duration wait = Duration.between(keepAlive.serverTime(key()), due(session));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.isNegative() ? Duration.ZERO : wait;
    }

    private Instant due(SessionDocument session) {
        Instant end = session.refreshExpiresAt();
        Duration rest = end == null
                ? UNSAID_LIFE_DUE
                : Duration.between(session.renewedAt(), end).multipliedBy(2).dividedBy(3);
        Duration kept = rest.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : rest;
        long late = (long) (kept.toMillis() * keepAlive.jitter() / JITTER_SHARE);
        return session.renewedAt().plus(kept).plusMillis(late);
    }

    /** Whether renewals put off the end, as far as two of them can be compared. */
    private void compare(SessionDocument now) {
        SessionDocument last = before;
        Instant end = now.refreshExpiresAt();
        Instant lastEnd = last == null ? null : last.refreshExpiresAt();
        if (last == null
                || end == null
                || lastEnd == null
                || !last.signedInAt().equals(now.signedInAt())
                || end.isAfter(lastEnd.plus(TOLERANCE))) {
            before = now;
            expiring = null;
        } else if (last.renewedAt().plus(COMPARABLE).isBefore(now.renewedAt())) {
            before = now;
            if (expiring == null && keepAlive.node().equals(now.renewedBy())) {
                manager.refreshTokenExpiring(client, end, keepAlive.remedy(client));
            }
            expiring = end;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is reported by the renewal itself
    private void renew() {
        manager.keepAlive(client, key).whenComplete((token, problem) -> {
            if (problem == null) {
                failing = pause();
            }
            lookAfter(problem == null ? AFTER_A_RENEWAL : failing.step().duration());
        });
    }

    private static RetryPause pause() {
        return new RetryPause(Duration.ofSeconds(10), LONGEST_WAIT);
    }
}
