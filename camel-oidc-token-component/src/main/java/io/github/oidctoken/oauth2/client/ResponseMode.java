package io.github.oidctoken.oauth2.client;

/** How the authorization server hands its answer to the browser (OAuth 2.0 Multiple Response Types section 2.1, OAuth 2.0 Form Post Response Mode). */
public enum ResponseMode {
    /** In the address that it sends the browser to. */
    QUERY("query"),
    /** In a form that the browser posts, so that no code stands in an address. */
    FORM_POST("form_post");

    private final String value;

    ResponseMode(String value) {
        this.value = value;
    }

    /** The name in the registry of IANA. */
    public String value() {
        return value;
    }
}
