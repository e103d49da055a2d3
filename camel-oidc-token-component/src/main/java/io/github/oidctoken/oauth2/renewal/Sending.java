package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;
import java.time.Instant;

/** Presents the grant or refresh token once, and sorts the outcome. */
final class Sending implements Phase {

    private final SessionRenewal renewal;
    private final Stored base;
    private final TokenRequest presentation;

    /** @param base the document that holds our intent */
    Sending(SessionRenewal renewal, Stored base, TokenRequest presentation) {
        this.renewal = renewal;
        this.base = base;
        this.presentation = presentation;
    }

    @Override
    public Step begin() {
        renewal.sending();
        return new Step.Send(presentation);
    }

    @Override
    public Step on(Step.Event event) {
        if (!(event instanceof Step.Event.Answered answered)) {
            throw unexpected(event);
        }
        TokenOutcome outcome = answered.outcome();
        if (outcome instanceof TokenOutcome.Granted granted) {
            Instant date = granted.response().serverTime();
            if (date != null) {
                renewal.clock().learn(date, answered.sentAt(), answered.sentAtNanos());
            }
            return renewal.enter(new Committing(
                    renewal, base, presentation, Received.of(granted.response(), answered, renewal.settings())));
        }
        if (outcome instanceof TokenOutcome.Refused refused
                && refused.isInvalidGrant()
                && presentation instanceof TokenRequest.ByRefreshToken refresh) {
            return renewal.enter(new Rereading(renewal, base, refresh, refused));
        }
        if (ClientSecrets.refuses(outcome) && renewal.mayRereadSecret()) {
            return renewal.enter(new RereadingSecret(
                    renewal, base, renewal.failures(presentation).of(outcome)));
        }
        if (outcome instanceof TokenOutcome.Refused || outcome instanceof TokenOutcome.NotSent) {
            return renewal.enter(new Withdrawing(
                    renewal, base, renewal.failures(presentation).of(outcome)));
        }
        // The server may have rotated: the intent stays, so that nobody presents the token before the lease is over.
        OidcTokenException failure = renewal.failures(presentation).of(outcome);
        if (presentation instanceof TokenRequest.ByRefreshToken refresh) {
            renewal.memory()
                    .lost(
                            refresh.refreshToken().fingerprint(),
                            failure,
                            renewal.time().nanoTime());
        }
        return renewal.fail(failure);
    }

    @Override
    public boolean mayBeLeft() {
        return false;
    }
}
