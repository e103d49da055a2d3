package io.github.oidctoken.oauth2.renewal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.Renewer;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Starts renewals on the engine's threads. Grants without a session run in parallel and never touch the repository; renewals of one session come one
 * after another.
 */
final class Renewals implements Renewer {

    private static final int MOST_SESSIONS = 10_000;

    private final RenewalParts parts;
    private final StartedRenewals started;

    /** A lane that is dropped loses what this JVM remembers of its session, and nothing that the repository holds. */
    private final Cache<SessionKey, Lane> lanes =
            Caffeine.newBuilder().maximumSize(MOST_SESSIONS).build();

    Renewals(RenewalParts parts) {
        this.parts = parts;
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

    private CompletionStage<TokenSet> renewSession(RenewalRequest request) {
        Lane lane = lanes.get(request.key().session(), key -> new Lane());
        SessionDrive drive = new SessionDrive(request, lane.memory(), parts);
        started.add(drive);
        lane.enqueue(drive).whenComplete(drive::ended);
        return drive.published();
    }
}
