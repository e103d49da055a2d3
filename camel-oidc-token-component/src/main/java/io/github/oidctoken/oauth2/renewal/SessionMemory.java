package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What this JVM remembers of a session between its renewals, which come one at a time, and the name it signs them with. */
final class SessionMemory {

    private static final int MOST_ATTEMPTS = 16;

    private final @Nullable String node;

    /** More than the last one: an announcement whose write failed may have left an earlier one standing. */
    private final Deque<String> attemptIds = new ArrayDeque<>();

    private volatile boolean unsavedRotation;
    private volatile SessionDocument newest = SessionDocument.NONE;
    private volatile LostAnswer lostAnswer = LostAnswer.NONE;

    SessionMemory() {
        this(null);
    }

    /** @param node what this JVM is called; absent when it has no name */
    SessionMemory(@Nullable String node) {
        this.node = node;
    }

    @Nullable
    String node() {
        return node;
    }

    /** Whether the newest refresh token is not stored yet, although its access token is handed out. */
    boolean hasUnsavedRotation() {
        return unsavedRotation;
    }

    void unsavedRotation(boolean now) {
        unsavedRotation = now;
    }

    /** Whether we wrote that intent ourselves: then nobody else is renewing. */
    synchronized boolean isOwn(Intent intent) {
        return attemptIds.contains(intent.attemptId());
    }

    synchronized void announced(Intent intent) {
        attemptIds.addLast(intent.attemptId());
        if (attemptIds.size() > MOST_ATTEMPTS) {
            attemptIds.removeFirst();
        }
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

    /** Notes that a refresh token was presented and no conclusive answer came. */
    void lost(String fingerprint, OidcTokenException failure, long nanoTime) {
        lostAnswer = lostAnswer.andAnother(fingerprint, failure, nanoTime);
    }

    /** What to tell those who would have a refresh token presented again too soon after its answer was lost; absent when it may be. */
    @Nullable
    OidcTokenException tooSoon(String fingerprint, long nanoTime) {
        return lostAnswer.holds(fingerprint, nanoTime) ? lostAnswer.failure() : null;
    }
}
