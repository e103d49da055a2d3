package io.github.oidctoken.oauth2.client;

/** Whether authorization requests are handed to the server directly before the browser goes there (RFC 9126). */
public enum PushedAuthorization {
    /** Where the server's metadata says {@code require_pushed_authorization_requests}. */
    AUTO("auto"),
    ALWAYS("always"),
    NEVER("never");

    private final String value;

    PushedAuthorization(String value) {
        this.value = value;
    }

    /** As it is written in options. */
    public String value() {
        return value;
    }
}
