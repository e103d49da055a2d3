package io.github.oidctoken.oauth2.protocol;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A successful token response (RFC 6749 section 5.1), with what a server forgot made whole.
 *
 * @param tokenType {@code Bearer} when the server did not say
 * @param expiresIn absent when the server did not say, or said nothing usable
 * @param refreshExpiresIn Keycloak's {@code refresh_expires_in}; absent when missing or 0, which means without end
 * @param scopes as granted; absent when the server did not say, which means as requested
 * @param serverTime the answer's {@code Date}
 * @param members every other member, as the server sent it
 */
public record TokenResponse(
        Secret accessToken,
        String tokenType,
        @Nullable Duration expiresIn,
        @Nullable Secret refreshToken,
        @Nullable Duration refreshExpiresIn,
        @Nullable Secret idToken,
        @Nullable List<String> scopes,
        @Nullable Instant serverTime,
        Map<String, Object> members) {

    /** Members of a token response may hold anything: only their names are shown. */
    @Override
    public String toString() {
        return "TokenResponse[" + tokenType + " " + accessToken.shortFingerprint() + ", expiresIn=" + expiresIn
                + ", refreshToken=" + (refreshToken == null ? "none" : refreshToken.shortFingerprint()) + ", members="
                + members.keySet() + "]";
    }
}
