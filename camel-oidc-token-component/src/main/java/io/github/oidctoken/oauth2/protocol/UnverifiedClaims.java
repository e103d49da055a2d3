package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What a signed JWT claims (RFC 7519), without trust. */
final class UnverifiedClaims {

    private static final int PARTS_OF_A_SIGNED_JWT = 3;

    private UnverifiedClaims() {}

    /** Empty for a token that is no signed JWT. */
    static Optional<Map<String, Object>> of(Secret token) {
        String[] parts = token.value().split("\\.", -1);
        if (parts.length != PARTS_OF_A_SIGNED_JWT) {
            return Optional.empty();
        }
        try {
            return JsonMembers.parse(Base64.getUrlDecoder().decode(parts[1])).map(JsonMembers::all);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
