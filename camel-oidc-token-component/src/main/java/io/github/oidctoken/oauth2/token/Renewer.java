package io.github.oidctoken.oauth2.token;

import java.util.concurrent.CompletionStage;

/** Gets a new access token by whatever way the client's grant and the session's state allow. Thread-safe; never blocks its caller. */
public interface Renewer {

    /** Starts one renewal; the stage fails with {@link io.github.oidctoken.oauth2.OidcTokenException} when no token could be had. */
    CompletionStage<TokenSet> renew(RenewalRequest request);
}
