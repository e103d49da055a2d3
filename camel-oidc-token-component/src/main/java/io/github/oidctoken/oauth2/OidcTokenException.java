package io.github.oidctoken.oauth2;

import org.jspecify.annotations.Nullable;

/**
 * The reason why a client has no usable access token. Its message names the client, what happened, what the server said and which option to
 * change, and never holds a secret.
 *
 * <p>One instance may be shared by every caller that waited for the same renewal.
 */
public abstract sealed class OidcTokenException extends RuntimeException
        permits AuthorizationRefusedException,
                SignInFailedException,
                UnusableCredentialsException,
                PasswordRefusedException,
                TokenRefusedException,
                TokenRequestNotSentException,
                TokenOutcomeUnknownException,
                MalformedTokenResponseException,
                ReauthorizationRequiredException,
                TokenWaitTimeoutException {

    private static final long serialVersionUID = 1L;

    private final String client;

    OidcTokenException(String client, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.client = client;
    }

    /** The name of the client that has no token, as configured. */
    public String client() {
        return client;
    }
}
