package io.github.oidctoken.testkit;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one sign-in started: the family of all tokens that come from it. Not thread-safe: {@link TokenStore} guards it.
 */
final class Session {

    private final String clientId;
    private final String subject;
    private final Set<String> scope;
    private int generations;
    private @Nullable String endedBecause;

    Session(String clientId, String subject, Set<String> scope) {
        this.clientId = clientId;
        this.subject = subject;
        this.scope = scope;
    }

    String clientId() {
        return clientId;
    }

    String subject() {
        return subject;
    }

    Set<String> scope() {
        return scope;
    }

    /** The number for the next refresh token: 0 for the one of the sign-in itself. */
    int nextGeneration() {
        return generations++;
    }

    void end(String reason) {
        if (endedBecause == null) {
            endedBecause = reason;
        }
    }

    /** Why this session is over, in the words of the error description; null while it lives. */
    @Nullable
    String endedBecause() {
        return endedBecause;
    }

    boolean isAlive() {
        return endedBecause == null;
    }
}
