package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import io.github.oidctoken.testkit.Delivery;
import io.github.oidctoken.testkit.RecordedTokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which answers of the authorization server never reached the cluster.
 *
 * <p>An answer is delivered when the client has read all of it and the rotation is stored: what a node knows and has not stored dies with it. It is lost if
 * <ul>
 *   <li>the server could not write it to the connection;
 *   <li>the node that had asked said itself that no conclusive answer came;
 *   <li>the node that had asked was killed or stopped after the server had got the request, and had told of no successful write to the repository
 *       between the two.
 * </ul>
 */
record LostAnswers(List<Disturbance> disturbances, Map<String, List<NodeLine>> told) {

    /** The test notes a signal a little before it works, and the server a request a little after it was sent. */
    static final Duration SLACK = Duration.ofMillis(500);

    static final String CONNECTION = "the connection was gone";
    static final String NOT_READ = "it was not read to its end";
    static final String HOLDER_GONE = "the holder was killed or stopped before it had stored it";

    /** How the answer to this request got lost before that moment; absent when it was delivered. */
    @Nullable
    String how(RecordedTokenRequest request, Instant before) {
        if (request.delivery() == Delivery.LOST) {
            return CONNECTION;
        }
        if (wasNotRead(request, before)) {
            return NOT_READ;
        }
        return wasInterrupted(request, before) ? HOLDER_GONE : null;
    }

    private boolean wasNotRead(RecordedTokenRequest request, Instant before) {
        return told(
                request,
                line -> line.kind() == NodeLine.Kind.TOKEN
                        && line.text().contains("no conclusive answer came")
                        && isWithin(line.end(), request.receivedAt(), before));
    }

    private boolean wasInterrupted(RecordedTokenRequest request, Instant before) {
        Instant received = request.receivedAt();
        return disturbances.stream()
                .filter(disturbance -> disturbance.kind() != Kind.RESTARTED
                        && disturbance.target().equals(request.userAgent())
                        && isWithin(disturbance.from(), received.minus(SLACK), before))
                .anyMatch(disturbance -> !told(
                        request,
                        line -> line.kind() == NodeLine.Kind.ACCESS
                                && line.text().equals(NodeLine.STORED)
                                && isWithin(line.at(), received, disturbance.from())));
    }

    /** Whether the sender of the request has told such a line. */
    boolean told(RecordedTokenRequest request, Predicate<NodeLine> what) {
        return told.getOrDefault(String.valueOf(request.userAgent()), List.of()).stream()
                .anyMatch(what);
    }

    static boolean isWithin(Instant moment, Instant earliest, Instant latest) {
        return !moment.isBefore(earliest) && !moment.isAfter(latest);
    }
}
