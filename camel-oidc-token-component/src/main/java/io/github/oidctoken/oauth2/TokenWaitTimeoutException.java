package io.github.oidctoken.oauth2;

/** A caller waited {@code maxWait} for a renewal that is still under way. The renewal itself goes on. */
public final class TokenWaitTimeoutException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    public TokenWaitTimeoutException(String client, String message) {
        super(client, message, null);
    }
}
