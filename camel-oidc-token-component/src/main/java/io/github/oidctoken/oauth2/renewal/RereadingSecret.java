package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;

/**
 * After a refusal of the client itself, which consumes nothing: takes the intent back and has the secret read again. With another secret the renewal begins
 * anew, so that a new intent covers the second request.
 */
final class RereadingSecret implements Phase {

    private final SessionRenewal renewal;
    private final Stored base;
    private final OidcTokenException failure;

    /** @param failure what the renewal ends with when there is no other secret */
    RereadingSecret(SessionRenewal renewal, Stored base, OidcTokenException failure) {
        this.renewal = renewal;
        this.base = base;
        this.failure = failure;
    }

    @Override
    public Step begin() {
        return renewal.write(base.version(), base.document().withoutIntent());
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Wrote wrote && wrote.stored()) {
            renewal.closed();
        }
        if (event instanceof Step.Event.Wrote || event instanceof Step.Event.WriteFailed) {
            return new Step.RereadSecret();
        }
        if (event instanceof Step.Event.SecretReread reread) {
            return reread.changed() ? renewal.enter(new Reading(renewal)) : renewal.fail(failure);
        }
        throw unexpected(event);
    }

    @Override
    public boolean mayBeLeft() {
        return false;
    }
}
