package io.github.oidctoken.oauth2;

/** The server answered with success, but not with a token response of RFC 6749 section 5.1. The answer's body is never quoted. */
public final class MalformedTokenResponseException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    public MalformedTokenResponseException(String client, String message) {
        super(client, message, null);
    }
}
