package io.github.oidctoken.testkit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request to the token endpoint, without anything secret in it.
 *
 * @param number counts from 1
 * @param receivedAt by the server's clock
 * @param grantType as sent; null when missing
 * @param userAgent as sent; null when missing
 * @param clientId as sent, checked or not; null when missing
 * @param clientAuthentication {@code client_secret_basic}, {@code client_secret_post} or {@code none}; null when the request
 *     names no client
 * @param refreshToken {@link Fingerprint#of} the refresh token presented; null when there was none
 * @param generation the place of that token in its session, 0 for the sign-in's own; -1 for none or an unknown one
 * @param status of the answer; 0 when the request was lost before the server saw it
 * @param error the {@code error} of the answer; null when there is none
 * @param accessToken {@link Fingerprint#of} the access token issued; null when there is none
 * @param delivery what became of the answer
 */
public record RecordedTokenRequest(
        long number,
        Instant receivedAt,
        @Nullable String grantType,
        @Nullable String userAgent,
        @Nullable String clientId,
        @Nullable String clientAuthentication,
        @Nullable String refreshToken,
        int generation,
        int status,
        @Nullable String error,
        @Nullable String accessToken,
        Delivery delivery) {

    RecordedTokenRequest with(Delivery newDelivery) {
        return new RecordedTokenRequest(
                number,
                receivedAt,
                grantType,
                userAgent,
                clientId,
                clientAuthentication,
                refreshToken,
                generation,
                status,
                error,
                accessToken,
                newDelivery);
    }
}
