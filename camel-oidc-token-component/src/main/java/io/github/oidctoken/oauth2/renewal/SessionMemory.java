package io.github.oidctoken.oauth2.renewal;

import org.jspecify.annotations.Nullable;

/** What this JVM remembers of a session between its renewals, which come one at a time. */
final class SessionMemory {

    private volatile @Nullable String lastAttemptId;
    private volatile SessionDocument newest = SessionDocument.NONE;

    /** Whether we wrote that intent ourselves: then nobody else is renewing. */
    boolean isOwn(Intent intent) {
        return intent.attemptId().equals(lastAttemptId);
    }

    void announced(Intent intent) {
        lastAttemptId = intent.attemptId();
    }

    /** The newest session that this JVM has read or written: it may have to repair a repository that was put back to an older state. */
    SessionDocument newest() {
        return newest;
    }

    /** Notes a session that was read or written. */
    void saw(SessionDocument session) {
        if (!session.isOlderThan(newest)) {
            newest = session;
        }
    }
}
