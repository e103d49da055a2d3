package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a session's renewal wants done next; whoever does it answers with the matching {@link Event}. */
sealed interface Step {

    /** Read the session's document; answered by {@link Event.Found} or {@link Event.FindFailed}. */
    record Find() implements Step {}

    /** Compare and set the session's document; answered by {@link Event.Wrote} or {@link Event.WriteFailed}. */
    record Write(DocumentVersion expected, TokenDocument document) implements Step {}

    /** Ask the token endpoint; answered by {@link Event.Answered}. */
    record Send(TokenRequest request) implements Step {}

    /** Read the client's secret again, since the server has refused it; answered by {@link Event.SecretReread}. */
    record RereadSecret() implements Step {}

    /** Have the server revoke a refresh token, as far as it will; answered by {@link Event.Resumed}. */
    record Revoke(Secret refreshToken) implements Step {}

    /** Ask the authorization server what time it is; answered by {@link Event.TimeTold}. */
    record AskTime() implements Step {}

    /** Let time pass; answered by {@link Event.Resumed}. */
    record Pause(Duration duration) implements Step {}

    /** Hand the tokens out although they are not stored yet, and go on; answered by {@link Event.Resumed}. */
    record Publish(TokenSet tokens) implements Step {}

    /** The end: a token that may be published. */
    record Done(TokenSet tokens) implements Step {}

    /** The end: no token. */
    record Failed(OidcTokenException failure) implements Step {}

    /** What came of a step. */
    sealed interface Event {

        record Found(Optional<TokenDocument> document) implements Event {}

        record FindFailed(RepositoryException cause) implements Event {}

        /** The write's answer; {@code false} is as unknown as an exception, since a lost answer may have been repeated. */
        record Wrote(boolean stored) implements Event {}

        record WriteFailed(RepositoryException cause) implements Event {}

        /**
         * The outcome of a token request.
         *
         * @param sentAt the wall clock just before the request was sent
         * @param sentAtNanos the monotonic clock at the same moment
         */
        record Answered(TokenOutcome outcome, Instant sentAt, long sentAtNanos) implements Event {}

        /**
         * The client's secret was read again.
         *
         * @param changed whether it is another than the one that was refused
         */
        record SecretReread(boolean changed) implements Event {}

        /**
         * What the server's clock shows.
         *
         * @param date absent when the server did not say
         * @param askedAt the wall clock just before the request was sent
         * @param askedAtNanos the monotonic clock at the same moment
         */
        record TimeTold(@Nullable Instant date, Instant askedAt, long askedAtNanos) implements Event {}

        record Resumed() implements Event {}
    }
}
