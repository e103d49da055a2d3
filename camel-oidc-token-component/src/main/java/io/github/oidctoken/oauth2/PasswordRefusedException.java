package io.github.oidctoken.oauth2;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The authorization server accepted the client, but not the user name and password that came with the exchange: {@code invalid_grant} of RFC 6749 section
 * 5.2. It is about that person alone; whatever else goes wrong is another exception.
 */
public final class PasswordRefusedException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String errorDescription;

    public PasswordRefusedException(String client, String message, int status, @Nullable String errorDescription) {
        super(client, message, null);
        this.status = status;
        this.errorDescription = errorDescription;
    }

    /** The HTTP status of the refusal. */
    public int status() {
        return status;
    }

    /** The {@code error_description}, shortened and cleaned; empty when the answer carried none. */
    public Optional<String> errorDescription() {
        return Optional.ofNullable(errorDescription);
    }
}
