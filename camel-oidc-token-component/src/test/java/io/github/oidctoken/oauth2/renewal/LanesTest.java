package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.SecretSource;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.token.AccessKey;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.RenewalRequest;
import io.github.oidctoken.oauth2.token.TokenSet;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What this JVM remembers of sessions is bounded, but for those that it is about to renew. */
class LanesTest {

    private final FakeTime time = new FakeTime();
    private final ScriptedTransport server = new ScriptedTransport();
    private final FaultyTokenRepository repository =
            new FaultyTokenRepository(new MemoryTokenRepository(), FaultPlan.none());
    private final Lanes lanes = new Lanes("node", 1);
    private final Random random = new Random(1);
    private final Renewals renewals = new Renewals(
            new RenewalParts(
                    new AuthorizationServer(server, time, random),
                    new ClientSecrets(SecretSource.none(), time),
                    repository,
                    new Threads(Runnable::run),
                    time.scheduler(),
                    time,
                    random,
                    event -> {},
                    client -> Optional.empty(),
                    "node"),
            lanes);

    @Test
    void anIdleSessionIsForgottenUnderPressure() {
        server.thenJson(200, token("a1", "r1"));
        renew("alice", "a");
        WeakReference<Lane> lane = new WeakReference<>(lane("alice"));

        Awaitility.await().until(() -> {
            press();
            return lane.get() == null;
        });
    }

    @Test
    void aSessionWhoseTokensAreNotStoredYetIsRenewedOneAtATimeUnderPressure() {
        server.then(request -> {
            repository.goDown();
            return ScriptedTransport.json(200, token("a1", "r1"));
        });
        renew("alice", "a");
        press();
        CompletableFuture<TokenSet> second = renew("alice", "b");
        assertThat(server.requests()).hasSize(1);

        server.thenJson(200, token("b1", "r2"));
        repository.comeBack();
        time.advance(Duration.ofSeconds(5));
        assertThat(second)
                .isCompletedWithValueMatching(tokens -> tokens.accessToken().equals(Secret.of("b1")));
        assertThat(server.forms().get(1)).contains("refresh_token=r1");
    }

    @Test
    void anIntentOfOursWhoseAnswerWasLostIsKnownAgainUnderPressure() {
        server.thenFails(Delivery.UNKNOWN, "the connection broke");
        assertThat(renew("alice", "a")).isCompletedExceptionally();
        press();

        server.thenJson(200, token("a1", "r1"));
        assertThat(renew("alice", "a"))
                .isCompletedWithValueMatching(tokens -> tokens.accessToken().equals(Secret.of("a1")));
    }

    @Test
    void aSessionThatWasRenewedAfterAllMayBeForgotten() {
        server.thenFails(Delivery.UNKNOWN, "the connection broke");
        renew("alice", "a");
        server.thenJson(200, token("a1", "r1"));
        renew("alice", "a");
        WeakReference<Lane> lane = new WeakReference<>(lane("alice"));

        Awaitility.await().until(() -> {
            press();
            return lane.get() == null;
        });
    }

    /** Other sessions come, and what nobody holds is collected. */
    private void press() {
        for (int i = 0; i < 200; i++) {
            lane("other-" + i);
        }
        System.gc();
    }

    private Lane lane(String user) {
        return lanes.lane(AccessKey.of(client(user, "a"), "default").session());
    }

    private CompletableFuture<TokenSet> renew(String user, String scope) {
        ClientRegistration client = client(user, scope);
        return renewals.renew(new RenewalRequest(
                        client, AccessKey.of(client, "default"), RenewalReason.EXPIRED, null, () -> {}))
                .toCompletableFuture();
    }

    private static String token(String accessToken, String refreshToken) {
        return "{\"access_token\":\"" + accessToken + "\",\"expires_in\":180,\"refresh_token\":\"" + refreshToken
                + "\"}";
    }

    private static ClientRegistration client(String user, String scope) {
        return ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "clientId", "camel",
                        "clientSecret", "s3cret-s3cret",
                        "grant", "password",
                        "username", user,
                        "password", "wonderland",
                        "scope", scope)));
    }
}
