package io.github.oidctoken.oauth2.client;

import java.util.Locale;

/** How a client proves who it is at the token endpoint, by the names of OpenID Connect Core 1.0 section 9. */
public enum ClientAuthenticationMethod {
    /** HTTP Basic with form-encoded parts (RFC 6749 section 2.3.1). */
    CLIENT_SECRET_BASIC,
    /** {@code client_id} and {@code client_secret} in the form. */
    CLIENT_SECRET_POST,
    /** A public client: {@code client_id} in the form, no proof. */
    NONE;

    /** The registered name, such as {@code client_secret_basic}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
