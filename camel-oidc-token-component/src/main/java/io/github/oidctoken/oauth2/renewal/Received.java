package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.RenewalSettings;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;

/**
 * A token response with the time that its tokens count from.
 *
 * @param sentAt the wall clock just before the request was sent
 * @param sentAtNanos the monotonic clock at the same moment
 * @param lifetime as the server said, or as the client's options assume
 */
record Received(TokenResponse response, Instant sentAt, long sentAtNanos, Duration lifetime) {

    static Received of(TokenResponse response, Step.Event.Answered answered, RenewalSettings settings) {
        Duration said = response.expiresIn();
        return new Received(
                response, answered.sentAt(), answered.sentAtNanos(), said == null ? settings.defaultExpiresIn() : said);
    }

    /** The same with another life. */
    Received withLifetime(Duration other) {
        return new Received(response, sentAt, sentAtNanos, other);
    }

    /** For publication. */
    TokenSet tokens(TokenSet.Origin origin) {
        return new TokenSet(
                response.accessToken(),
                response.tokenType(),
                response.scopes(),
                sentAt,
                sentAtNanos,
                lifetime,
                origin,
                response.members());
    }

    /**
     * For the repository.
     *
     * @param obtainedAt when the request was sent, in server time
     */
    StoredAccessToken stored(Instant obtainedAt) {
        return new StoredAccessToken(
                response.accessToken(),
                response.tokenType(),
                response.scopes(),
                obtainedAt,
                lifetime,
                response.members());
    }
}
