package io.github.oidctoken.oauth2;

/** Somebody has signed out: the session was ended on purpose, on this node or another. */
public final class SignedOutException extends ReauthorizationRequiredException {

    private static final long serialVersionUID = 1L;

    public SignedOutException(String client, String message) {
        super(client, message);
    }
}
