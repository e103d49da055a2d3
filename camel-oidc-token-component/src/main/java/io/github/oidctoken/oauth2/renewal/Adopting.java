package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.token.TokenSet;

/** Takes over what another node has renewed, while this one cannot ask the server: it announces nothing. */
final class Adopting implements Phase {

    private final SessionRenewal renewal;
    private final OidcTokenException failure;

    /** @param failure why the server cannot be asked */
    Adopting(SessionRenewal renewal, OidcTokenException failure) {
        this.renewal = renewal;
        this.failure = failure;
    }

    @Override
    public Step begin() {
        return new Step.Find();
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Found found) {
            SessionDocument session = renewal.stored(found.document()).document();
            boolean goneBack = session.isOlderThan(renewal.memory().newest());
            TokenSet adoptable = goneBack ? null : renewal.adoption().of(session);
            return adoptable == null ? renewal.fail(failure) : new Step.Done(adoptable);
        }
        if (event instanceof Step.Event.FindFailed) {
            return renewal.fail(failure);
        }
        throw unexpected(event);
    }
}
