package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.SignInFailedException;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Stores what a person's sign-in has brought, as a machine without threads or I/O: reads and compares-and-sets until the session is stored or a later sign-in
 * has replaced it. The intent of a renewal under way goes; that renewal finds the session moved and adopts it. Not thread-safe.
 *
 * <p>It landed if the stored {@code signedInAt} is its own, whatever the refresh token: another node may have renewed the session already.
 */
final class SignIn {

    private final ClientRegistration client;
    private final SessionDocument.Commit brought;
    private final TokenSet tokens;
    private final TimeSource time;
    private final RandomGenerator random;
    private final SessionDocumentCodec codec = new SessionDocumentCodec();
    private final RetryPause pause;
    private final long begunNanos;
    private SessionDocument replaced = SessionDocument.NONE;
    private @Nullable Instant signedInAt;
    private @Nullable RepositoryException trouble;

    /** @param brought begun now, or later if the session that it replaces says so */
    SignIn(
            ClientRegistration client,
            SessionDocument.Commit brought,
            TokenSet tokens,
            TimeSource time,
            RandomGenerator random) {
        this.client = client;
        this.brought = brought;
        this.tokens = tokens;
        this.time = time;
        this.random = random;
        this.pause = RetryPause.repository(client.renewal().lease());
        this.begunNanos = time.nanoTime();
    }

    /** The first step. */
    Step start() {
        return new Step.Find();
    }

    /** What the session was before, once it is stored. */
    SessionDocument replaced() {
        return replaced;
    }

    /** The step that follows an event. */
    Step on(Step.Event event) {
        if (event instanceof Step.Event.Found found) {
            try {
                return judge(found.document());
            } catch (RepositoryException e) {
                return new Step.Failed(notStored(e));
            }
        }
        if (event instanceof Step.Event.Wrote wrote) {
            return wrote.stored() ? new Step.Done(tokens) : again();
        }
        if (event instanceof Step.Event.WriteFailed failed) {
            trouble = failed.cause();
            return again();
        }
        if (event instanceof Step.Event.FindFailed failed) {
            trouble = failed.cause();
            return again();
        }
        if (event instanceof Step.Event.Resumed) {
            return new Step.Find();
        }
        throw new IllegalStateException(
                "A sign-in does not expect " + event.getClass().getSimpleName());
    }

    private Step judge(Optional<TokenDocument> found) {
        SessionDocument present =
                found.map(document -> codec.read(document.payload())).orElse(SessionDocument.NONE);
        Instant mine = signedInAt;
        if (mine != null && present.signedInAt().equals(mine)) {
            return new Step.Done(tokens);
        }
        if (mine != null && present.signedInAt().isAfter(mine)) {
            return superseded();
        }
        OidcTokenException stranger = stranger(present);
        if (stranger != null) {
            return new Step.Failed(stranger);
        }
        if (mine == null) {
            mine = begin(present);
            signedInAt = mine;
        }
        replaced = present;
        SessionDocument signedIn = present.committed(brought.begunAt(mine));
        DocumentVersion expected = found.map(TokenDocument::version).orElse(DocumentVersion.ABSENT);
        return new Step.Write(
                expected,
                new TokenDocument(SessionDocumentCodec.KIND, expected.next(random), null, codec.write(signedIn)));
    }

    /** A password proves who somebody is all the same: that person has a token, and the later session stays. */
    private Step superseded() {
        return client.grant() instanceof Grant.PresentedPassword
                ? new Step.Done(tokens)
                : failed("a later sign-in has replaced this one, and is the one that counts.");
    }

    private Instant begin(SessionDocument present) {
        return brought.signedInAt().isAfter(present.signedInAt())
                ? brought.signedInAt()
                : present.signedInAt().plusMillis(1);
    }

    /** Whoever signed in first stays the only one who may sign in again. */
    private @Nullable OidcTokenException stranger(SessionDocument present) {
        String pinned = present.subject();
        if (pinned == null || pinned.equals(brought.subject())) {
            return null;
        }
        return new SignInFailedException(
                client.name(),
                "this session belongs to another person, who signed in first, and "
                        + (brought.subject() == null
                                ? "this time the server did not say who signed in. Add openid to "
                                        + client.option("scope") + "."
                                : "only that one may sign in again. Give every person a session by "
                                        + client.option("principal") + ", or have the first one disconnected."),
                null);
    }

    private Step again() {
        Duration patience = client.renewal().readLimit().plus(client.renewal().storeBudget());
        if (time.nanoTime() - begunNanos <= patience.toNanos()) {
            return pause.step();
        }
        return trouble != null
                ? new Step.Failed(notStored(trouble))
                : failed("the session could not be stored, since other writers were always faster. Sign in again.");
    }

    private SignInFailedException notStored(RepositoryException cause) {
        return new SignInFailedException(
                client.name(),
                "the server gave tokens, but the token repository did not take them: " + cause.getMessage()
                        + ". They are given up. Check the store that the component's repository option names, and sign in"
                        + " again.",
                cause);
    }

    private Step failed(String problem) {
        return new Step.Failed(new SignInFailedException(client.name(), problem, null));
    }
}
