package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * After {@code invalid_grant}: the refresh token may be dead because another node has just rotated it. Only when the repository still holds the one we
 * presented has the session really ended.
 */
final class Rereading implements Phase {

    private final SessionRenewal renewal;
    private final Stored base;
    private final TokenRequest.ByRefreshToken presented;
    private final TokenOutcome.Refused refused;
    private final RetryPause repository;

    Rereading(
            SessionRenewal renewal, Stored base, TokenRequest.ByRefreshToken presented, TokenOutcome.Refused refused) {
        this.renewal = renewal;
        this.base = base;
        this.presented = presented;
        this.refused = refused;
        this.repository = RetryPause.repository(renewal.settings().lease());
    }

    @Override
    public Step begin() {
        return new Step.Find();
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Found found) {
            return judge(renewal.stored(found.document()), event);
        }
        if (event instanceof Step.Event.FindFailed) {
            return repository.step();
        }
        if (event instanceof Step.Event.Wrote wrote && wrote.stored()) {
            renewal.closed();
            return renewal.fail(Failures.reauthorizationRequired(renewal.client(), reason()));
        }
        if (event instanceof Step.Event.Resumed
                || event instanceof Step.Event.Wrote
                || event instanceof Step.Event.WriteFailed) {
            return new Step.Find();
        }
        throw unexpected(event);
    }

    private Step judge(Stored now, Step.Event event) {
        if (!now.document().sameLineageAs(base.document())) {
            return renewal.enter(new Reading(renewal), event);
        }
        Grant grant = renewal.client().grant();
        if (grant.repeatable()) {
            return renewal.enter(new Announcing(
                    renewal,
                    now,
                    new TokenRequest.ByGrant(grant, renewal.client().request().scopes())));
        }
        Intent intent = now.document().intent();
        boolean ended = now.document().status() == SessionDocument.Status.REAUTHORIZATION_REQUIRED;
        if (ended && (intent == null || !renewal.memory().isOwn(intent))) {
            return renewal.fail(Failures.reauthorizationRequired(
                    renewal.client(), now.document().reason()));
        }
        // also one that had ended before: our intent must go, and what was refused must not be presented again
        return renewal.write(now.version(), now.document().reauthorizationRequired(reason(), seed()));
    }

    private @Nullable String seed() {
        return renewal.client().grant() instanceof Grant.RefreshToken seed
                        && seed.refreshToken().equals(presented.refreshToken())
                ? seed.refreshToken().fingerprint()
                : null;
    }

    private String reason() {
        String description = refused.errorDescription();
        return "the server refused the refresh token: invalid_grant" + (description == null ? "" : ", " + description)
                + idled();
    }

    /** What an operator finds in the morning. */
    private String idled() {
        SessionDocument session = base.document();
        Instant end = session.refreshExpiresAt();
        if (end == null || !renewal.adoption().hasEnded(session)) {
            return "";
        }
        return "; the session ended at about " + end.truncatedTo(ChronoUnit.SECONDS)
                + ", since nobody had used it after "
                + session.renewedAt().truncatedTo(ChronoUnit.SECONDS)
                + (renewal.settings().keepAlive()
                        ? ""
                        : ". " + renewal.client().option("keepAlive")
                                + " = true keeps sessions alive through quiet hours");
    }
}
