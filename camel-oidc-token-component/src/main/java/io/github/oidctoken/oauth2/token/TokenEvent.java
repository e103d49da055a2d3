package io.github.oidctoken.oauth2.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to the token, or the session, of one {@link AccessKey}. It carries no secret: tokens go by their fingerprints.
 *
 * @param client the client's configured name
 * @param reason why a renewal was made; absent when none was
 * @param fingerprint the new token's; absent when there is none
 * @param previousFingerprint the token's that it replaces; absent when there was none
 * @param expiresAt when the new token, or the session that expires, ends; absent when there is none
 * @param took how long the renewal took
 * @param failure the message of what went wrong, or will, and who must do what; absent when nothing did
 */
public record TokenEvent(
        Type type,
        String client,
        @Nullable RenewalReason reason,
        @Nullable String fingerprint,
        @Nullable String previousFingerprint,
        @Nullable Instant expiresAt,
        Duration took,
        @Nullable String failure) {

    /** What happened. */
    public enum Type {
        /** The first token, by the client's own grant. */
        OBTAINED,
        /** A new token in place of another. */
        RENEWED,
        /** A token that another node had renewed was taken over from the repository. */
        ADOPTED,
        /** A renewal failed; it will be tried again when the token is asked for. */
        RENEWAL_FAILED,
        /** The session has ended and only a person can start another. */
        REAUTHORIZATION_REQUIRED,
        /** A session that is kept alive ends at {@code expiresAt}, since renewing it no longer moves that moment: by then a person is needed. */
        REFRESH_TOKEN_EXPIRING,
        /** A person has signed in, by a browser or by another device, and the session is stored. */
        SIGNED_IN,
        /** A sign-in by another device was begun and came to nothing. */
        SIGN_IN_FAILED,
        /** Somebody has ended a session: its tokens are dropped on all nodes. With a {@code failure} when the server could not be told. */
        SIGNED_OUT
    }

    /** What somebody did about a session, which is no renewal. */
    public static TokenEvent ofSession(Type type, String client, @Nullable String failure) {
        return new TokenEvent(type, client, null, null, null, null, Duration.ZERO, failure);
    }
}
