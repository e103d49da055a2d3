package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;
import java.time.Duration;
import java.time.Instant;

/** Writes the intent, so that no other node presents the same refresh token, and makes sure that the lease still covers the request. */
final class Announcing implements Phase {

    private static final Duration CLOCKS_AGREE_WITHIN = Duration.ofSeconds(2);

    private final SessionRenewal renewal;
    private final Stored base;
    private final TokenRequest presentation;
    private final Intent intent;
    private final long startedNanos;
    private final Instant started;

    Announcing(SessionRenewal renewal, Stored base, TokenRequest presentation) {
        this.renewal = renewal;
        this.base = base;
        this.presentation = presentation;
        this.startedNanos = renewal.time().nanoTime();
        this.started = renewal.time().now();
        this.intent = new Intent(
                "%016x%016x"
                        .formatted(renewal.random().nextLong(), renewal.random().nextLong()),
                presentation instanceof TokenRequest.ByRefreshToken refresh
                        ? refresh.refreshToken().fingerprint()
                        : null,
                renewal.settings().lease(),
                renewal.memory().node());
    }

    @Override
    public Step begin() {
        renewal.announced(intent);
        return renewal.write(base.version(), base.document().withIntent(intent));
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Wrote || event instanceof Step.Event.WriteFailed) {
            return new Step.Find();
        }
        if (event instanceof Step.Event.Found found) {
            return judge(renewal.stored(found.document()), event);
        }
        if (event instanceof Step.Event.Resumed) {
            return renewal.enter(new Reading(renewal));
        }
        if (event instanceof Step.Event.FindFailed) {
            return renewal.enter(new Reading(renewal), event);
        }
        throw unexpected(event);
    }

    /** Somebody else was faster, or a replica lags: to look again at once would go round in circles. */
    private Step judge(Stored now, Step.Event event) {
        if (!intent.equals(now.document().intent())) {
            return RetryPause.polling().step();
        }
        // a repair may have put newer tokens below our intent
        boolean unchanged = now.document().sameLineageAs(base.document());
        return unchanged && leaseCoversRequest()
                ? renewal.enter(new Sending(renewal, now, presentation))
                : renewal.enter(new Reading(renewal), event);
    }

    /** Both clocks are asked: a suspended machine stops the monotonic one, a stepped wall clock lies about the other. */
    private boolean leaseCoversRequest() {
        Duration elapsed = Duration.ofNanos(renewal.time().nanoTime() - startedNanos);
        Duration byWallClock = Duration.between(started, renewal.time().now());
        Duration needed = elapsed.plus(renewal.settings().readLimit())
                .plus(renewal.settings().storeBudget());
        return needed.compareTo(renewal.settings().lease()) <= 0
                && elapsed.minus(byWallClock).abs().compareTo(CLOCKS_AGREE_WITHIN) <= 0;
    }
}
