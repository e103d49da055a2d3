package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.renewal.SessionRenewal.Stored;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores what the server has issued before anybody sees it. Lineage decides: while the stored session is the one we renewed, we write over whatever
 * intent or status stands there; once it has moved, the other's tokens are adopted and ours are dropped, never revoked. Only where somebody has signed out
 * meanwhile is ours revoked too, since nobody would know of it.
 */
final class Committing implements Phase {

    private final SessionRenewal renewal;
    private final Stored base;
    private final TokenRequest presentation;
    private final Received received;
    private final SessionDocument committed;
    private final RetryPause repository;
    private final long begunNanos;
    private int failedWrites;
    private boolean handedOut;

    Committing(SessionRenewal renewal, Stored base, TokenRequest presentation, Received received) {
        this.renewal = renewal;
        this.base = base;
        this.presentation = presentation;
        this.received = received;
        this.begunNanos = renewal.time().nanoTime();
        this.repository = RetryPause.repository(renewal.settings().lease());
        this.committed = base.document().committed(commit());
    }

    @Override
    public Step begin() {
        return renewal.write(base.version(), committed);
    }

    @Override
    public Step on(Step.Event event) {
        if (event instanceof Step.Event.Wrote wrote && wrote.stored()) {
            return stored();
        }
        if (event instanceof Step.Event.Wrote || event instanceof Step.Event.WriteFailed) {
            return failedWrites++ == 0 ? new Step.Find() : tryLater();
        }
        if (event instanceof Step.Event.Found found) {
            return judge(renewal.stored(found.document()), event);
        }
        if (event instanceof Step.Event.FindFailed) {
            return tryLater();
        }
        if (event instanceof Step.Event.Resumed) {
            return new Step.Find();
        }
        throw unexpected(event);
    }

    @Override
    public boolean mayBeLeft() {
        return false;
    }

    private Step judge(Stored now, Step.Event event) {
        if (now.document().sameLineageAs(committed)) {
            return stored();
        }
        if (!base.document().isOlderThan(now.document())) {
            return renewal.write(now.version(), committed);
        }
        Secret unwanted = received.response().refreshToken();
        return now.document().isSignedOut() && unwanted != null
                ? renewal.enter(new Discarding(renewal, unwanted))
                : renewal.enter(new Reading(renewal), event);
    }

    private Step stored() {
        renewal.memory().saw(committed);
        renewal.closed();
        return new Step.Done(tokens());
    }

    /**
     * After the store budget the tokens are handed out all the same, since the server has issued them; the refresh token among them stays unused until the
     * write has gone through, because it may have landed already and another node may be using it.
     */
    private Step tryLater() {
        boolean overdue = renewal.time().nanoTime() - begunNanos
                > renewal.settings().storeBudget().toNanos();
        if (overdue && !handedOut) {
            handedOut = true;
            return new Step.Publish(tokens());
        }
        return repository.step();
    }

    private TokenSet tokens() {
        return received.tokens(
                presentation instanceof TokenRequest.ByRefreshToken ? TokenSet.Origin.REFRESH : TokenSet.Origin.GRANT);
    }

    private SessionDocument.Commit commit() {
        SessionDocument before = base.document();
        boolean continues = presentation instanceof TokenRequest.ByRefreshToken refresh && !isSeed(refresh);
        TokenResponse response = received.response();
        Duration refreshLife = response.refreshExpiresIn();
        Instant obtainedAt = renewal.clock().answered(received.sentAtNanos(), response.serverTime());
        return new SessionDocument.Commit(
                continues ? before.signedInAt() : later(before.signedInAt(), obtainedAt),
                response.refreshToken() != null ? response.refreshToken() : keptSeed(),
                refreshLife == null ? null : obtainedAt.plus(refreshLife),
                continues,
                scopes(continues),
                renewal.accessKeyHash(),
                received.stored(obtainedAt),
                seedFingerprint(),
                renewal.memory().node(),
                null,
                before.idToken() == null ? null : response.idToken());
    }

    /** What the session was asked for when it began; of a seed that is not known. */
    private List<String> scopes(boolean continues) {
        if (continues) {
            return base.document().scopes();
        }
        return presentation instanceof TokenRequest.ByGrant grant ? grant.scopes() : List.of();
    }

    /** A seed that the server does not rotate stays the session's refresh token. */
    private @Nullable Secret keptSeed() {
        return presentation instanceof TokenRequest.ByRefreshToken refresh && isSeed(refresh)
                ? refresh.refreshToken()
                : null;
    }

    private @Nullable String seedFingerprint() {
        return presentation instanceof TokenRequest.ByRefreshToken refresh && isSeed(refresh)
                ? refresh.refreshToken().fingerprint()
                : null;
    }

    private boolean isSeed(TokenRequest.ByRefreshToken refresh) {
        return renewal.client().grant() instanceof Grant.RefreshToken seed
                && seed.refreshToken().equals(refresh.refreshToken())
                && !refresh.refreshToken().equals(base.document().refreshToken());
    }

    private static Instant later(Instant before, Instant now) {
        return now.isAfter(before) ? now : before.plusMillis(1);
    }
}
