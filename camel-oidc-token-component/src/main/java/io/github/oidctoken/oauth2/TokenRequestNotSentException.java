package io.github.oidctoken.oauth2;

import org.jspecify.annotations.Nullable;

/** The token request never left this machine: name resolution, connection or TLS failed. Nothing was consumed at the server. */
public final class TokenRequestNotSentException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    public TokenRequestNotSentException(String client, String message, @Nullable Throwable cause) {
        super(client, message, cause);
    }
}
