package io.github.oidctoken.integration.cluster;

import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.Delivery;
import io.github.oidctoken.testkit.HeldAnswer;
import io.github.oidctoken.testkit.RecordedTokenRequest;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What is done to a cluster while it works. */
final class Roughness {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int LONGEST_PAUSE_MILLIS = 3000;
    private static final int FEWEST_RUNNING = 2;

    private final Cluster cluster;
    private final StrictAuthorizationServer server;
    private final Duration lease;
    private final Random random;

    /** @param lease of the client: a node is stopped for longer */
    Roughness(Cluster cluster, StrictAuthorizationServer server, Duration lease, long seed) {
        this.cluster = cluster;
        this.server = server;
        this.lease = lease;
        this.random = new Random(seed);
    }

    /** Goes on for that long, without waiting for the cluster to recover but for two nodes. */
    void random(Duration duration) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(duration);
        while (Instant.now().isBefore(end)) {
            pause(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)));
            cluster.awaitRunning(FEWEST_RUNNING);
            switch (random.nextInt(5)) {
                case 0 -> cluster.kill(anybody());
                case 1 -> killAHolder();
                case 2 -> cluster.stop(anybody(), longerThanTheLease());
                case 3 -> stopAHolder();
                default -> cluster.restartDatabase();
            }
        }
    }

    /** Kills a node when the server has replaced its refresh token and not answered yet. */
    void killAHolder() throws IOException, InterruptedException {
        HeldAnswer held = server.holdNext();
        try {
            Optional<NodeProcess> holder = holder(held);
            if (holder.isPresent()) {
                cluster.kill(holder.get());
            }
        } finally {
            held.release();
        }
    }

    /** Stops a node when the server has replaced its refresh token and not answered yet. */
    void stopAHolder() throws IOException, InterruptedException {
        HeldAnswer held = server.holdNext();
        try {
            Optional<NodeProcess> holder = holder(held);
            if (holder.isPresent()) {
                cluster.stop(holder.get(), longerThanTheLease());
            }
        } finally {
            held.release();
        }
    }

    void stopAnybody() throws IOException {
        cluster.stop(anybody(), longerThanTheLease());
    }

    /** Restarts the database when all nodes have the newest token, which leaves them nearly a lifetime. */
    void restartTheDatabaseAfterARenewal() throws IOException {
        int before = server.requests().size();
        await().atMost(LONGEST_WAIT).until(() -> server.requests().size() > before && allHold(newest()));
        cluster.restartDatabase();
    }

    /** Waits until all nodes run, and a call of each that began then has got through. */
    void settle() {
        cluster.awaitRunning(cluster.nodes().size());
        cluster.awaitCallsOfAll();
    }

    private Optional<NodeProcess> holder(HeldAnswer held) throws InterruptedException {
        if (!held.awaitReady(LONGEST_WAIT)) {
            return Optional.empty();
        }
        return server.requests().stream()
                .filter(request -> request.delivery() == Delivery.PENDING && request.userAgent() != null)
                .findFirst()
                .map(request -> cluster.node(String.valueOf(request.userAgent())))
                .filter(node -> node.isAlive() && !wasDisturbedLast(node));
    }

    /** A node that is stopped time and again in the middle of a renewal cannot be helped. */
    private boolean wasDisturbedLast(NodeProcess node) {
        List<Disturbance> disturbances = cluster.disturbances();
        return !disturbances.isEmpty()
                && disturbances.get(disturbances.size() - 1).target().equals(node.name());
    }

    private NodeProcess anybody() {
        List<NodeProcess> running = cluster.running();
        return running.get(random.nextInt(running.size()));
    }

    private Duration longerThanTheLease() {
        return lease.plusMillis(500 + random.nextInt(1500));
    }

    private String newest() {
        List<RecordedTokenRequest> requests = server.requests();
        return String.valueOf(requests.get(requests.size() - 1).accessToken());
    }

    private boolean allHold(String accessToken) {
        return cluster.nodes().stream()
                .allMatch(node -> node.told(NodeLine.Kind.TOKEN)
                        .anyMatch(line -> line.word(1).equals(accessToken)));
    }

    private static void pause(Duration duration) {
        Instant end = Instant.now().plus(duration);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !Instant.now().isBefore(end));
    }
}
