package io.github.oidctoken.oauth2.renewal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.oidctoken.oauth2.token.SessionKey;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lanes of all sessions. One that is idle is dropped when there are too many: that loses what this JVM remembers of its session, and nothing that the
 * repository holds. One with a renewal under way is held by it, and one whose intent stands in the repository is pinned: its session is never renewed twice
 * at a time, and its own intent never taken for another's. Thread-safe.
 */
final class Lanes {

    private final Cache<SessionKey, Lane> all =
            Caffeine.newBuilder().weakValues().build();
    private final Cache<SessionKey, Lane> idle;
    private final String node;
    private final Set<Lane> pinned = ConcurrentHashMap.newKeySet();

    /**
     * @param node that this JVM is
     * @param mostIdle how many idle lanes are kept
     */
    Lanes(String node, long mostIdle) {
        this.node = node;
        this.idle = Caffeine.newBuilder().maximumSize(mostIdle).build();
    }

    /** The lane of a session; the same one as long as anybody needs it. */
    Lane lane(SessionKey session) {
        Lane lane = all.get(session, absent -> new Lane(node));
        idle.put(session, lane);
        return lane;
    }

    /** The lane of a session, if there is one. */
    Optional<Lane> known(SessionKey session) {
        return Optional.ofNullable(all.getIfPresent(session));
    }

    /** Takes note of a renewal's end: an intent of ours may be left in the repository, or the last one was taken back. */
    void ended(Lane lane, SessionRenewal.Left left) {
        switch (left) {
            case INTENT -> pinned.add(lane);
            case NO_INTENT -> pinned.remove(lane);
            case AS_BEFORE -> {}
        }
    }
}
