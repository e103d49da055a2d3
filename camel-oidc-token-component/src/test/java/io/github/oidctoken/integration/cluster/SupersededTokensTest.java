package io.github.oidctoken.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.integration.cluster.Disturbance.Kind;
import io.github.oidctoken.testkit.Delivery;
import io.github.oidctoken.testkit.RecordedTokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SupersededTokensTest {

    private final List<RecordedTokenRequest> requests = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final List<NodeLine> toldByA = new ArrayList<>();
    private final List<NodeLine> toldByB = new ArrayList<>();

    @Test
    void aTokenThatWorksIsNoReuse() {
        refreshed("a", 10);

        assertThat(superseded().reuses()).isEmpty();
    }

    @Test
    void aReuseInQuietTimesHasNoExcuse() {
        refreshed("a", 10);
        refused("b", 16);

        assertThat(superseded().withoutExcuse()).hasSize(1);
    }

    @Test
    void aLostAnswerExcusesOneReuseAndNoSecond() {
        request("a", 10, 200, Delivery.LOST);
        refused("b", 16);
        refused("b", 17);

        assertThat(superseded().reuses())
                .extracting(reuse -> reuse.excuse() == null)
                .containsExactly(false, true);
    }

    @Test
    void aLostSignInExcusesAnotherReuse() {
        request("a", 10, 200, Delivery.LOST);
        refused("b", 16);
        signedIn("b", 16.1, Delivery.LOST);
        refused("b", 22);

        assertThat(superseded().reuses()).hasSize(2);
        assertThat(superseded().withoutExcuse()).isEmpty();
    }

    @Test
    void oneLostSignInExcusesOneReuse() {
        request("a", 10, 200, Delivery.DELIVERED);
        request("refresh_token", "1e1e1e1e", "a", 11, 200, Delivery.DELIVERED);
        signedIn("a", 12, Delivery.LOST);
        refused("b", 16);
        request("refresh_token", "1e1e1e1e", "b", 17, 400, Delivery.DELIVERED);

        assertThat(superseded().reuses()).hasSize(2);
        assertThat(superseded().withoutExcuse()).hasSize(1);
    }

    @Test
    void aSignInThatWorkedExcusesNone() {
        request("a", 10, 200, Delivery.LOST);
        refused("b", 16);
        signedIn("b", 16.1, Delivery.DELIVERED);
        refused("b", 22);

        assertThat(superseded().withoutExcuse()).hasSize(1);
    }

    @Test
    void anAnswerThatTheClientDidNotReadIsLost() {
        refreshed("a", 10);
        toldByA.add(line(12, NodeLine.Kind.TOKEN, "RENEWAL_FAILED - was sent, but no conclusive answer came: reset"));
        refused("b", 16);

        assertThat(superseded().withoutExcuse()).isEmpty();
    }

    @Test
    void aHolderKilledBeforeItHadStoredTheAnswerIsAnExcuse() {
        refreshed("a", 10);
        disturbances.add(new Disturbance(Kind.KILLED, "a", at(11), at(11.1)));
        refused("b", 16);

        assertThat(superseded().withoutExcuse()).isEmpty();
    }

    @Test
    void aHolderKilledAfterItHadStoredTheAnswerIsNone() {
        refreshed("a", 10);
        toldByA.add(line(10.5, NodeLine.Kind.ACCESS, NodeLine.STORED));
        disturbances.add(new Disturbance(Kind.KILLED, "a", at(11), at(11.1)));
        refused("b", 16);

        assertThat(superseded().withoutExcuse()).hasSize(1);
    }

    @Test
    void anotherNodeThatIsKilledIsNone() {
        refreshed("a", 10);
        disturbances.add(new Disturbance(Kind.KILLED, "b", at(11), at(11.1)));
        refused("b", 16);

        assertThat(superseded().withoutExcuse()).hasSize(1);
    }

    @Test
    void aDatabaseThatWasAwayIsNone() {
        refreshed("a", 10);
        disturbances.add(new Disturbance(Kind.RESTARTED, Disturbance.DATABASE, at(10), at(12)));
        refused("b", 16);

        assertThat(superseded().withoutExcuse()).hasSize(1);
    }

    @Test
    void aSenderThatStoodStillAfterItsLastLookIsAnExcuse() {
        refreshed("a", 10);
        disturbances.add(new Disturbance(Kind.STOPPED, "b", at(9), at(15.9)));
        toldByB.add(line(8.9, NodeLine.Kind.ACCESS, "read"));
        refused("b", 16);

        assertThat(superseded().withoutExcuse()).isEmpty();
    }

    @Test
    void aSenderThatLookedAgainBeforeItSentHasNone() {
        refreshed("a", 10);
        disturbances.add(new Disturbance(Kind.STOPPED, "b", at(9), at(15.8)));
        toldByB.add(line(15.9, NodeLine.Kind.ACCESS, "read"));
        refused("b", 16);

        assertThat(superseded().withoutExcuse()).hasSize(1);
    }

    private SupersededTokens superseded() {
        return new SupersededTokens(requests, new LostAnswers(disturbances, Map.of("a", toldByA, "b", toldByB)));
    }

    private void refreshed(String node, double second) {
        request(node, second, 200, Delivery.DELIVERED);
    }

    private void refused(String node, double second) {
        request(node, second, 400, Delivery.DELIVERED);
    }

    private void request(String node, double second, int status, Delivery delivery) {
        request("refresh_token", "0f0f0f0f", node, second, status, delivery);
    }

    private void signedIn(String node, double second, Delivery delivery) {
        request("password", null, node, second, 200, delivery);
    }

    private void request(
            String grant, @Nullable String refreshToken, String node, double second, int status, Delivery delivery) {
        @Nullable String error = status == 200 ? null : "invalid_grant";
        requests.add(new RecordedTokenRequest(
                requests.size() + 1,
                at(second),
                grant,
                node,
                "camel",
                "client_secret_basic",
                refreshToken,
                0,
                status,
                error,
                null,
                delivery));
    }

    private static NodeLine line(double second, NodeLine.Kind kind, String text) {
        return new NodeLine(kind, at(second), Duration.ZERO, text);
    }

    private static Instant at(double second) {
        return Instant.ofEpochMilli((long) (second * 1000));
    }
}
