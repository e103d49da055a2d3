package io.github.oidctoken.oauth2.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

    private static final int MOST_SESSIONS = 10_000;

    private final TokenEventListener listener;

    /** Sessions of which it was told that only a person can help. */
    private final Cache<SessionKey, Boolean> awaitingPerson = Caffeine.newBuilder()
            .maximumSize(MOST_SESSIONS)
            .executor(Runnable::run)
            .build();

    RenewalReport(TokenEventListener listener) {
        this.listener = listener;
    }

    void succeeded(
            RenewalRequest request, AccessToken token, TokenSet.Origin origin, Duration took, int failuresBefore) {
        ClientRegistration client = request.client();
        signedIn(request.key().session());
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
        if (failure instanceof ReauthorizationRequiredException) {
            personRequired(request, failure, took);
            return;
        }
        if (backoff.failures() == 1) {
            LOG.warn("{} Renewals are tried again when the token is asked for.", failure.getMessage());
        } else {
            LOG.debug("{} ({} failures in a row)", failure.getMessage(), backoff.failures());
        }
        publish(failed(TokenEvent.Type.RENEWAL_FAILED, request, failure, took));
    }

    /** Told once for each session, however many tokens it has and however often they are asked for, until somebody has signed in. */
    private void personRequired(RenewalRequest request, OidcTokenException failure, Duration took) {
        if (awaitingPerson.asMap().putIfAbsent(request.key().session(), true) == null) {
            LOG.warn("{}", failure.getMessage());
            publish(failed(TokenEvent.Type.REAUTHORIZATION_REQUIRED, request, failure, took));
        } else {
            LOG.debug("{}", failure.getMessage());
        }
    }

    private static TokenEvent failed(
            TokenEvent.Type type, RenewalRequest request, OidcTokenException failure, Duration took) {
        return new TokenEvent(
                type,
                request.client().name(),
                request.reason(),
                null,
                previous(request),
                null,
                took,
                failure.getMessage());
    }

    /** Somebody has signed in; that the session ends is news from now on. */
    void signedIn(SessionKey session) {
        awaitingPerson.invalidate(session);
    }

    /**
     * @param end of the session, in server time
     * @param remedy who must do what, as a sentence
     */
    void refreshTokenExpiring(ClientRegistration client, Instant end, String remedy) {
        String message = "Client '" + client.name() + "': the session ends at " + end
                + ", and renewing it does not put that off any more. Before that: " + remedy;
        LOG.warn("{}", message);
        publish(new TokenEvent(
                TokenEvent.Type.REFRESH_TOKEN_EXPIRING,
                client.name(),
                RenewalReason.KEEP_ALIVE,
                null,
                null,
                end,
                Duration.ZERO,
                message));
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
