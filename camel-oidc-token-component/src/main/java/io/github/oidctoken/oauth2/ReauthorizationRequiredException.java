package io.github.oidctoken.oauth2;

/** The session has ended and nothing but a person, or a new refresh token in the configuration, can start another. */
public sealed class ReauthorizationRequiredException extends OidcTokenException permits SignedOutException {

    private static final long serialVersionUID = 1L;

    public ReauthorizationRequiredException(String client, String message) {
        super(client, message, null);
    }
}
