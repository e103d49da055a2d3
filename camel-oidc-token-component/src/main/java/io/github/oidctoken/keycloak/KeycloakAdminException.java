package io.github.oidctoken.keycloak;

import org.jspecify.annotations.Nullable;

/** A call of Keycloak's admin REST API failed. The message names the client, the call, what the server said and what to do, and holds no secret. */
public final class KeycloakAdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    KeycloakAdminException(String client, String message, int status, @Nullable Throwable cause) {
        super("Client '" + client + "': " + message, cause);
        this.status = status;
    }

    /** The HTTP status of the refusal; 0 when there was no answer, or the call was not made. */
    public int status() {
        return status;
    }

    /** Whether somebody else may have done the same at the same time. */
    boolean isConflict() {
        return status == 409 || status == 500;
    }
}
