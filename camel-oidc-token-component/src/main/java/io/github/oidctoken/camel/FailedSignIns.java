package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Why sign-ins by another device have come to nothing, as far as this node was told, until somebody begins again. Thread-safe. */
final class FailedSignIns implements TokenEventListener {

    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    @Override
    public void on(TokenEvent event) {
        String reason = event.failure();
        if (event.type() == TokenEvent.Type.SIGN_IN_FAILED && reason != null) {
            reasons.put(event.client(), reason);
        } else if (event.type() == TokenEvent.Type.SIGNED_IN) {
            forget(event.client());
        }
    }

    /** Absent when the client's last sign-in did not fail. */
    @Nullable
    String of(String client) {
        return reasons.get(client);
    }

    void forget(String client) {
        reasons.remove(client);
    }
}
