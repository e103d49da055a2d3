package io.github.oidctoken.oauth2;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authorization server sent the browser back with an error instead of a code (RFC 6749 section 4.1.2.1), or the person refused. */
public final class AuthorizationRefusedException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final @Nullable String errorDescription;

    public AuthorizationRefusedException(
            String client, String message, String error, @Nullable String errorDescription) {
        super(client, message, null);
        this.error = error;
        this.errorDescription = errorDescription;
    }

    /** The {@code error} code, such as {@code access_denied}. */
    public String error() {
        return error;
    }

    /** The {@code error_description}, shortened and cleaned; empty when the answer carried none. */
    public Optional<String> errorDescription() {
        return Optional.ofNullable(errorDescription);
    }
}
