package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import io.github.oidctoken.testkit.RecordedTokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The presentations of refresh tokens that the server had replaced already, and whether the cluster could have known.
 *
 * <p>It could not if an answer was lost since the token was presented before: the one with the new refresh token; after a reuse that ended the session, the
 * refusal or the answer to the sign-in that followed. See {@link LostAnswers}; one lost answer excuses one reuse. It could not either if the sender was stopped
 * between its last access to the repository and the request, which came right after it went on: no client can close that gap.
 *
 * @param requests all token requests, the oldest first
 */
record SupersededTokens(List<RecordedTokenRequest> requests, LostAnswers lost) {

    /** The excuse of a sender that no lost answer excuses. */
    static final String STOPPED_BEFORE_SENDING = "the sender was stopped just before it sent";

    private static final Duration RIGHT_AFTER = Duration.ofSeconds(1);

    /**
     * A presentation of a superseded token with its excuse, which is absent when the cluster should have known better.
     *
     * @param because the request that the excuse is about; it excuses no other reuse
     */
    record Reuse(
            RecordedTokenRequest presented,
            RecordedTokenRequest because,
            @Nullable String excuse) {}

    List<Reuse> reuses() {
        List<Reuse> reuses = new ArrayList<>();
        Map<String, RecordedTokenRequest> presentations = new HashMap<>();
        Set<String> replaced = new HashSet<>();
        for (RecordedTokenRequest request : requests) {
            String refreshToken = request.refreshToken();
            if (refreshToken == null) {
                continue;
            }
            RecordedTokenRequest before = presentations.put(refreshToken, request);
            if (before != null && replaced.contains(refreshToken)) {
                reuses.add(judged(before, request, reuses));
            }
            if (request.status() == 200) {
                replaced.add(refreshToken);
            }
        }
        return reuses;
    }

    List<Reuse> withoutExcuse() {
        return reuses().stream().filter(reuse -> reuse.excuse() == null).toList();
    }

    /** How many there were for each reason, for the line of figures. */
    String figures() {
        List<Reuse> all = reuses();
        return Stream.of(LostAnswers.CONNECTION, LostAnswers.NOT_READ, LostAnswers.HOLDER_GONE, STOPPED_BEFORE_SENDING)
                .map(excuse -> excuse + " "
                        + all.stream()
                                .filter(reuse -> excuse.equals(reuse.excuse()))
                                .count())
                .collect(Collectors.joining(", ", ", reuses " + all.size() + " because: ", ""));
    }

    private Reuse judged(RecordedTokenRequest before, RecordedTokenRequest presented, List<Reuse> earlier) {
        for (RecordedTokenRequest request : requests) {
            boolean known = earlier.stream().anyMatch(reuse -> reuse.because().equals(request));
            if (!known && (request.equals(before) || isSignInBetween(before, request, presented))) {
                String how = lost.how(request, presented.receivedAt());
                if (how != null) {
                    return new Reuse(presented, request, how);
                }
            }
        }
        return new Reuse(presented, presented, stoppedBeforeSending(presented) ? STOPPED_BEFORE_SENDING : null);
    }

    private static boolean isSignInBetween(
            RecordedTokenRequest before, RecordedTokenRequest request, RecordedTokenRequest presented) {
        return request.refreshToken() == null
                && request.number() > before.number()
                && request.number() < presented.number();
    }

    private boolean stoppedBeforeSending(RecordedTokenRequest presented) {
        Instant received = presented.receivedAt();
        return lost.disturbances().stream()
                .filter(disturbance -> disturbance.kind() == Kind.STOPPED
                        && disturbance.target().equals(presented.userAgent())
                        && !received.isBefore(disturbance.from())
                        && received.isBefore(disturbance.until().plus(RIGHT_AFTER)))
                .anyMatch(disturbance -> !lost.told(
                        presented,
                        line -> line.kind() == NodeLine.Kind.ACCESS
                                && LostAnswers.isWithin(
                                        line.at(), disturbance.from().plus(LostAnswers.SLACK), received)));
    }
}
