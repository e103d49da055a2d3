package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.SignedOutException;
import io.github.oidctoken.oauth2.TokenOutcomeUnknownException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Two nodes on one repository, one of which signs out. */
class SignOutTest {

    private static final String WHO = ClientRegistration.DEFAULT_PRINCIPAL;

    private final FakeTime time = new FakeTime();
    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private final ScriptedTransport server = new ScriptedTransport();
    private final List<TokenEvent> events = new CopyOnWriteArrayList<>();
    private final TokenEngine one = engine("one");
    private final TokenEngine two = engine("two");

    @Test
    void theRefreshTokenIsRevokedAndATombstoneSaysWhoSignedOut() {
        signIn(person());
        TokenSource tokens = one.tokens(person(), WHO);
        tokens.get();
        server.thenJson(200, "");

        SignedOut signedOut = result(one.signOuts().revokeSession(person(), WHO));

        assertThat(signedOut.ended()).isTrue();
        assertThat(server.forms()).last().asString().contains("token=r1", "token_type_hint=refresh_token");
        assertThat(session().status()).isEqualTo(SessionDocument.Status.SIGNED_OUT);
        assertThat(session().refreshToken()).isNull();
        assertThat(session().accessTokens()).isEmpty();
        assertThat(session().idToken()).isNull();
        assertThatThrownBy(tokens::get)
                .isInstanceOf(SignedOutException.class)
                .hasMessageContaining("signed out at 2026-03-01T08:00:00Z by node one")
                .hasMessageContaining("operation=authorizationRequest");
    }

    @Test
    void aSignOutIsAnEventOnceAndOneThatEndedNothingIsNone() {
        signIn(person());
        server.thenJson(200, "");

        result(one.signOuts().revokeSession(person(), WHO));
        result(one.signOuts().revokeSession(person(), WHO));

        assertThat(signedOut()).singleElement().satisfies(event -> {
            assertThat(event.client()).isEqualTo("person");
            assertThat(event.reason()).isNull();
            assertThat(event.failure()).isNull();
        });
    }

    @Test
    void theEventSaysThatTheServerCouldNotBeTold() {
        signIn(person());
        server.thenFails(Delivery.NOT_SENT, "connection refused");

        assertThatThrownBy(() -> result(one.signOuts().revokeSession(person(), WHO)))
                .isInstanceOf(TokenRequestNotSentException.class);

        assertThat(signedOut())
                .singleElement()
                .extracting(TokenEvent::failure)
                .asString()
                .contains("connection refused");
    }

    @Test
    void anotherNodeDropsItsTokenAsSoonAsItLooksAndPresentsNothing() {
        signIn(person());
        TokenSource elsewhere = two.tokens(person(), WHO);
        elsewhere.get();
        server.thenJson(200, "");
        result(one.signOuts().revokeSession(person(), WHO));
        int asked = server.requests().size();
        assertThat(elsewhere.usable()).isNotNull();

        assertThatThrownBy(() -> renew(elsewhere)).isInstanceOf(SignedOutException.class);

        assertThat(elsewhere.usable()).isNull();
        assertThat(server.requests()).hasSize(asked);
    }

    @Test
    void aRenewalUnderWayDoesNotBringTheSessionBackAndItsNewRefreshTokenIsRevoked() {
        signIn(person());
        TokenSource elsewhere = two.tokens(person(), WHO);
        elsewhere.get();
        server.then(request -> {
            server.thenJson(200, "");
            result(one.signOuts().revokeSession(person(), WHO));
            server.thenJson(200, "");
            return ScriptedTransport.json(200, tokens("a2", "r2"));
        });

        assertThatThrownBy(() -> renew(elsewhere))
                .isInstanceOf(SignedOutException.class)
                .hasMessageContaining("by node one");

        assertThat(server.forms()
                        .subList(server.forms().size() - 2, server.forms().size()))
                .satisfiesExactly(
                        form -> assertThat(form).contains("token=r1"),
                        form -> assertThat(form).contains("token=r2"));
        assertThat(session().isSignedOut()).isTrue();
        assertThat(session().refreshToken()).isNull();
        assertThat(elsewhere.usable()).isNull();
    }

    @Test
    void aRenewalUnderWayOfAServerThatDoesNotRotateDoesNotTakeTheTombstoneForItsOwn() {
        signIn(person());
        TokenSource elsewhere = two.tokens(person(), WHO);
        elsewhere.get();
        server.then(request -> {
            server.thenJson(200, "");
            result(one.signOuts().revokeSession(person(), WHO));
            return ScriptedTransport.json(
                    200, "{\"access_token\":\"a2\",\"token_type\":\"Bearer\",\"expires_in\":300}");
        });

        assertThatThrownBy(() -> renew(elsewhere)).isInstanceOf(SignedOutException.class);

        assertThat(session().isSignedOut()).isTrue();
    }

    @Test
    void whatTheServerDidNotRevokeIsRevokedByTheNextTry() {
        signIn(person());
        server.thenFails(Delivery.UNKNOWN, "no answer");

        assertThatThrownBy(() -> result(one.signOuts().revokeSession(person(), WHO)))
                .isInstanceOf(TokenOutcomeUnknownException.class)
                .hasMessageContaining("revocation request to https://id.example.com/revoke");
        assertThat(session().isSignedOut()).isTrue();
        assertThatThrownBy(() -> result(two.tokens(person(), WHO).renew(null))).isInstanceOf(SignedOutException.class);

        server.thenJson(200, "");
        result(one.signOuts().revokeSession(person(), WHO));
        assertThat(server.forms()).last().asString().contains("token=r1");
        assertThat(session().refreshToken()).isNull();
    }

    @Test
    void somebodyElseMaySignInAfterwards() {
        signIn(person());
        server.thenJson(200, "");
        result(one.signOuts().revokeSession(person(), WHO));
        assertThatThrownBy(() -> one.tokens(person(), WHO).get()).isInstanceOf(SignedOutException.class);

        signIn(person());

        assertThat(session().status()).isEqualTo(SessionDocument.Status.ACTIVE);
        assertThat(one.tokens(person(), WHO).get().value()).isEqualTo("a1");
    }

    @Test
    void aGrantThatNeedsNoPersonStartsAnew() {
        server.thenJson(200, tokens("a1", "r1"));
        ClientRegistration client = password();
        one.tokens(client, WHO).get();
        server.thenJson(200, "");
        result(one.signOuts().revokeSession(client, WHO));
        server.thenJson(200, tokens("a2", "r2"));

        assertThat(one.tokens(client, WHO).get().value()).isEqualTo("a2");
        assertThat(server.forms()).last().asString().contains("grant_type=password");
    }

    @Test
    void theTokenOfAGrantWithoutASessionIsRevoked() {
        server.thenJson(200, "{\"access_token\":\"a1\",\"token_type\":\"Bearer\",\"expires_in\":300}");
        ClientRegistration client = client(Map.of("clientSecret", "s3cret", "grant", "client_credentials"));
        TokenSource tokens = one.tokens(client, WHO);
        tokens.get();
        server.thenJson(200, "");

        assertThat(result(one.signOuts().revokeSession(client, WHO)).ended()).isTrue();

        assertThat(server.forms()).last().asString().contains("token=a1", "token_type_hint=access_token");
        assertThat(tokens.usable()).isNull();
    }

    @Test
    void whereNobodyHasSignedInNothingIsWritten() {
        assertThat(result(one.signOuts().revokeSession(person(), "unknown")).ended())
                .isFalse();

        assertThat(repository.keys("")).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void withoutARevocationEndpointNothingChanges() {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "person",
                Map.of(
                        "tokenEndpoint", "https://id.example.com/token",
                        "clientId", "camel",
                        "grant", "authorization_code",
                        "redirectUri", "https://me.example.com/back")));
        signIn(client);

        assertThatThrownBy(() -> result(one.signOuts().revokeSession(client, WHO)))
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageContaining("clients[person].revocation-endpoint");
        assertThat(session().status()).isEqualTo(SessionDocument.Status.ACTIVE);
        assertThat(result(one.signOuts().logOut(client, WHO, null, null)).ended())
                .isTrue();
        assertThat(session().isSignedOut()).isTrue();
    }

    @Test
    void aLogoutSendsTheBrowserToTheServerWithTheIdTokenOfTheSignIn() {
        signIn(person());
        server.thenJson(200, "");

        SignedOut signedOut =
                result(one.signOuts().logOut(person(), WHO, URI.create("https://me.example.com/bye"), "s1"));

        assertThat(signedOut.browserGoesTo())
                .hasToString("https://id.example.com/logout?id_token_hint=i1&client_id=camel"
                        + "&post_logout_redirect_uri=https%3A%2F%2Fme.example.com%2Fbye&state=s1");
        assertThat(signedOut.toString()).doesNotContain("i1");
    }

    @Test
    void aTokenThatTheServerDoesNotKnowCountsAsRevokedAndOneOfAnotherClientDoesNot() {
        server.thenJson(200, "{\"error\":\"invalid_token\",\"error_description\":\"Invalid token\"}");
        result(one.signOuts().revoke(person(), Secret.of("garbage"), null));

        server.thenJson(400, "{\"error\":\"invalid_request\",\"error_description\":\"Unmatching clients\"}");
        assertThatThrownBy(() -> result(one.signOuts().revoke(person(), Secret.of("of-another"), null)))
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("Unmatching clients");
    }

    /** Later than the shortest time between two renewals. */
    private AccessToken renew(TokenSource tokens) {
        CompletionStage<AccessToken> renewed = tokens.renew(null);
        time.advance(Duration.ofSeconds(3));
        return result(renewed);
    }

    private void signIn(ClientRegistration client) {
        server.thenJson(200, tokens("a1", "r1"));
        result(one.signIns()
                .signIn(
                        client,
                        WHO,
                        new TokenRequest.ByCode(Secret.of("code"), URI.create("https://me.example.com/back"), null),
                        null));
    }

    private static String tokens(String accessToken, String refreshToken) {
        return "{\"access_token\":\"" + accessToken + "\",\"token_type\":\"Bearer\",\"expires_in\":300,"
                + "\"refresh_token\":\"" + refreshToken + "\",\"id_token\":\"i1\"}";
    }

    private SessionDocument session() {
        return repository.keys("session/").stream()
                .map(key -> new SessionDocumentCodec()
                        .read(repository.find(key).orElseThrow().payload()))
                .findFirst()
                .orElse(SessionDocument.NONE);
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

    private List<TokenEvent> signedOut() {
        return events.stream()
                .filter(event -> event.type() == TokenEvent.Type.SIGNED_OUT)
                .toList();
    }

    private TokenEngine engine(String node) {
        return TokenEngine.builder(this::send, Runnable::run, time.scheduler())
                .repository(repository)
                .time(time)
                .nodeId(node)
                .listener(events::add)
                .build();
    }

    private static ClientRegistration person() {
        return client(Map.of("grant", "authorization_code", "redirectUri", "https://me.example.com/back"));
    }

    private static ClientRegistration password() {
        return client(Map.of("grant", "password", "username", "alice", "password", "wonderland"));
    }

    private static ClientRegistration client(Map<String, String> more) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "revocationEndpoint", "https://id.example.com/revoke",
                "endSessionEndpoint", "https://id.example.com/logout",
                "clientId", "camel"));
        options.putAll(more);
        return ClientRegistration.of(ClientOptions.of("person", options));
    }

    private static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
