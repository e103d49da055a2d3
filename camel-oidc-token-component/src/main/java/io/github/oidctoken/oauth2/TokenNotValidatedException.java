package io.github.oidctoken.oauth2;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nobody could say whether a token is valid: the authorization server failed, or refuses this client. Nothing is said about the token, and it must not be
 * taken for valid. The message names the client, the endpoint, what the server said and which option to change.
 */
public final class TokenNotValidatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String client;
    private final @Nullable Integer status;

    /** @param status what the server answered; absent when it gave no answer */
    public TokenNotValidatedException(
            String client, String message, @Nullable Integer status, @Nullable Throwable cause) {
        super("Client '" + client + "': " + message, cause);
        this.client = client;
        this.status = status;
    }

    /** The name of the client that asked, as configured. */
    public String client() {
        return client;
    }

    /** The HTTP status of the server's answer; empty when none came. */
    public Optional<Integer> status() {
        return Optional.ofNullable(status);
    }
}
