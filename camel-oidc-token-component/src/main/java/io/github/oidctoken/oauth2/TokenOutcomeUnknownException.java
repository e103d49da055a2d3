package io.github.oidctoken.oauth2;

import org.jspecify.annotations.Nullable;

/** The token request was sent, or partly sent, and no conclusive answer came: the server may or may not have acted on it. */
public final class TokenOutcomeUnknownException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    public TokenOutcomeUnknownException(String client, String message, @Nullable Throwable cause) {
        super(client, message, cause);
    }
}
