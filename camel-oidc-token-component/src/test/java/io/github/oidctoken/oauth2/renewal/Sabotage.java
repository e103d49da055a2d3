package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.TokenOutcome;

/** A rule that a node breaks on purpose, and the violation by which that must be noticed. */
enum Sabotage {
    NONE(""),
    /** Presents a refresh token without announcing it. */
    NO_INTENT("I1"),
    /** Takes an intent over at once. */
    NO_LEASE("I1"),
    /** Takes an intent over when its holder's wall clock says that the lease has ended. */
    WALL_CLOCK_LEASE("I1"),
    /** Writes whatever the present version is. */
    BLIND_WRITES("I9"),
    /** Drops its tokens when the version has changed, whoever the session belongs to. */
    COMMIT_BY_VERSION("I9"),
    /** Hands a token out before it is stored. */
    PUBLISH_BEFORE_COMMIT("I8"),
    /** Believes {@code invalid_grant} without looking whether another node has renewed. */
    NO_REREAD("I3"),
    /** Takes a request without an answer for one that was never sent. */
    UNKNOWN_AS_NOT_SENT("I10"),
    /** Gives the session up when three requests in a row have had no answer. */
    QUARANTINE_AFTER_THREE_UNKNOWNS("I2"),
    /** Presents, during an outage of the repository, the refresh token that it could not store. */
    UNSAVED_TOKEN_PRESENTED("I6");

    private final String violation;

    Sabotage(String violation) {
        this.violation = violation;
    }

    /**
     * What a node makes of an outcome.
     *
     * @param unknownPresentations in a row, as its session's document counts them
     */
    TokenOutcome heard(TokenOutcome outcome, int unknownPresentations) {
        if (!(outcome instanceof TokenOutcome.Unknown)) {
            return outcome;
        }
        if (this == UNKNOWN_AS_NOT_SENT) {
            return new TokenOutcome.NotSent("taken for not sent", null);
        }
        return this == QUARANTINE_AFTER_THREE_UNKNOWNS && unknownPresentations >= 3
                ? new TokenOutcome.Refused(400, "invalid_grant", "given up", null, null)
                : outcome;
    }

    /** How the violation's name begins. */
    String violation() {
        return violation;
    }
}
