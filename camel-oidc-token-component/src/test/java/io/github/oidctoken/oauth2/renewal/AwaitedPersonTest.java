package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.FakeTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sessions that only a person can start, at a server with the lifetimes of IFS Cloud (180 and 1800 s), in the time of the test. */
class AwaitedPersonTest {

    private static final String WHO = ClientRegistration.DEFAULT_PRINCIPAL;
    private static final String PAGE = "https://esb.example.com/connect";
    private static final String ON_THE_PAGE = "Or sign in on the connect page, " + PAGE + ".";
    private static final Duration NIGHT = Duration.ofHours(12);

    private final FakeTime time = new FakeTime();
    private final IdlingServer server = new IdlingServer(time);
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final List<TokenEvent> events = new ArrayList<>();
    private final TokenEngine one = engine("one");

    @Test
    void aCallThatIsNotHeldFailsAtOnceAndSaysWhoMustDoWhat() {
        assertThat(request(one, client(Map.of()))).isCompletedExceptionally();
        assertThatThrownBy(() -> one.tokens(client(Map.of()), WHO).get())
                .isInstanceOf(ReauthorizationRequiredException.class)
                .hasMessageContaining("nobody has signed in yet")
                .hasMessageContaining("oidc-token:fabric?operation=authorizationRequest");
    }

    @Test
    void callsAreHeldUntilSomebodyHasSignedInOnAnotherNode() {
        ClientRegistration client = client(Map.of("awaitSignIn", "30s"));
        CompletableFuture<AccessToken> first = request(one, client);
        time.advance(Duration.ofSeconds(10));
        CompletableFuture<AccessToken> second = request(one, client);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        signIn(engine("two"), client);
        time.advance(Duration.ofSeconds(2));

        assertThat(first).isCompletedWithValueMatching(token -> token.value().equals("a-of-the-sign-in"));
        assertThat(second).isCompleted();
        assertThat(server.presented).isZero();
    }

    @Test
    void aCallIsHeldNoLongerThanTheOptionSays() {
        CompletableFuture<AccessToken> held = request(one, client(Map.of("awaitSignIn", "30s")));

        time.advance(Duration.ofSeconds(29));
        assertThat(held).isNotDone();
        time.advance(Duration.ofSeconds(2));

        assertThat(held).isCompletedExceptionally();
        assertThatThrownBy(held::join)
                .hasCauseInstanceOf(ReauthorizationRequiredException.class)
                .hasMessageContaining("nobody has signed in yet");
    }

    @Test
    void aFailureThatNobodyCanMendBySigningInHoldsNobody() {
        ClientRegistration client = client(Map.of("awaitSignIn", "30s"));
        signIn(one, client);
        time.advance(Duration.ofMinutes(5));
        server.down = true;

        assertThat(request(one, client)).isCompletedExceptionally();
    }

    @Test
    void eachNodeTellsOnceForEachSessionThatAPersonIsNeededHoweverOftenAndForWhateverItIsAsked() {
        TokenEngine two = engine("two");
        List<ClientRegistration> scopes =
                List.of(client(Map.of("scope", "a")), client(Map.of("scope", "b")), client(Map.of("scope", "a b")));
        try (CapturedLog log = CapturedLog.open()) {
            askForAnHour(scopes, one, two);

            assertThat(needed()).hasSize(2);
            assertThat(log.text().lines().filter(line -> line.contains("WARN") && line.contains("must sign in")))
                    .hasSize(2);
        }

        signIn(one, scopes.get(0));
        askForAnHour(scopes, one, two);
        assertThat(needed()).hasSize(2);

        server.killed = true;
        askForAnHour(scopes, one, two);
        assertThat(needed()).hasSize(4);
    }

    @Test
    void afterANightWithKeepAliveTheFirstCallNeedsNobody() {
        ClientRegistration client = client(Map.of("keepAlive", "true"));
        one.keepAlive(client, WHO);
        signIn(one, client);

        time.advance(NIGHT);
        int before = server.presented;

        assertThat(request(one, client)).isCompleted();
        assertThat(server.presented - before).isLessThanOrEqualTo(1);
        assertThat(before).isBetween(34, 40);
        assertThat(needed()).isEmpty();
    }

    @Test
    void afterANightWithoutKeepAliveTheFirstCallSaysWhatHappened() {
        ClientRegistration client = client(Map.of());
        Instant end = time.now().plusSeconds(1800).truncatedTo(ChronoUnit.MINUTES);
        signIn(one, client);

        time.advance(NIGHT);

        assertThatThrownBy(() -> one.tokens(client, WHO).get())
                .isInstanceOf(ReauthorizationRequiredException.class)
                .hasMessageContaining(
                        "the session ended at about " + end.toString().substring(0, 16))
                .hasMessageContaining("nobody had used it")
                .hasMessageContaining("clients[fabric].keep-alive")
                .hasMessageContaining("oidc-token:fabric?operation=authorizationRequest");
    }

    @Test
    void whoIsToldThatTheSessionEndsIsToldWhereToSignIn() {
        ClientRegistration client = client(Map.of("keepAlive", "true"));
        server.lastsUntil = time.nanoTime() + Duration.ofHours(2).toNanos();
        one.keepAlive(client, WHO);
        signIn(one, client);

        time.advance(Duration.ofMinutes(119));

        assertThat(events)
                .filteredOn(event -> event.type() == TokenEvent.Type.REFRESH_TOKEN_EXPIRING)
                .singleElement()
                .satisfies(event -> assertThat(event.failure())
                        .contains("the session ends at", "oidc-token:fabric?operation=authorizationRequest"));
    }

    @Test
    void whereThereIsAPageItsAddressIsInTheFailureTheEventAndTheOneLineOfTheLog() {
        TokenEngine paged = engine("paged", client -> Optional.of(PAGE));
        ClientRegistration client = client(Map.of());
        try (CapturedLog log = CapturedLog.open()) {
            assertThatThrownBy(() -> paged.tokens(client, WHO).get())
                    .isInstanceOf(ReauthorizationRequiredException.class)
                    .hasMessageContaining("nobody has signed in yet")
                    .hasMessageEndingWith("operation=authorizationRequest. " + ON_THE_PAGE);

            assertThat(needed())
                    .singleElement()
                    .extracting(TokenEvent::failure, STRING)
                    .endsWith(ON_THE_PAGE);
            assertThat(log.text().lines().filter(line -> line.contains("WARN")))
                    .singleElement(STRING)
                    .contains("Client 'fabric': nobody has signed in yet")
                    .endsWith(ON_THE_PAGE);
        }
    }

    @Test
    void whoHasSignedOutIsToldOfThePageToo() {
        TokenEngine paged = engine("paged", client -> Optional.of(PAGE));
        ClientRegistration client = client(Map.of());
        signIn(paged, client);
        paged.signOuts().logOut(client, WHO, null, null).toCompletableFuture().join();

        assertThatThrownBy(() -> paged.tokens(client, WHO).get())
                .isInstanceOf(SignedOutException.class)
                .hasMessageEndingWith(ON_THE_PAGE);
    }

    @Test
    void whoIsToldThatTheSessionEndsIsToldOfThePageToo() {
        TokenEngine paged = engine("paged", client -> Optional.of(PAGE));
        ClientRegistration client = client(Map.of("keepAlive", "true"));
        server.lastsUntil = time.nanoTime() + Duration.ofHours(2).toNanos();
        paged.keepAlive(client, WHO);
        signIn(paged, client);

        time.advance(Duration.ofMinutes(119));

        assertThat(events)
                .filteredOn(event -> event.type() == TokenEvent.Type.REFRESH_TOKEN_EXPIRING)
                .singleElement()
                .extracting(TokenEvent::failure, STRING)
                .endsWith(ON_THE_PAGE);
    }

    @Test
    void aFailureThatNobodyCanMendBySigningInNamesNoPage() {
        TokenEngine paged = engine("paged", client -> Optional.of(PAGE));
        ClientRegistration client = client(Map.of());
        signIn(paged, client);
        time.advance(Duration.ofMinutes(5));
        server.down = true;

        assertThatThrownBy(() -> paged.tokens(client, WHO).get()).message().doesNotContain(PAGE);
    }

    private void askForAnHour(List<ClientRegistration> clients, TokenEngine... nodes) {
        for (int ask = 0; ask < 60; ask++) {
            for (TokenEngine node : nodes) {
                clients.forEach(client -> request(node, client));
            }
            time.advance(Duration.ofMinutes(1));
        }
    }

    private List<TokenEvent> needed() {
        return events.stream()
                .filter(event -> event.type() == TokenEvent.Type.REAUTHORIZATION_REQUIRED)
                .toList();
    }

    private void signIn(TokenEngine node, ClientRegistration client) {
        TokenRequest.ByCode code =
                new TokenRequest.ByCode(Secret.of("the-code"), URI.create("https://me.example.com/back"), null);
        assertThat(node.signIns().signIn(client, WHO, code, null).toCompletableFuture())
                .isCompleted();
    }

    private static CompletableFuture<AccessToken> request(TokenEngine node, ClientRegistration client) {
        return node.tokens(client, WHO).request().toCompletableFuture();
    }

    private TokenEngine engine(String node) {
        return engine(node, client -> Optional.empty());
    }

    private TokenEngine engine(String node, SignInPages pages) {
        return TokenEngine.builder(server, Runnable::run, time.scheduler())
                .repository(repository)
                .time(time)
                .random(new Random(7))
                .nodeId(node)
                .listener(events::add)
                .signInPages(pages)
                .build();
    }

    private static ClientRegistration client(Map<String, Object> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "authorizationEndpoint", "https://id.example.com/authorize",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret",
                "grant", "authorization_code",
                "redirectUri", "https://me.example.com/back"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("fabric", options));
    }
}
