package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.SessionKey;
import io.github.oidctoken.oauth2.token.TokenManager;
import io.github.oidctoken.oauth2.token.TokenState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how it stands with clients from what this node remembers: no server and no repository is asked. Thread-safe. */
final class StatusReader {

    private final TokenManager manager;
    private final Renewals renewals;
    private final KeepAlive keepAlive;
    private final RenewalParts parts;

    StatusReader(TokenManager manager, Renewals renewals, KeepAlive keepAlive, RenewalParts parts) {
        this.manager = manager;
        this.renewals = renewals;
        this.keepAlive = keepAlive;
        this.parts = parts;
    }

    ClientStatus of(ClientRegistration client) {
        List<ClientStatus.Held> tokens = new ArrayList<>();
        manager.states(client).forEach((key, token) -> tokens.add(held(key, token)));
        tokens.sort(Comparator.comparing(ClientStatus.Held::principal));
        SessionKey own = AccessKey.of(client, client.principal()).session();
        return new ClientStatus(
                client.name(),
                keepAlive.node(),
                parts.server().problem(client),
                parts.server().clockOffset(own),
                tokens);
    }

    private ClientStatus.Held held(AccessKey key, TokenState token) {
        SessionKey session = key.session();
        SessionDocument seen = renewals.newest(session);
        boolean begun = seen.generation() > 0;
        return new ClientStatus.Held(
                session.principal(),
                token,
                begun ? here(seen.renewedAt(), session) : null,
                seen.renewedBy(),
                here(seen.refreshExpiresAt(), session),
                renewals.hasUnsavedRotation(session),
                here(keepAlive.session(session).map(KeptSession::expiring).orElse(null), session));
    }

    /** A moment of the server's clock by this node's. */
    private @Nullable Instant here(@Nullable Instant serverTime, SessionKey session) {
        Duration offset = parts.server().clockOffset(session);
        return serverTime == null || offset == null ? serverTime : serverTime.minus(offset);
    }
}
