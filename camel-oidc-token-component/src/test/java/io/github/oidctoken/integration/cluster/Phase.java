package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import io.github.oidctoken.integration.cluster.FailedCalls.Excuse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A part of a test, and what the nodes have told in it so far. */
final class Phase {

    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private final String name;
    private final Cluster cluster;
    private final Instant began = Instant.now();

    /** Begins now. */
    Phase(String name, Cluster cluster) {
        this.name = name;
        this.cluster = cluster;
    }

    Instant began() {
        return began;
    }

    /** Calls that failed, with the names of their nodes. */
    List<String> failedCalls() {
        return failedCalls((node, call) -> true);
    }

    /** The same, only those that nothing excuses. */
    List<String> failedCalls(FailedCalls rule) {
        return failedCalls((node, call) -> rule.excuse(node, call).isEmpty());
    }

    private List<String> failedCalls(BiPredicate<String, NodeLine> which) {
        return cluster.nodes().stream()
                .flatMap(node -> told(node, NodeLine.Kind.FAILED)
                        .filter(call -> which.test(node.name(), call))
                        .map(call -> node.name() + " " + call))
                .toList();
    }

    /** How many calls failed for each reason, for the line of figures. */
    String excuses(FailedCalls rule) {
        return Arrays.stream(Excuse.values())
                .map(excuse -> excuse.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " "
                        + failedCalls((node, call) -> rule.excuse(node, call)
                                        .filter(excuse::equals)
                                        .isPresent())
                                .size())
                .collect(Collectors.joining(", ", ", failed for a reason: ", ""));
    }

    /** One line of figures. */
    String figures(Lifetimes lifetimes) {
        List<NodeLine> calls = cluster.nodes().stream()
                .flatMap(node -> told(node, NodeLine.Kind.CALL))
                .toList();
        Duration longest = calls.stream()
                .map(NodeLine::took)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return "cluster, %s, %d s: calls %d, failed %d, slower than %d ms %d, slowest %d ms, renewals %d, lifetimes %d, kills %d, stops %d, database restarts %d"
                .formatted(
                        name,
                        Duration.between(began, Instant.now()).toSeconds(),
                        calls.size(),
                        failedCalls().size(),
                        AT_ONCE.toMillis(),
                        calls.stream()
                                .filter(call -> call.took().compareTo(AT_ONCE) > 0)
                                .count(),
                        longest.toMillis(),
                        lifetimes.generations(),
                        lifetimes.lifetimes(),
                        cluster.count(Kind.KILLED, began),
                        cluster.count(Kind.STOPPED, began),
                        cluster.count(Kind.RESTARTED, began));
    }

    private Stream<NodeLine> told(NodeProcess node, NodeLine.Kind kind) {
        return node.told(kind).filter(line -> !line.at().isBefore(began));
    }
}
