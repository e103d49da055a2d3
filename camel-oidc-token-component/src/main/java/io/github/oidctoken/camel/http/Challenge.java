package io.github.oidctoken.camel.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One challenge of a {@code WWW-Authenticate} field (RFC 9110 section 11.6.1).
 *
 * @param scheme in lower case, such as {@code bearer}
 * @param parameters by lower-case name, unquoted
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final Set<String> TOKEN_SCHEMES = Set.of("bearer", "dpop");

    /** RFC 6750 section 3.1 and RFC 9470 section 3: the token is good, it just does not allow this. */
    private static final Set<String> NOT_CURED_BY_RENEWAL =
            Set.of("insufficient_scope", "insufficient_user_authentication");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** Whether another token of the same kind would be refused just so. */
    boolean outlivesRenewal() {
        String error = parameters.getOrDefault("error", "").toLowerCase(Locale.ROOT);
        return TOKEN_SCHEMES.contains(scheme) && NOT_CURED_BY_RENEWAL.contains(error);
    }
}
