package io.github.oidctoken.testkit;

import java.util.Map;

/**
 * What a {@link StrictAuthorizationServer} has counted since it was created.
 *
 * @param requestsByGrant requests to the token endpoint by {@code grant_type}; those without one or with an unsupported one
 *     are {@code other}; refused and lost ones count too
 * @param answersDelivered token answers handed to the network without an error
 * @param answersLost token answers and requests that got lost
 * @param refreshes refresh tokens exchanged for new tokens
 * @param reuses refresh tokens presented after their replacement, whatever came of it
 * @param sessionsStarted sign-ins
 * @param sessionsKilled sessions ended because a refresh token was reused
 */
public record ServerStatistics(
        Map<String, Long> requestsByGrant,
        long answersDelivered,
        long answersLost,
        long refreshes,
        long reuses,
        long sessionsStarted,
        long sessionsKilled) {

    /** Copies the map. */
    public ServerStatistics {
        requestsByGrant = Map.copyOf(requestsByGrant);
    }

    /** Requests of one grant, {@code refresh_token} for example. */
    public long requests(String grantType) {
        return requestsByGrant.getOrDefault(grantType, 0L);
    }

    /** All requests to the token endpoint. */
    public long requests() {
        return requestsByGrant.values().stream().mapToLong(Long::longValue).sum();
    }
}
