package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.protocol.ServerSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session that a sign-in replaces. Its refresh token is to be revoked only if it surely belongs to another session of the server: within one session many
 * servers would end the new tokens with the old one.
 */
final class ReplacedSession {

    private ReplacedSession() {}

    /** What can be revoked; absent when nothing can, or that is not sure. */
    static @Nullable Secret toRevoke(SessionDocument replaced, @Nullable Secret idToken) {
        boolean alive = replaced.status() == SessionDocument.Status.ACTIVE && replaced.intent() == null;
        Optional<String> before = ServerSession.of(replaced.idToken());
        Optional<String> now = ServerSession.of(idToken);
        return alive && before.isPresent() && now.isPresent() && !before.equals(now) ? replaced.refreshToken() : null;
    }
}
