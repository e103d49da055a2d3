package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;

/** Clears our intent after a request that consumed nothing; when that fails, the lease ends it. */
final class Withdrawing implements Phase {

    private final SessionRenewal renewal;
    private final Stored base;
    private final OidcTokenException failure;

    /** @param failure what the renewal ends with, whatever becomes of the write */
    Withdrawing(SessionRenewal renewal, Stored base, OidcTokenException failure) {
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
            return renewal.fail(failure);
        }
        throw unexpected(event);
    }

    @Override
    public boolean mayBeLeft() {
        return false;
    }
}
