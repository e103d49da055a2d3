package io.github.oidctoken.oauth2.renewal;

/** A rule that a node breaks on purpose, to show that the oracle would notice. */
enum Sabotage {
    NONE,
    /** Presents a refresh token without announcing it. */
    NO_INTENT,
    /** Takes an intent over at once. */
    NO_LEASE,
    /** Writes whatever the present version is. */
    BLIND_WRITES,
    /** Hands a token out before it is stored. */
    PUBLISH_BEFORE_COMMIT
}
