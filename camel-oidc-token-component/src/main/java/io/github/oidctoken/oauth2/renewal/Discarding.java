package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;

/** Has the server revoke a refresh token that it issued while somebody signed out: it belongs to nobody any more. */
final class Discarding implements Phase {

    private final SessionRenewal renewal;
    private final Secret unwanted;

    Discarding(SessionRenewal renewal, Secret unwanted) {
        this.renewal = renewal;
        this.unwanted = unwanted;
    }

    @Override
    public Step begin() {
        renewal.closed();
        return new Step.Revoke(unwanted);
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Resumed) {
            return renewal.enter(new Reading(renewal));
        }
        throw unexpected(event);
    }
}
