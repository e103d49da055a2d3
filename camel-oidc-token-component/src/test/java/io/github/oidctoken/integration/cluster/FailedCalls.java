package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which calls may fail, and why nothing can be done about them: {@link Excuse}.
 *
 * @param maxWait of the client
 * @param takeover how long a node waits before it takes over from one that is gone: 1.25 times the lease
 */
record FailedCalls(Duration maxWait, Duration takeover, List<Disturbance> disturbances) {

    /** What a failed call says of the session when its node could not read it. */
    private static final String NO_REPOSITORY = "cannot be renewed without the token repository";

    /** What a call says whose token had ended when the node got it. */
    private static final String OUTLIVED = "had ended before it arrived";

    /** A failed renewal is shared for up to a second with those who call meanwhile; the rest is for a machine under load. */
    private static final Duration AFTER_EFFECTS = Duration.ofMillis(1500);

    /** Why a call may fail. */
    enum Excuse {
        /**
         * It waited for the whole {@code maxWait}, and for a part of that another node was gone or had just been: whoever has no token waits until the lease of the
         * one that is gone is over, and a second one may go meanwhile.
         */
        TAKEOVER,
        /**
         * Its node had no token any more and could not read the database, which was away or had been a moment ago: without it no node knows whether another
         * renews.
         */
        NO_DATABASE,
        /**
         * Its own node stood still for longer than a token lives, and again when it got the next one: two tokens in a row had ended before they arrived. An answer
         * that came during a standstill is still read, so that nothing else may fail for that reason.
         */
        OWN_STANDSTILL
    }

    /** Why this call of that node failed; empty when it had to get through. */
    Optional<Excuse> excuse(String node, NodeLine failed) {
        if (failed.took().compareTo(maxWait) >= 0 && anybodyWasGone(failed)) {
            return Optional.of(Excuse.TAKEOVER);
        }
        if (failed.text().contains(NO_REPOSITORY) && touched(Kind.RESTARTED, Disturbance.DATABASE, failed)) {
            return Optional.of(Excuse.NO_DATABASE);
        }
        return failed.text().contains(OUTLIVED) && touched(Kind.STOPPED, node, failed)
                ? Optional.of(Excuse.OWN_STANDSTILL)
                : Optional.empty();
    }

    private boolean anybodyWasGone(NodeLine failed) {
        return disturbances.stream()
                .anyMatch(disturbance -> disturbance.kind() != Kind.RESTARTED
                        && disturbance.touched(failed.at(), failed.end(), takeover));
    }

    private boolean touched(Kind kind, String target, NodeLine failed) {
        return disturbances.stream()
                .anyMatch(disturbance -> disturbance.kind() == kind
                        && disturbance.target().equals(target)
                        && disturbance.touched(failed.at(), failed.end(), AFTER_EFFECTS));
    }
}
