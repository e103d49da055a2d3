package io.github.oidctoken.oauth2.client;

/** How a presented token is judged. */
public enum ValidationMethod {
    /** By the server's signature and what the token says; nobody is asked, so a revocation goes unnoticed until the token ends. */
    JWT,
    /** By asking the server (RFC 7662), which knows of revocations. */
    INTROSPECTION,
    /** First by the signature, then by asking the server. */
    BOTH,
    /** By a look at the audience and the end that the token itself claims. It proves nothing: anybody can write such a token. */
    AUDIENCE_ONLY
}
