package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.RepositoryException;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import io.github.oidctoken.testkit.repository.FaultPlan;
import io.github.oidctoken.testkit.repository.FaultyTokenRepository;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Sign-ins by another device, on nodes whose time is in the hands of the test. */
class DeviceSignInTest {

    private static final String WHO = ClientRegistration.DEFAULT_PRINCIPAL;
    private static final String PENDING = "{\"error\":\"authorization_pending\"}";
    private static final String SIGNED_IN =
            "{\"access_token\":\"a1\",\"token_type\":\"Bearer\",\"expires_in\":300,\"refresh_token\":\"r1\"}";

    private final FakeTime time = new FakeTime();
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final ScriptedTransport server = new ScriptedTransport();
    private final List<TokenEvent> events = new CopyOnWriteArrayList<>();
    private final TokenEngine one = engine("one");

    @Test
    void thePersonGetsTheCodeAndTheRoutesATokenOnceSheHasSignedIn() {
        begins("d1", "");

        DeviceAuthorization begun = begin(one);

        assertThat(begun.userCode()).isEqualTo("WDJB-MJHT");
        assertThat(begun.verificationUri()).hasToString("https://id.example.com/device");
        assertThat(begun.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(begun.expiresAt()).isEqualTo(time.now().plusSeconds(600));
        assertThatThrownBy(() -> one.tokens(client(), WHO).get())
                .isInstanceOf(ReauthorizationRequiredException.class)
                .hasMessageContaining("operation=deviceAuthorization");
        server.thenJson(400, PENDING).thenJson(200, SIGNED_IN);
        time.advance(Duration.ofSeconds(4));
        assertThat(polls()).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(polls()).hasSize(1);
        time.advance(Duration.ofSeconds(5));
        assertThat(polls())
                .hasSize(2)
                .allSatisfy(form -> assertThat(form)
                        .contains(
                                "device_code=d1", "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"));
        assertThat(one.tokens(client(), WHO).get().value()).isEqualTo("a1");
        time.advance(Duration.ofMinutes(1));
        assertThat(polls()).hasSize(2);
    }

    @Test
    void aServerThatWantsItSlowerIsAskedFiveSecondsLaterForEver() {
        begins("d1", "\"interval\":3,");
        begin(one);
        server.thenJson(400, "{\"error\":\"slow_down\"}").thenJson(400, PENDING).thenJson(200, SIGNED_IN);

        time.advance(Duration.ofSeconds(3));
        assertThat(polls()).hasSize(1);
        time.advance(Duration.ofSeconds(7));
        assertThat(polls()).hasSize(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(polls()).hasSize(2);
        time.advance(Duration.ofSeconds(7));
        assertThat(polls()).hasSize(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(polls()).hasSize(3);
    }

    @Test
    void whoGetsNoAnswerAsksLessAndLessOften() {
        begins("d1", "");
        begin(one);
        server.thenFails(Delivery.UNKNOWN, "no answer")
                .thenFails(Delivery.UNKNOWN, "no answer")
                .thenJson(200, SIGNED_IN);

        time.advance(Duration.ofSeconds(5));
        time.advance(Duration.ofMillis(9_900));
        assertThat(polls()).hasSize(1);
        time.advance(Duration.ofMillis(200));
        assertThat(polls()).hasSize(2);
        time.advance(Duration.ofMillis(19_800));
        assertThat(polls()).hasSize(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(one.tokens(client(), WHO).get().value()).isEqualTo("a1");
    }

    @Test
    void aSignInIsAnEvent() {
        begins("d1", "");
        begin(one);
        server.thenJson(400, PENDING).thenJson(200, SIGNED_IN);

        time.advance(Duration.ofMinutes(1));

        assertThat(events).extracting(TokenEvent::type).containsExactly(TokenEvent.Type.SIGNED_IN);
    }

    @Test
    void whoRefusesIsNotAskedAgain() {
        begins("d1", "");
        begin(one);
        server.thenJson(400, "{\"error\":\"access_denied\"}");

        time.advance(Duration.ofMinutes(2));

        assertThat(polls()).hasSize(1);
        assertThat(device().status()).isEqualTo(DeviceDocument.Status.FAILED);
        assertThat(device().reason()).contains("refused");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(TokenEvent.Type.SIGN_IN_FAILED);
            assertThat(event.client()).isEqualTo("tv");
            assertThat(event.failure()).contains("has refused", "operation=deviceAuthorization");
        });
    }

    @Test
    void aCodeThatHasEndedIsNotAskedAbout() {
        begins("d1", "");
        begin(one);
        server.thenJson(400, "{\"error\":\"expired_token\"}");

        time.advance(Duration.ofMinutes(2));

        assertThat(polls()).hasSize(1);
        assertThat(device().reason()).contains("code ended");
    }

    @Test
    void aSecondCodeReplacesTheFirst() {
        begins("d1", "");
        assertThat(begin(one).replacesPending()).isFalse();
        begins("d2", "");
        assertThat(begin(one).replacesPending()).isTrue();
        server.thenJson(200, SIGNED_IN);

        time.advance(Duration.ofSeconds(10));

        assertThat(polls()).hasSize(1).allSatisfy(form -> assertThat(form).contains("device_code=d2"));
    }

    @Test
    void aNodeThatLooksAnywayPollsAsSoonAsTheServerAllows() {
        one.deviceSignIns().watch(client(), WHO);
        time.advance(Duration.ofSeconds(1));
        begins("d1", "\"interval\":2,");
        begin(one);
        server.thenJson(400, PENDING).thenJson(400, PENDING).thenJson(200, SIGNED_IN);

        time.advance(Duration.ofMillis(1_900));
        assertThat(polls()).isEmpty();
        time.advance(Duration.ofMillis(100));
        assertThat(polls()).hasSize(1);
        time.advance(Duration.ofSeconds(4));
        assertThat(polls()).hasSize(3);
        assertThat(one.tokens(client(), WHO).get().value()).isEqualTo("a1");
        time.advance(Duration.ofMinutes(1));
        assertThat(polls()).hasSize(3);
    }

    @Test
    void oneNodePollsAndAnotherGoesOnAfterItWasKilled() {
        TokenEngine two = engine("two");
        two.deviceSignIns().watch(client(), WHO);
        begins("d1", "");
        begin(one);
        for (int i = 0; i < 12; i++) {
            server.thenJson(400, PENDING);
        }
        time.advance(Duration.ofSeconds(60));
        assertThat(polls()).hasSize(12);
        assertThat(device().intent()).extracting(Intent::node).isEqualTo("one");

        kill(one);
        time.advance(Duration.ofSeconds(40));
        assertThat(polls()).hasSize(12);
        server.thenJson(200, SIGNED_IN);
        time.advance(Duration.ofSeconds(20));

        assertThat(polls()).hasSize(13);
        assertThat(device().status()).isEqualTo(DeviceDocument.Status.SIGNED_IN);
        assertThat(two.tokens(client(), WHO).get().value()).isEqualTo("a1");
    }

    @Test
    void everyNodeKnowsTheCodeThatWaits() {
        begins("d1", "");
        TokenEngine two = engine("two");
        assertThat(last(two)).isEmpty();

        DeviceAuthorization begun = begin(one);

        assertThat(last(two))
                .contains(new DeviceSignIn.Waiting(
                        "WDJB-MJHT", URI.create("https://id.example.com/device"), null, begun.expiresAt()));
        server.thenJson(400, PENDING).thenJson(200, SIGNED_IN);
        time.advance(Duration.ofSeconds(5));
        assertThat(last(two)).isPresent();
        time.advance(Duration.ofSeconds(5));
        assertThat(last(two)).isEmpty();
    }

    @Test
    void everyNodeKnowsWhyACodeCameToNothingForAnHour() {
        begins("d1", "");
        begin(one);
        TokenEngine two = engine("two");
        server.thenJson(400, "{\"error\":\"access_denied\"}");

        time.advance(Duration.ofSeconds(5));

        assertThat(last(two)).contains(new DeviceSignIn.Failed("the person, or a rule of the server, has refused"));
        time.advance(Duration.ofMinutes(75));
        assertThat(last(two)).isEmpty();
    }

    @Test
    void aCodeThatHasEndedIsNotShownToAnybody() {
        begins("d1", "");
        begin(one);
        kill(one);

        time.advance(Duration.ofMinutes(10));

        assertThat(last(engine("two"))).isEmpty();
    }

    @Test
    void whoSignsOutWithdrawsTheCodeThatWaits() {
        begins("d1", "");
        begin(one);
        TokenEngine two = engine("two");

        two.signOuts().logOut(client(), WHO, null, null).toCompletableFuture().join();

        assertThat(last(one)).isEmpty();
        time.advance(Duration.ofMinutes(2));
        assertThat(polls()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void whoSignsOutAndBeginsAgainGetsAToken() {
        begins("d1", "");
        begin(one);
        one.signOuts().logOut(client(), WHO, null, null).toCompletableFuture().join();
        begins("d2", "");

        assertThat(begin(one).replacesPending()).isFalse();

        server.thenJson(200, SIGNED_IN);
        time.advance(Duration.ofSeconds(10));
        assertThat(polls()).hasSize(1).allSatisfy(form -> assertThat(form).contains("device_code=d2"));
        assertThat(one.tokens(client(), WHO).get().value()).isEqualTo("a1");
    }

    @Test
    void whoSignsOutWhileTheStoreIsDownIsToldSo() {
        begins("d1", "");
        begin(one);
        FaultyTokenRepository faulty = new FaultyTokenRepository(repository, FaultPlan.none());
        TokenEngine two = engine("two", faulty);
        faulty.goDown();

        assertThatThrownBy(() -> two.signOuts()
                        .logOut(client(), WHO, null, null)
                        .toCompletableFuture()
                        .join())
                .hasRootCauseInstanceOf(RepositoryException.class)
                .hasMessageContaining("nobody was signed out");
        assertThat(last(one)).isPresent();
    }

    @Test
    void aCodeOfAnEarlierReleaseIsNotShownAndAllElseOfItIsKnown() {
        DeviceDocument device =
                DeviceDocument.read("{\"format\":1,\"status\":\"PENDING\",\"reason\":null,\"deviceCode\":\"d1\","
                        + "\"expiresAt\":\"2026-03-01T10:00:00Z\",\"interval\":5000}");

        assertThat(device.code()).isNull();
        assertThat(device.isPending()).isTrue();
        assertThat(DeviceDocument.read(device.write())).isEqualTo(device);
    }

    @Test
    void aRestartedNodeGoesOn() {
        begins("d1", "");
        begin(one);
        kill(one);

        TokenEngine restarted = engine("one-again");
        restarted.deviceSignIns().watch(client(), WHO);
        server.thenJson(200, SIGNED_IN);
        time.advance(Duration.ofSeconds(60));

        assertThat(restarted.tokens(client(), WHO).get().value()).isEqualTo("a1");
    }

    /** It starts nothing any more, and nothing is tidied up. */
    private static void kill(TokenEngine engine) {
        var unused = engine.deviceSignIns().stop();
    }

    private void begins(String deviceCode, String interval) {
        server.thenJson(
                200,
                "{\"device_code\":\"" + deviceCode + "\",\"user_code\":\"WDJB-MJHT\"," + interval
                        + "\"verification_uri\":\"https://id.example.com/device\",\"expires_in\":600}");
    }

    private DeviceAuthorization begin(TokenEngine engine) {
        return engine.deviceSignIns().begin(client(), WHO).toCompletableFuture().join();
    }

    private static Optional<DeviceSignIn> last(TokenEngine engine) {
        return engine.deviceSignIns().last(client(), WHO).toCompletableFuture().join();
    }

    private List<String> polls() {
        return server.forms().stream()
                .filter(form -> form != null && form.contains("device_code="))
                .toList();
    }

    private DeviceDocument device() {
        String key = repository.keys(DeviceDocument.KIND).get(0);
        return DeviceDocument.read(repository.find(key).orElseThrow().payload());
    }

    /** Whoever asks for the time is told; all else is in the script. */
    private TransportResponse send(TransportRequest request) throws TransportException {
        return request.form() == null
                ? new TransportResponse(
                        200,
                        Map.of(
                                "Date",
                                List.of(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                        time.now().atOffset(ZoneOffset.UTC)))),
                        new byte[0])
                : server.send(request);
    }

    private TokenEngine engine(String node) {
        return engine(node, repository);
    }

    private TokenEngine engine(String node, TokenRepository store) {
        return TokenEngine.builder(this::send, Runnable::run, time.scheduler())
                .repository(store)
                .time(time)
                .nodeId(node)
                .listener(events::add)
                .build();
    }

    private static ClientRegistration client() {
        return ClientRegistration.of(ClientOptions.of(
                "tv",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "deviceAuthorizationEndpoint", "https://id.example.com/device/code",
                        "clientId", "camel",
                        "grant", "device_code")));
    }
}
