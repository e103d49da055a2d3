package io.github.oidctoken.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one grant gave, before it becomes a token response. The text form shows no token. */
record IssuedTokens(
        String accessToken,
        Duration accessTokenLifetime,
        @Nullable String refreshToken,
        Duration refreshTokenLifetime,
        Set<String> scope,
        @Nullable String idToken) {

    IssuedTokens withIdToken(String token) {
        return new IssuedTokens(accessToken, accessTokenLifetime, refreshToken, refreshTokenLifetime, scope, token);
    }

    /** The members of the response (RFC 6749 section 5.1) with Keycloak's additions; seconds are rounded down. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", accessToken);
        members.put("expires_in", accessTokenLifetime.toSeconds());
        members.put("refresh_expires_in", refreshToken == null ? 0 : refreshTokenLifetime.toSeconds());
        if (refreshToken != null) {
            members.put("refresh_token", refreshToken);
        }
        if (idToken != null) {
            members.put("id_token", idToken);
        }
        members.put("token_type", "Bearer");
        members.put("not-before-policy", 0);
        if (!scope.isEmpty()) {
            members.put("scope", String.join(" ", new TreeSet<>(scope)));
        }
        return members;
    }

    @Override
    public String toString() {
        return "IssuedTokens[scope=" + scope + "]";
    }
}
