package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a renewal has brought for one {@link AccessKey}: the access token and how it was come by. It lives only from the answer to its publication.
 *
 * @param accessToken the bare token
 * @param tokenType {@code Bearer}, or whatever the server said
 * @param scopes as granted; absent when the server did not say
 * @param obtainedAt the wall clock just before the request was sent
 * @param obtainedAtNanos the monotonic clock at the same moment
 * @param lifetime from that moment on
 * @param origin how it was come by
 * @param members further members of the token response; never a token
 */
public record TokenSet(
        Secret accessToken,
        String tokenType,
        @Nullable List<String> scopes,
        Instant obtainedAt,
        long obtainedAtNanos,
        Duration lifetime,
        Origin origin,
        Map<String, Object> members) {

    /** How an access token was come by. */
    public enum Origin {
        /** The client's own grant was run. */
        GRANT,
        /** A refresh token was presented. */
        REFRESH,
        /** Another node had renewed it, and the repository gave it to us. */
        ADOPTED
    }

    public TokenSet {
        members = Map.copyOf(members);
    }

    /** Members may hold anything: only their names are shown. */
    @Override
    public String toString() {
        return "TokenSet[" + tokenType + " " + accessToken.shortFingerprint() + ", origin=" + origin + ", obtainedAt="
                + obtainedAt + ", lifetime=" + lifetime + ", members=" + members.keySet() + "]";
    }
}
