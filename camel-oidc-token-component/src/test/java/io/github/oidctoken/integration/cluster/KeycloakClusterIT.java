package io.github.oidctoken.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.testkit.BuildLog;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The four nodes of {@link ClusterTest} and a real Keycloak whose refresh tokens work once. Access tokens live for 5 s, or 4 s by their {@code expires_in} when a
 * second ends before the answer is written.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KeycloakClusterIT {

    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(4);
    private static final String REFRESHED = "REFRESH_TOKEN";
    private static final String REFUSED = "REFRESH_TOKEN_ERROR";
    private static final int LIFETIMES = 3;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final KeycloakServer keycloak = SharedKeycloak.get();
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    @Test
    void fourNodesShareOneUserSessionAndRenewOncePerLifetime(@TempDir Path directory) throws Exception {
        keycloak.admin().logOut(IfsRealm.NAME, IfsRealm.ALICE.name());
        keycloak.admin().recordEvents(IfsRealm.NAME, List.of(REFRESHED, REFUSED));
        try (ProtectedApi api =
                        ProtectedApi.start(JwksVerifier.of(keycloak, IfsRealm.NAME, IfsRealm.AUDIENCE)::verify);
                Cluster cluster = start(directory, api)) {
            List<String> sessions = sessions();
            Phase quiet = new Phase("quiet with Keycloak", cluster);
            int before = obtained(cluster).size();
            awaitGenerations(cluster, before + LIFETIMES);
            List<NodeLine> generations = obtained(cluster);
            Lifetimes lifetimes = Lifetimes.of(
                    generations.subList(before - 1, generations.size()).stream()
                            .map(NodeLine::at)
                            .toList(),
                    SHORTEST_LIFE);
            List<String> refused = keycloak.admin().events(IfsRealm.NAME, REFUSED);
            BuildLog.print(quiet.figures(lifetimes) + ", refresh tokens refused " + refused.size());

            assertThat(lifetimes.renewalsPerLifetime()).isBetween(1.0, 1.1);
            assertThat(quiet.failedCalls()).isEmpty();
            assertThat(refused).isEmpty();
            assertThat(keycloak.admin().events(IfsRealm.NAME, REFRESHED))
                    .as("what shows that events are recorded")
                    .hasSizeGreaterThanOrEqualTo(LIFETIMES);
            assertThat(sessions()).hasSize(1).isEqualTo(sessions);
            assertThatTheSessionIsStillAlive(cluster, quiet);
            assertThat(generations)
                    .as("all that was obtained was used")
                    .extracting(line -> line.word(1))
                    .doesNotHaveDuplicates()
                    .isSubsetOf(used);
        }
    }

    private Cluster start(Path directory, ProtectedApi api) throws Exception {
        api.onCall(call -> {
            if (call.status() == 200) {
                used.add(String.valueOf(call.token()));
            }
        });
        return Cluster.start(
                directory,
                api.uri("/orders").toString(),
                Map.of(
                        "provider", "ifs-cloud",
                        "base-url", keycloak.origin().toString(),
                        "realm", IfsRealm.NAME,
                        "targets", api.uri("/").toString(),
                        "grant", "password",
                        "client-id", IfsRealm.ROPC.id(),
                        "client-secret", IfsRealm.ROPC.secret(),
                        "username", IfsRealm.ALICE.name(),
                        "password", IfsRealm.ALICE.password()));
    }

    private void assertThatTheSessionIsStillAlive(Cluster cluster, Phase quiet) {
        awaitGenerations(cluster, obtained(cluster).size() + 1);
        cluster.awaitCallsOfAll();
        assertThat(quiet.failedCalls()).isEmpty();
        assertThat(sessions()).hasSize(1);
    }

    private static void awaitGenerations(Cluster cluster, int count) {
        await().atMost(LONGEST_WAIT).until(() -> obtained(cluster).size() >= count);
    }

    /** What the nodes have obtained from Keycloak and not from each other, the oldest first. */
    private static List<NodeLine> obtained(Cluster cluster) {
        return cluster.nodes().stream()
                .flatMap(node -> node.told(NodeLine.Kind.TOKEN))
                .filter(line -> line.word(0).equals("OBTAINED") || line.word(0).equals("RENEWED"))
                .sorted(Comparator.comparing(NodeLine::at))
                .toList();
    }

    private List<String> sessions() {
        return keycloak.admin().sessions(IfsRealm.NAME, IfsRealm.ALICE.name());
    }
}
