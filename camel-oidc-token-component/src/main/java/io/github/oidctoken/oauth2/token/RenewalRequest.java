package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a new access token.
 *
 * @param held the token that is no longer good enough, which must not be handed out again; absent when there was none
 * @param onSlow called once if the server takes longer than the client's {@code requestTimeout}: the renewal goes on, its callers need not wait
 * @param heldBack why the server must not be asked, which is the failure if another node has put no better token into the repository; absent when it may
 */
public record RenewalRequest(
        ClientRegistration client,
        AccessKey key,
        RenewalReason reason,
        @Nullable AccessToken held,
        Runnable onSlow,
        @Nullable OidcTokenException heldBack) {

    /** One that may ask the server. */
    public RenewalRequest(
            ClientRegistration client,
            AccessKey key,
            RenewalReason reason,
            @Nullable AccessToken held,
            Runnable onSlow) {
        this(client, key, reason, held, onSlow, null);
    }
}
