package io.github.oidctoken.oauth2.renewal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.oauth2.token.TokenManager;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The sessions of this node that must not idle out although nobody uses them: those of clients with {@code keepAlive} that only a person can start. Thread-safe. */
final class KeepAlive implements AutoCloseable {

    private static final int MOST_SESSIONS = 10_000;

    /** By then the renewal that the first use starts is mostly over. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    private final Renewals renewals;
    private final RenewalParts parts;
    private final SessionReader reader;
    private final double jitter;
    private final Cache<SessionKey, KeptSession> sessions =
            Caffeine.newBuilder().maximumSize(MOST_SESSIONS).build();
    private volatile @Nullable TokenManager manager;
    private volatile boolean closed;

    KeepAlive(Renewals renewals, RenewalParts parts) {
        this.renewals = renewals;
        this.parts = parts;
        this.reader = new SessionReader(parts.repository());
        this.jitter = parts.random().nextDouble();
    }

    /** Starts to renew through that manager. */
    void through(TokenManager tokens) {
        manager = tokens;
    }

    /** Renews, and from then on keeps the session alive if its client wants that. */
    CompletionStage<TokenSet> renew(RenewalRequest request) {
        watch(request.client(), request.key());
        return renewals.renew(request);
    }

    /** Keeps a session alive, if its client wants that and only a person could start it anew. */
    void watch(ClientRegistration client, AccessKey key) {
        TokenManager tokens = manager;
        boolean wanted = client.renewal().keepAlive()
                && client.grant().startsSession()
                && !client.grant().repeatable();
        if (!wanted || closed || tokens == null || sessions.getIfPresent(key.session()) != null) {
            return;
        }
        KeptSession session = new KeptSession(this, tokens, client, key);
        if (sessions.asMap().putIfAbsent(key.session(), session) == null) {
            session.lookAfter(FIRST_LOOK);
        }
    }

    /** What is known of a session that is kept alive here. */
    Optional<KeptSession> session(SessionKey key) {
        return Optional.ofNullable(sessions.getIfPresent(key));
    }

    SessionReader reader() {
        return reader;
    }

    /** Who must do what before a session ends. */
    String remedy(ClientRegistration client) {
        return Failures.remedy(client) + parts.signInPages().alternative(client);
    }

    String node() {
        return parts.node();
    }

    /** Between zero and one: how late this node is among all, so that they do not all renew at once. */
    double jitter() {
        return jitter;
    }

    Instant serverTime(SessionKey session) {
        return parts.server().time(session);
    }

    /** Runs something that may block, after a while; not at all once the engine stops, or the session had to make room. */
    void later(Duration delay, KeptSession session, Runnable look) {
        try {
            var unused = parts.alarm(delay, () -> start(session, look));
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    private void start(KeptSession session, Runnable look) {
        if (closed || sessions.getIfPresent(session.key()) != session) {
            return;
        }
        try {
            parts.threads().sessions().execute(look);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        sessions.invalidateAll();
    }
}
