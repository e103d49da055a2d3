package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.Renewer;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts renewals on the engine's threads. Grants without a session run in parallel and never touch the repository; renewals of one session come one
 * after another.
 */
final class Renewals implements Renewer {

    private static final int MOST_IDLE_SESSIONS = 10_000;

    private final RenewalParts parts;
    private final StartedRenewals started;

    private final Lanes lanes;
    private volatile Consumer<SessionKey> signedOut = session -> {};

    Renewals(RenewalParts parts) {
        this(parts, new Lanes(parts.node(), MOST_IDLE_SESSIONS));
    }

    Renewals(RenewalParts parts, Lanes lanes) {
        this.parts = parts;
        this.lanes = lanes;
        this.started = new StartedRenewals(parts.scheduler());
    }

    @Override
    public CompletionStage<TokenSet> renew(RenewalRequest request) {
        if (started.stopped()) {
            return CompletableFuture.failedFuture(StartedRenewals.stopping(request.client()));
        }
        try {
            return request.client().grant().startsSession() ? renewSession(request) : runGrant(request);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Accepts no renewal any more, ends those that have sent nothing and lets the others run to their end.
     *
     * @return complete when all have ended, or have had the time that their clients' settings allow; never fails
     */
    CompletableFuture<Void> stop() {
        return started.stop();
    }

    private CompletionStage<TokenSet> runGrant(RenewalRequest request) {
        StartedGrant grant = new StartedGrant(request, parts);
        grant.start();
        started.add(grant);
        return grant.tokens();
    }

    /** Whether the server has rotated the session's refresh token here and the repository does not know yet. */
    boolean hasUnsavedRotation(SessionKey session) {
        return lanes.known(session)
                .map(lane -> lane.memory().hasUnsavedRotation())
                .orElse(false);
    }

    /** The newest state of a session that this node has seen. */
    SessionDocument newest(SessionKey session) {
        return lanes.known(session).map(lane -> lane.memory().newest()).orElse(SessionDocument.NONE);
    }

    /** @param whenSignedOut told of every session that somebody has signed out of, as soon as this node learns of that */
    void tell(Consumer<SessionKey> whenSignedOut) {
        signedOut = whenSignedOut;
    }

    private static boolean isSignedOut(@Nullable Throwable problem) {
        return problem instanceof SignedOutException
                || (problem instanceof CompletionException && problem.getCause() instanceof SignedOutException);
    }

    private CompletionStage<TokenSet> renewSession(RenewalRequest request) {
        Lane lane = lanes.lane(request.key().session());
        SessionDrive drive = new SessionDrive(request, lane.memory(), parts);
        started.add(drive);
        lane.enqueue(drive).whenComplete((tokens, problem) -> {
            lanes.ended(lane, drive.left());
            if (isSignedOut(problem)) {
                signedOut.accept(request.key().session());
            }
            drive.ended(tokens, problem);
        });
        return drive.published();
    }
}
