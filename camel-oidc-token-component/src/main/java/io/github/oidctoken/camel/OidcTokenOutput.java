package io.github.oidctoken.camel;

/** Where an endpoint puts the token. */
public enum OidcTokenOutput {
    /** Nowhere on the message: from here on, HTTP calls of the exchange to the client's targets are authorized. */
    none,
    /** The header {@code Authorization}, which then travels with the message wherever it goes. */
    header,
    /** The body: a Map with the members of a token response (RFC 6749 section 5.1). */
    body,
    /** The exchange property {@link OidcTokenConstants#HEADER_VALUE}. */
    property
}
