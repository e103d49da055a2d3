package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.renewal.SessionDocument.Status;
import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the session: adopts what another node has renewed, waits while one is renewing, or decides what to present. */
final class Reading implements Phase {

    private final SessionRenewal renewal;
    private final Observation observation = new Observation();
    private final RetryPause polling = RetryPause.polling();
    private final RetryPause repository;
    private @Nullable Long failingSince;
    private boolean timeAsked;

    Reading(SessionRenewal renewal) {
        this.renewal = renewal;
        this.repository = RetryPause.repository(renewal.settings().lease());
    }

    @Override
    public Step begin() {
        return new Step.Find();
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Found found) {
            failingSince = null;
            return decide(renewal.stored(found.document()));
        }
        if (event instanceof Step.Event.FindFailed failed) {
            return failed(failed);
        }
        if (event instanceof Step.Event.TimeTold told && told.date() != null) {
            renewal.clock().learn(told.date(), told.askedAt(), told.askedAtNanos());
        }
        if (event instanceof Step.Event.Resumed || event instanceof Step.Event.TimeTold) {
            return new Step.Find();
        }
        throw unexpected(event);
    }

    private Step failed(Step.Event.FindFailed failed) {
        long now = renewal.time().nanoTime();
        observation.broken();
        if (failingSince == null) {
            failingSince = now;
        }
        if (now - failingSince > renewal.settings().storeBudget().toNanos()) {
            return renewal.fail(Failures.repositoryUnusable(renewal.client(), failed.cause()));
        }
        return repository.step();
    }

    private Step decide(Stored stored) {
        SessionDocument session = stored.document();
        if (session.isOlderThan(renewal.memory().newest())) {
            return renewal.enter(new Repairing(renewal, stored));
        }
        Adoption adoption = renewal.adoption();
        if (!timeAsked && adoption.needsTime(session)) {
            timeAsked = true;
            return new Step.AskTime();
        }
        TokenSet adopted = adoption.of(session);
        if (adopted != null) {
            if (session.intent() == null) {
                renewal.closed();
            }
            return new Step.Done(adopted);
        }
        TokenRequest presentation = presentation(session);
        if (presentation == null) {
            return renewal.fail(personRequired(session));
        }
        Intent intent = session.intent();
        if (intent != null
                && !renewal.memory().isOwn(intent)
                && !observation.outlived(intent, renewal.time().nanoTime())) {
            return polling.step();
        }
        OidcTokenException tooSoon = presentation instanceof TokenRequest.ByRefreshToken refresh
                ? renewal.memory()
                        .tooSoon(
                                refresh.refreshToken().fingerprint(),
                                renewal.time().nanoTime())
                : null;
        return tooSoon != null ? renewal.fail(tooSoon) : renewal.enter(new Announcing(renewal, stored, presentation));
    }

    private OidcTokenException personRequired(SessionDocument session) {
        if (session.isSignedOut()) {
            return Failures.signedOut(renewal.client(), session.reason());
        }
        return needsPerson(renewal.client().grant()) && session.status() == Status.ACTIVE
                ? Failures.signInRequired(
                        renewal.client(), !session.signedInAt().equals(Instant.EPOCH))
                : Failures.reauthorizationRequired(renewal.client(), session.reason());
    }

    private static boolean needsPerson(Grant grant) {
        return grant instanceof Grant.AuthorizationCode
                || grant instanceof Grant.DeviceCode
                || grant instanceof Grant.PresentedPassword;
    }

    /** What to present; nothing when only a person can help. */
    private @Nullable TokenRequest presentation(SessionDocument session) {
        Grant grant = renewal.client().grant();
        List<String> scopes = renewal.client().request().scopes();
        if (grant instanceof Grant.RefreshToken seed && isNew(seed.refreshToken(), session)) {
            return new TokenRequest.ByRefreshToken(seed.refreshToken(), scopes);
        }
        Secret refreshToken = session.refreshToken();
        boolean alive = session.status() == Status.ACTIVE
                || (renewal.reason() == RenewalReason.REQUESTED && !session.isSignedOut());
        if (refreshToken != null
                && alive
                && !(grant.repeatable() && renewal.adoption().hasEnded(session))) {
            return new TokenRequest.ByRefreshToken(refreshToken, scopes.equals(session.scopes()) ? List.of() : scopes);
        }
        return grant.repeatable() ? new TokenRequest.ByGrant(grant, scopes) : null;
    }

    /** Nodes may be configured with different seeds for a while: each seed is presented once by all of them together. */
    private static boolean isNew(Secret seed, SessionDocument session) {
        return !session.seeds().contains(seed.fingerprint());
    }
}
