package io.github.oidctoken.oauth2.token;

import java.time.Duration;

/** Something of interest to those who count and measure, which is no {@link TokenEvent}. It carries no secret and nothing of the principal. */
public sealed interface TokenMeasurement {

    /** The client's configured name. */
    String client();

    /**
     * A caller had to wait, since no usable token was held or another one was wanted.
     *
     * @param took until the caller went on
     */
    record Waited(String client, WaitOutcome outcome, Duration took) implements TokenMeasurement {}

    /** What a caller got for its waiting. */
    enum WaitOutcome {
        /** A token. */
        SERVED,
        /** None: the renewal failed, or took too long. */
        FAILED
    }

    /**
     * A token request has ended.
     *
     * @param took from before it was sent until its answer was read
     */
    record Asked(String client, AskOutcome outcome, Duration took) implements TokenMeasurement {}

    /** What came of a token request. */
    enum AskOutcome {
        /** Tokens came. */
        GRANTED,
        /** The server said no. */
        REFUSED,
        /** It never left this machine: the server cannot be reached, or is spared since it has failed. */
        NOT_SENT,
        /** It left and no conclusive answer came. */
        UNKNOWN,
        /** A success that is no token response. */
        MALFORMED
    }

    /** A resource server refused a token with 401. */
    record Rejected(String client, RejectionOutcome outcome) implements TokenMeasurement {}

    /** What could be done about a refused token. */
    enum RejectionOutcome {
        /** Another token was there or could be had, and the call could be made again. */
        RENEWED,
        /** No other token could be had. */
        FAILED,
        /** The token was forgotten; the call could not be made again. */
        NOT_REPEATED,
        /** Counted besides RENEWED: the call was made again and the new token was refused too. */
        STILL_REFUSED
    }

    /** The server refused a refresh token that it seems to have seen before: rotation has met a lost answer, a copy of the token or a restored repository. */
    record ReuseDetected(String client) implements TokenMeasurement {}
}
