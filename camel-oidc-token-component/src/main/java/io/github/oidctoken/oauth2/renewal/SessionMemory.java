package io.github.oidctoken.oauth2.renewal;

import org.jspecify.annotations.Nullable;

/** What this JVM remembers of a session between its renewals, which come one at a time. */
final class SessionMemory {

    private volatile @Nullable String lastAttemptId;

    /** Whether we wrote that intent ourselves: then nobody else is renewing. */
    boolean isOwn(Intent intent) {
        return intent.attemptId().equals(lastAttemptId);
    }

    void announced(Intent intent) {
        lastAttemptId = intent.attemptId();
    }
}
