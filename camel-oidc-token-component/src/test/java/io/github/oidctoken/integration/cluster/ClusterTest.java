package io.github.oidctoken.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.BuildLog;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedTokenRequest;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four nodes, each a JVM of its own, that share one session in a real PostgreSQL. The server rotates refresh tokens and ends the session when one comes twice.
 * Each node makes up to 15 calls a second; an access token lives for 5 s.
 *
 * <p>What the server saw decides: {@link Lifetimes} says what one renewal per lifetime means, {@link SupersededTokens} which reuse of a refresh token no client
 * could have avoided, {@link FailedCalls} which calls may fail. Anything else fails the test; what was excused is counted by reason in the line of figures:
 * <ul>
 *   <li>A reuse, once for each answer that got lost or whose holder was killed or stopped before it had stored it, and once for each sender that was stopped
 *       between its last look into the database and its request.
 *   <li>A failed call that waited for the whole {@code maxWait} during a takeover; whose node had no token and could not read the database while that restarted;
 *       or whose own node stood still twice, each time for longer than the token lives that it was about to get.
 * </ul>
 *
 * <p>{@code -Dcluster.seconds=60} makes the rough phase that long, with disturbances in random order and several at once; {@code -Dcluster.seed} repeats the
 * order of an earlier run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ClusterTest {

    private static final Duration LIFE = Duration.ofSeconds(5);
    private static final Duration LEASE = Duration.ofMillis(4500);
    private static final Duration TAKEOVER = LEASE.multipliedBy(5).dividedBy(4);
    private static final Duration MAX_WAIT = Duration.ofSeconds(15);
    private static final int QUIET_LIFETIMES = 3;
    private static final int SECONDS = Integer.getInteger("cluster.seconds", 0);
    private static final long SEED = Long.getLong("cluster.seed", System.nanoTime());

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .client("camel", "s3cret")
            .user("alice", "wonderland")
            .accessTokenLifetime(LIFE)
            .build());
    private final ProtectedApi api = ProtectedApi.start(server.accessTokenVerifier());
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private @Nullable Cluster running;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        api.onCall(call -> {
            if (call.status() == 200) {
                used.add(String.valueOf(call.token()));
            }
        });
        running = Cluster.start(
                directory,
                api.uri("/orders").toString(),
                Map.ofEntries(
                        Map.entry("token-endpoint", server.tokenEndpoint().toString()),
                        Map.entry("targets", api.uri("/").toString()),
                        Map.entry("client-id", "camel"),
                        Map.entry("client-secret", "s3cret"),
                        Map.entry("grant", "password"),
                        Map.entry("username", "alice"),
                        Map.entry("password", "wonderland"),
                        Map.entry("request-timeout", "PT2.5S"),
                        Map.entry("read-limit", "PT2.5S"),
                        Map.entry("store-budget", "1s"),
                        Map.entry("lease", LEASE.toString()),
                        Map.entry("max-wait", MAX_WAIT.toString())));
    }

    @AfterAll
    void stop() throws Exception {
        try (server;
                api) {
            if (running != null) {
                running.close();
                System.out.println(running.otherOutput());
            }
        }
    }

    @Test
    void fourNodesRenewOncePerLifetimeAndNoCallFails() {
        Phase quiet = new Phase("quiet", cluster());
        int before = generations().size();
        await().atMost(Duration.ofMinutes(2)).until(() -> generations().size() >= before + QUIET_LIFETIMES);
        List<RecordedTokenRequest> requests = requestsOf(quiet);
        List<RecordedTokenRequest> generations = generations();
        RecordedTokenRequest last = generations.get(generations.size() - 1);
        await().atMost(Duration.ofMinutes(1)).until(() -> used.contains(String.valueOf(last.accessToken())));
        Lifetimes lifetimes = Lifetimes.of(receptions(generations.subList(before - 1, generations.size())), LIFE);
        BuildLog.print(
                quiet.figures(lifetimes) + ", reuses " + server.statistics().reuses());

        assertThat(lifetimes.renewalsPerLifetime()).isBetween(1.0, 1.1);
        assertThat(requests).extracting(RecordedTokenRequest::status).containsOnly(200);
        assertThat(requests)
                .as("all that was obtained was used")
                .extracting(RecordedTokenRequest::accessToken)
                .isSubsetOf(used);
        assertThat(requests).extracting(RecordedTokenRequest::grantType).containsOnly("refresh_token");
        assertThat(quiet.failedCalls()).isEmpty();
    }

    @Test
    void noSessionIsLostAndNoCallFailsHoweverRoughItGets() throws Exception {
        Phase rough = new Phase("rough by -Dcluster.seed=" + SEED, cluster());
        Roughness roughness = new Roughness(cluster(), server, LEASE, SEED);
        if (SECONDS == 0) {
            roughness.killAHolder();
            roughness.settle();
            roughness.stopAnybody();
            roughness.settle();
            roughness.restartTheDatabaseAfterARenewal();
        } else {
            roughness.random(Duration.ofSeconds(SECONDS));
        }
        roughness.settle();

        LostAnswers lost = new LostAnswers(cluster().disturbances(), cluster().told());
        SupersededTokens superseded = new SupersededTokens(requestsOf(rough), lost);
        List<RecordedTokenRequest> renewals = requestsOf(rough).stream()
                .filter(request -> request.status() == 200)
                .toList();
        FailedCalls mayFail = new FailedCalls(MAX_WAIT, TAKEOVER, cluster().disturbances());
        BuildLog.print(rough.figures(Lifetimes.of(receptions(renewals), LIFE))
                + rough.excuses(mayFail)
                + superseded.figures());
        Timeline timeline = new Timeline(
                server.requests(), cluster().disturbances(), cluster().told());
        assertThat(superseded.withoutExcuse()).as(timeline::toString).isEmpty();
        assertThat(rough.failedCalls(mayFail)).as(timeline::toString).isEmpty();
        assertThat(superseded.reuses()).hasSize((int) server.statistics().reuses());
        assertThat(signIns(lost))
                .as(timeline::toString)
                .isLessThanOrEqualTo(1 + server.statistics().sessionsKilled());
    }

    private Cluster cluster() {
        return Objects.requireNonNull(running);
    }

    private List<RecordedTokenRequest> requestsOf(Phase phase) {
        return server.requests().stream()
                .filter(request -> !request.receivedAt().isBefore(phase.began()))
                .toList();
    }

    private List<RecordedTokenRequest> generations() {
        return server.requests().stream()
                .filter(request -> request.status() == 200)
                .toList();
    }

    private static List<Instant> receptions(List<RecordedTokenRequest> requests) {
        return requests.stream().map(RecordedTokenRequest::receivedAt).toList();
    }

    /** Those that the cluster has got to know. */
    private long signIns(LostAnswers lost) {
        return generations().stream()
                .filter(request -> request.refreshToken() == null
                        && lost.how(request, request.receivedAt().plus(MAX_WAIT)) == null)
                .count();
    }
}
