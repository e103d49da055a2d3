package io.github.oidctoken.oauth2.token;

/** What a token is good for at a moment. */
public enum Freshness {
    /** Use it. */
    FRESH,
    /** Use it, and let one renewal start in the background. */
    STALE,
    /** Wait for the renewal in flight. */
    EXPIRED
}
