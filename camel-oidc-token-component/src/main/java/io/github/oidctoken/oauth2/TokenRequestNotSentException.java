package io.github.oidctoken.oauth2;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token request never left this machine: name resolution, connection or TLS failed, or it was held back because the server has just failed others.
 * Nothing was consumed at the server.
 */
public final class TokenRequestNotSentException extends OidcTokenException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration heldBackFor;

    public TokenRequestNotSentException(String client, String message, @Nullable Throwable cause) {
        this(client, message, cause, null);
    }

    /** @param heldBackFor when the server may be asked again; absent when the request was tried */
    public TokenRequestNotSentException(
            String client, String message, @Nullable Throwable cause, @Nullable Duration heldBackFor) {
        super(client, message, cause);
        this.heldBackFor = heldBackFor;
    }

    /** How long the request had to wait when it was held back to spare a failing server; empty when it was tried. */
    public Optional<Duration> heldBackFor() {
        return Optional.ofNullable(heldBackFor);
    }
}
