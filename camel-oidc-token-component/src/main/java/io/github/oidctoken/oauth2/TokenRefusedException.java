package io.github.oidctoken.oauth2;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authorization server answered completely and refused: an RFC 6749 section 5.2 error, or an HTTP status that means the same. */
public final class TokenRefusedException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String error;
    private final @Nullable String errorDescription;
    private final @Nullable Duration retryAfter;

    public TokenRefusedException(
            String client,
            String message,
            int status,
            @Nullable String error,
            @Nullable String errorDescription,
            @Nullable Duration retryAfter) {
        super(client, message, null);
        this.status = status;
        this.error = error;
        this.errorDescription = errorDescription;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status of the refusal. */
    public int status() {
        return status;
    }

    /** The {@code error} code, such as {@code invalid_client}; empty when the answer carried none. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** The {@code error_description}, shortened and cleaned; empty when the answer carried none. */
    public Optional<String> errorDescription() {
        return Optional.ofNullable(errorDescription);
    }

    /** How long the server asked us to wait ({@code Retry-After}). */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
