package io.github.oidctoken.oauth2.token;

import io.github.oidctoken.oauth2.OidcTokenException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The access token of one {@link AccessKey}, always as valid as can be had. Thread-safe; renewals run on threads of their own, never on a caller's.
 */
public interface TokenSource {

    /**
     * The token if a usable one is held, at once and without any I/O; starts a background renewal when it is stale.
     *
     * @return absent when there is no usable token and {@link #request()} has to be waited for
     */
    @Nullable
    AccessToken usable();

    /**
     * The token; waits for the renewal in flight only while no usable token is held, and at most {@code maxWait}.
     *
     * @throws OidcTokenException if no token can be had
     */
    AccessToken get();

    /**
     * The token, without blocking: complete at once while a usable one is held. Where only a person can start the session it may be held for the client's
     * {@code awaitSignIn} besides.
     *
     * @return a stage that fails with {@link OidcTokenException} and completes on a thread of the engine: a caller with more than a few microseconds of
     *     work must hop to its own
     */
    CompletionStage<AccessToken> request();

    /**
     * A token other than the one that was seen to be refused: the present one if it differs already, else that of one renewal shared by everybody who
     * saw the same token fail.
     *
     * @param rejected the token that the resource server refused, which is never handed out again; absent to renew whatever is held
     */
    CompletionStage<AccessToken> renew(@Nullable AccessToken rejected);

    /** Forgets the token if it is the present one, so that the next caller gets another. The refresh token is not touched. */
    void invalidate(AccessToken rejected);

    /** Tells those who count that a token got by {@link #renew} was refused as well; nothing is done about it. */
    default void stillRefused(AccessToken rejected) {}
}
