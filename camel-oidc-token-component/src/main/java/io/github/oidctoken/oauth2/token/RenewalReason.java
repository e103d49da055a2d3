package io.github.oidctoken.oauth2.token;

import java.util.Locale;

/** Why a new access token is wanted. */
public enum RenewalReason {
    /** There was none. */
    FIRST_USE,
    /** The one held comes near its end. */
    STALE,
    /** The one held has ended. */
    EXPIRED,
    /** A resource server refused the one held. */
    REJECTED,
    /** A route or an operator asked for a new one. */
    REQUESTED,
    /** The session would end if nobody used it. */
    KEEP_ALIVE;

    /** The reason in words, such as {@code first use}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
