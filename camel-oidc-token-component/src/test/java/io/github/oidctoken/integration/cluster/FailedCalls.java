package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import java.time.Duration;
import java.util.List;

/**
 * Which calls may fail:
 * <ul>
 *   <li>those that waited for the whole {@code maxWait} while another node took over;
 *   <li>those whose node had no token any more and could not read the database;
 *   <li>those whose node stood still itself, with a token request under way, for longer than {@code requestTimeout} or {@code readLimit}.
 * </ul>
 *
 * @param maxWait of the client
 */
record FailedCalls(Duration maxWait, List<Disturbance> disturbances) {

    /** A node that could not reach the database may pause that long before it asks again. */
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(3);

    /** A node that has given up a request pauses for a second. */
    private static final Duration AFTER_STOP = Duration.ofMillis(1500);

    boolean isUnexplained(String node, NodeLine failed) {
        return failed.took().compareTo(maxWait) < 0
                && !(failed.text().contains("cannot be renewed without the token repository")
                        && touched(Kind.RESTARTED, Disturbance.DATABASE, failed, AFTER_OUTAGE))
                && !(isLate(failed) && touched(Kind.STOPPED, node, failed, AFTER_STOP));
    }

    private static boolean isLate(NodeLine failed) {
        return failed.text().contains("the token endpoint has not answered within")
                || failed.text().contains("no conclusive answer came");
    }

    private boolean touched(Kind kind, String target, NodeLine failed, Duration afterEffects) {
        return disturbances.stream()
                .anyMatch(disturbance -> disturbance.kind() == kind
                        && disturbance.target().equals(target)
                        && disturbance.touched(failed.at(), failed.end(), afterEffects));
    }
}
