package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a new access token.
 *
 * @param held the token that is no longer good enough, which must not be handed out again; absent when there was none
 * @param onSlow called once if the server takes longer than the client's {@code requestTimeout}: the renewal goes on, its callers need not wait
 */
public record RenewalRequest(
        ClientRegistration client,
        AccessKey key,
        RenewalReason reason,
        @Nullable AccessToken held,
        Runnable onSlow) {}
