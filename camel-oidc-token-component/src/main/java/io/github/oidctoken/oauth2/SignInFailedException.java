package io.github.oidctoken.oauth2;

import org.jspecify.annotations.Nullable;

/** What a browser or the server brought does not make a sign-in: it is forged, too old, used before, or about somebody else. Nothing was stored. */
public final class SignInFailedException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    public SignInFailedException(String client, String message, @Nullable Throwable cause) {
        super(client, "Client '" + client + "': nobody was signed in: " + message, cause);
    }
}
