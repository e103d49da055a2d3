package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.token.TokenState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with one client on this node, without any token. Times are by this node's wall clock.
 *
 * @param node what this node is called
 * @param serverProblem why the token endpoint is spared since it has failed several askers; absent when it is not
 * @param clockOffset how far the server's clock is ahead of this node's; absent while that is not known, and for grants without a session
 * @param tokens those that somebody holds here, or has failed to get
 */
public record ClientStatus(
        String client,
        String node,
        @Nullable String serverProblem,
        @Nullable Duration clockOffset,
        List<Held> tokens) {

    public ClientStatus {
        tokens = List.copyOf(tokens);
    }

    /** The status of a client that nobody has used, on a node that has not begun to work. */
    public static ClientStatus unused(String client) {
        return new ClientStatus(client, "", null, null, List.of());
    }

    /**
     * One principal's token, and the session behind it.
     *
     * @param renewedAt when the session was last renewed by any node; absent for grants without a session
     * @param renewedBy the node that did; absent when it is not known
     * @param refreshExpiresAt when the refresh token ends; absent when the server does not say
     * @param unsavedRotation whether the repository has not stored the newest refresh token yet
     * @param expiring when a session that is kept alive ends, since renewing it does not put that off any more; absent while it does
     */
    public record Held(
            String principal,
            TokenState token,
            @Nullable Instant renewedAt,
            @Nullable String renewedBy,
            @Nullable Instant refreshExpiresAt,
            boolean unsavedRotation,
            @Nullable Instant expiring) {}
}
