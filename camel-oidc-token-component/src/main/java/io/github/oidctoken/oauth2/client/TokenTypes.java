package io.github.oidctoken.oauth2.client;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The token types of RFC 8693 section 3: {@code access_token} stands for its URI, and so do the other names. */
final class TokenTypes {

    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private static final String PREFIX = "urn:ietf:params:oauth:token-type:";
    private static final Set<String> NAMES =
            Set.of("access_token", "refresh_token", "id_token", "jwt", "saml1", "saml2");

    private TokenTypes() {}

    /** The URI that an option's text means. */
    static String uri(ClientOptions options, String option, String text) {
        if (NAMES.contains(text)) {
            return PREFIX + text;
        }
        try {
            if (URI.create(text).isAbsolute()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw options.invalid(
                option,
                "is no token type. Write access_token, refresh_token, id_token, jwt, saml1, saml2 or a full URI (RFC"
                        + " 8693 section 3).");
    }

    /** The URI that an option's text means; absent when there is none. */
    static @Nullable String optional(ClientOptions options, String option, @Nullable String text) {
        return text == null ? null : uri(options, option, text);
    }

    /** The URI that an option's text means; an access token when there is none. */
    static String orAccessToken(ClientOptions options, String option, @Nullable String text) {
        return text == null ? ACCESS_TOKEN : uri(options, option, text);
    }
}
