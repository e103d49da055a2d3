package io.github.oidctoken.testkit;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every token and session of the server. Tokens are kept by fingerprint only, the latest 100,000 of each kind.
 * Thread-safe: one lock, nothing slow under it, so of parallel refreshes exactly one is first.
 */
final class TokenStore {

    private static final int TOKEN_BYTES = 32;
    private static final int REMEMBERED = 100_000;
    private static final String REUSED = "Maximum allowed refresh token reuse exceeded";
    private static final String KILLED = "Session doesn't have required client";
    private static final String SIGNED_OUT = "Session not active";

    private final StrictServerSettings settings;
    private final Clock clock;
    private final SecureRandom random;
    private final Map<String, AccessToken> accessTokens = new BoundedMap<>(REMEMBERED);
    private final Map<String, RefreshToken> refreshTokens = new BoundedMap<>(REMEMBERED);
    private long sessionsStarted;
    private long sessionsKilled;
    private long refreshes;
    private long reuses;

    TokenStore(StrictServerSettings settings, Clock clock, SecureRandom random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /** How often what happened. */
    record Counts(long sessionsStarted, long sessionsKilled, long refreshes, long reuses) {}

    private static final class RefreshToken {
        private final Session session;
        private final int generation;
        private final Instant expiresAt;
        private @Nullable Instant replacedAt;

        RefreshToken(Session session, Instant expiresAt) {
            this.session = session;
            this.generation = session.nextGeneration();
            this.expiresAt = expiresAt;
        }
    }

    /** An access token for the client itself. */
    synchronized IssuedTokens issueToClient(String clientId, Set<String> scope) {
        String accessToken = newAccessToken(clientId, "service-account-" + clientId, scope, null);
        return new IssuedTokens(
                accessToken, settings.accessTokenLifetime(), null, settings.refreshTokenLifetime(), scope, null);
    }

    /** The first tokens of a new session. */
    synchronized IssuedTokens startSession(String clientId, String subject, Set<String> scope) {
        Session session = new Session(clientId, subject, scope);
        sessionsStarted++;
        return issueTo(session, scope);
    }

    /** The first refresh token of a new session without a token request. */
    String newSession(String clientId, String subject) {
        return Objects.requireNonNull(startSession(clientId, subject, Set.of()).refreshToken());
    }

    /** Replaces a refresh token (RFC 6749 section 6); an empty scope means the session's. */
    synchronized IssuedTokens refresh(String presented, String clientId, Set<String> scope) {
        RefreshToken token = refreshTokens.get(Fingerprint.full(presented));
        if (token == null) {
            throw OAuthRefusal.invalidGrant("Invalid refresh token");
        }
        Session session = token.session;
        if (!session.clientId().equals(clientId)) {
            throw OAuthRefusal.invalidGrant("Invalid refresh token. Token client and authorized client don't match");
        }
        Instant now = clock.instant();
        if (!now.isBefore(token.expiresAt)) {
            throw OAuthRefusal.invalidGrant("Token is not active");
        }
        refuseReuse(token, now);
        if (!session.scope().containsAll(scope)) {
            throw OAuthRefusal.invalidScope(String.join(" ", scope));
        }
        if (token.replacedAt == null) {
            token.replacedAt = now;
        }
        refreshes++;
        return issueTo(session, scope.isEmpty() ? session.scope() : scope);
    }

    private void refuseReuse(RefreshToken token, Instant now) {
        Session session = token.session;
        if (token.replacedAt != null) {
            reuses++;
        }
        if (session.endedBecause() != null) {
            throw OAuthRefusal.invalidGrant(session.endedBecause());
        }
        if (token.replacedAt == null) {
            return;
        }
        switch (settings.reusePolicy().judge(Duration.between(token.replacedAt, now), settings.grace())) {
            case ACCEPT -> {}
            case REFUSE -> throw OAuthRefusal.invalidGrant(REUSED);
            case KILL -> {
                session.end(KILLED);
                sessionsKilled++;
                throw OAuthRefusal.invalidGrant(REUSED);
            }
        }
    }

    private IssuedTokens issueTo(Session session, Set<String> scope) {
        String accessToken = newAccessToken(session.clientId(), session.subject(), scope, session);
        String refreshToken = randomToken();
        Instant expiresAt = clock.instant().plus(settings.refreshTokenLifetime());
        refreshTokens.put(Fingerprint.full(refreshToken), new RefreshToken(session, expiresAt));
        return new IssuedTokens(
                accessToken,
                settings.accessTokenLifetime(),
                refreshToken,
                settings.refreshTokenLifetime(),
                scope,
                null);
    }

    private String newAccessToken(String clientId, String subject, Set<String> scope, @Nullable Session session) {
        String accessToken = randomToken();
        Instant now = clock.instant();
        accessTokens.put(
                Fingerprint.full(accessToken),
                new AccessToken(clientId, subject, scope, now, now.plus(settings.accessTokenLifetime()), session));
        return accessToken;
    }

    private String randomToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is known of an access token that is valid now. */
    synchronized Optional<AccessToken> valid(String accessToken) {
        return Optional.ofNullable(accessTokens.get(Fingerprint.full(accessToken)))
                .filter(token -> token.isValidAt(clock.instant()));
    }

    /** The place of a refresh token in its session, 0 for the first; empty for an unknown token. */
    synchronized OptionalInt generation(String refreshToken) {
        RefreshToken token = refreshTokens.get(Fingerprint.full(refreshToken));
        return token == null ? OptionalInt.empty() : OptionalInt.of(token.generation);
    }

    synchronized void invalidateAccessTokens() {
        accessTokens.clear();
    }

    synchronized void endSessions() {
        refreshTokens.values().forEach(token -> token.session.end(SIGNED_OUT));
    }

    synchronized Counts counts() {
        return new Counts(sessionsStarted, sessionsKilled, refreshes, reuses);
    }
}
