package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;

/** Ends a renewal that has sent nothing because the application stops: an announcement of ours is taken back, so that no other node waits for its lease. */
final class Stopping implements Phase {

    private final SessionRenewal renewal;
    private final Intent announced;
    private final OidcTokenException failure;

    /** @param failure what the renewal ends with, whatever becomes of the intent */
    Stopping(SessionRenewal renewal, Intent announced, OidcTokenException failure) {
        this.renewal = renewal;
        this.announced = announced;
        this.failure = failure;
    }

    @Override
    public Step begin() {
        return new Step.Find();
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Found found) {
            Stored now = renewal.stored(found.document());
            return announced.equals(now.document().intent())
                    ? renewal.enter(new Withdrawing(renewal, now, failure))
                    : renewal.fail(failure);
        }
        if (event instanceof Step.Event.FindFailed) {
            return renewal.fail(failure);
        }
        throw unexpected(event);
    }

    @Override
    public boolean mayBeLeft() {
        return false;
    }
}
