package io.github.oidctoken.oauth2.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a token request ended: the difference decides whether a refresh token may be presented again. */
public sealed interface TokenOutcome {

    /** Tokens came. */
    record Granted(TokenResponse response) implements TokenOutcome {}

    /**
     * The server answered completely and did not issue tokens; nothing was consumed, unless the error is {@code invalid_grant}.
     *
     * @param error the RFC 6749 section 5.2 code; absent when the answer was no OAuth error
     * @param detail what came instead, when it was no OAuth error; never a piece of the body
     */
    record Refused(
            int status,
            @Nullable String error,
            @Nullable String errorDescription,
            @Nullable String detail,
            @Nullable Duration retryAfter)
            implements TokenOutcome {

        /** Whether the presented grant or refresh token is dead. */
        public boolean isInvalidGrant() {
            return "invalid_grant".equals(error);
        }
    }

    /**
     * The request never left this machine.
     *
     * @param heldBackFor when the server may be asked again, if the request was held back because it has failed others; absent when it was tried
     */
    record NotSent(
            String reason,
            @Nullable Throwable cause,
            @Nullable Duration heldBackFor) implements TokenOutcome {

        /** A request that was tried. */
        public NotSent(String reason, @Nullable Throwable cause) {
            this(reason, cause, null);
        }
    }

    /** The request left and no conclusive answer came: the server may have acted on it. */
    record Unknown(String reason, @Nullable Throwable cause) implements TokenOutcome {}

    /** A success that is no token response; the server has probably acted on the request. */
    record Malformed(String detail) implements TokenOutcome {}
}
