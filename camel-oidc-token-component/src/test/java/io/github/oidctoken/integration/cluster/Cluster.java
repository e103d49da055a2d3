package io.github.oidctoken.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Four nodes with one database, and a record of what was done to them. Its methods are for one thread. */
final class Cluster implements AutoCloseable {

    private static final int NODES = 4;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(50);

    private final SharedDatabase database;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<Disturbance> disturbances = new CopyOnWriteArrayList<>();

    private Cluster(SharedDatabase database) {
        this.database = database;
    }

    /**
     * Starts the nodes and returns when each has got a call through.
     *
     * @param directory for the database and the nodes' settings
     * @param api what the nodes call
     * @param client the options of the client that all of them are
     */
    static Cluster start(Path directory, String api, Map<String, String> client) throws IOException {
        Cluster cluster = new Cluster(new SharedDatabase(Files.createDirectory(directory.resolve("database"))));
        Map<String, String> settings = new HashMap<>();
        client.forEach((option, value) -> settings.put("camel.component.oidc-token.clients[cluster]." + option, value));
        settings.put(ClusterNode.API, api);
        settings.put(ClusterNode.DATABASE, cluster.database.url());
        settings.put(ClusterNode.ENCRYPTION_KEYS, "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        boolean started = false;
        try {
            for (int i = 1; i <= NODES; i++) {
                NodeProcess node = new NodeProcess("node-" + i, directory, settings);
                cluster.nodes.add(node);
                node.start();
            }
            cluster.awaitRunning(NODES);
            started = true;
            return cluster;
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    /** The node of that name. */
    NodeProcess node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name));
    }

    List<NodeProcess> running() {
        return nodes.stream().filter(NodeProcess::isRunning).toList();
    }

    /** All that the nodes have told, by their names. */
    Map<String, List<NodeLine>> told() {
        return nodes.stream()
                .collect(Collectors.toMap(NodeProcess::name, node -> node.told().toList()));
    }

    List<Disturbance> disturbances() {
        return disturbances;
    }

    /** Ends a node by SIGKILL and starts it again at once. */
    void kill(NodeProcess node) throws IOException, InterruptedException {
        Instant from = Instant.now();
        node.kill();
        disturbances.add(new Disturbance(Kind.KILLED, node.name(), from, Instant.now()));
        node.start();
    }

    /** Stops a node; it goes on by itself. */
    void stop(NodeProcess node, Duration duration) throws IOException {
        Disturbance open = new Disturbance(Kind.STOPPED, node.name(), Instant.now(), Disturbance.OPEN);
        disturbances.add(open);
        var unused = node.stopFor(duration)
                .onExit()
                .thenRun(() -> disturbances.replaceAll(each ->
                        each == open ? new Disturbance(open.kind(), open.target(), open.from(), Instant.now()) : each));
    }

    void restartDatabase() throws IOException {
        Instant from = Instant.now();
        database.restart();
        disturbances.add(new Disturbance(Kind.RESTARTED, Disturbance.DATABASE, from, Instant.now()));
    }

    /** Waits until so many nodes make calls. */
    void awaitRunning(int count) {
        await().atMost(LONGEST_WAIT)
                .pollInterval(POLL)
                .failFast(() -> assertThat(nodes).as(this::otherOutput).allMatch(NodeProcess::isAlive))
                .untilAsserted(() -> assertThat(running()).as(this::otherOutput).hasSizeGreaterThanOrEqualTo(count));
    }

    /** Waits until every node has got a call through that began from now on. */
    void awaitCallsOfAll() {
        Instant now = Instant.now();
        await().atMost(LONGEST_WAIT)
                .pollInterval(POLL)
                .until(() -> nodes.stream().allMatch(node -> node.hasCalledSince(now)));
    }

    /** What the nodes have printed without being asked. */
    String otherOutput() {
        return nodes.stream()
                .flatMap(node -> node.otherOutput().stream().map(line -> node.name() + ": " + line))
                .collect(Collectors.joining("\n"));
    }

    long count(Kind kind, Instant since) {
        return disturbances.stream()
                .filter(each -> each.kind() == kind && !each.from().isBefore(since))
                .count();
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(NodeProcess::close);
        try {
            for (NodeProcess node : nodes) {
                node.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            database.close();
        }
    }
}
