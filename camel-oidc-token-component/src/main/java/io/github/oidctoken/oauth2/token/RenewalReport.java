package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listeners how renewals end: the first failure of a row aloud, its repetitions quietly. */
final class RenewalReport {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.oidctoken.renewals");

    private final TokenEventListener listener;

    RenewalReport(TokenEventListener listener) {
        this.listener = listener;
    }

    void succeeded(
            RenewalRequest request, AccessToken token, TokenSet.Origin origin, Duration took, int failuresBefore) {
        ClientRegistration client = request.client();
        TokenEvent.Type type = origin == TokenSet.Origin.ADOPTED
                ? TokenEvent.Type.ADOPTED
                : request.reason() == RenewalReason.FIRST_USE ? TokenEvent.Type.OBTAINED : TokenEvent.Type.RENEWED;
        String way = switch (origin) {
            case GRANT -> "by " + client.grant().grantType();
            case REFRESH -> "by refresh_token";
            case ADOPTED -> "from the repository, where another node had put it";
        };
        if (failuresBefore > 0) {
            LOG.info(
                    "Client '{}': token {} {} after {} failed attempts, valid until {}",
                    client.name(),
                    token.fingerprint(),
                    way,
                    failuresBefore,
                    token.expiresAt());
        } else {
            LOG.debug(
                    "Client '{}': token {} {} ({}), valid until {}",
                    client.name(),
                    token.fingerprint(),
                    way,
                    request.reason().words(),
                    token.expiresAt());
        }
        publish(new TokenEvent(
                type,
                client.name(),
                request.reason(),
                token.fingerprint(),
                previous(request),
                token.expiresAt(),
                took,
                null));
    }

    void failed(RenewalRequest request, OidcTokenException failure, Duration took, Backoff backoff) {
        if (backoff.failures() == 1) {
            LOG.warn("{} Renewals are tried again when the token is asked for.", failure.getMessage());
        } else {
            LOG.debug("{} ({} failures in a row)", failure.getMessage(), backoff.failures());
        }
        TokenEvent.Type type = failure instanceof ReauthorizationRequiredException
                ? TokenEvent.Type.REAUTHORIZATION_REQUIRED
                : TokenEvent.Type.RENEWAL_FAILED;
        publish(new TokenEvent(
                type,
                request.client().name(),
                request.reason(),
                null,
                previous(request),
                null,
                took,
                failure.getMessage()));
    }

    /** @param end of the session, in server time */
    void refreshTokenExpiring(ClientRegistration client, Instant end) {
        LOG.warn(
                "Client '{}': the session ends at {}, and renewing it does not put that off any more. By then somebody must"
                        + " sign in again, or a new refresh token must be set.",
                client.name(),
                end);
        publish(new TokenEvent(
                TokenEvent.Type.REFRESH_TOKEN_EXPIRING,
                client.name(),
                RenewalReason.KEEP_ALIVE,
                null,
                null,
                end,
                Duration.ZERO,
                null));
    }

    /** For those who count. */
    void measured(TokenMeasurement measurement) {
        try {
            listener.measured(measurement);
        } catch (RuntimeException e) {
            LOG.warn("Client '{}': a token event listener failed", measurement.client(), e);
        }
    }

    private static @Nullable String previous(RenewalRequest request) {
        AccessToken held = request.held();
        return held == null ? null : held.fingerprint();
    }

    private void publish(TokenEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.warn("Client '{}': a token event listener failed", event.client(), e);
        }
    }
}
