package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.OidcTokenException;
import io.github.oidctoken.oauth2.PasswordRefusedException;
import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.TokenRefusedException;
import io.github.oidctoken.oauth2.UnusableCredentialsException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.CapturedLog;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users bring their names and passwords to YAML routes, and onePortal judges them. */
class LoginTest {

    private static final long SHORT_LIFE = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final String ROUTES = """
            - route:
                id: login
                from:
                  uri: direct:login
                  steps:
                    - to: oidc-token:portal?output=body
            - route:
                id: header
                from:
                  uri: direct:header
                  steps:
                    - to: oidc-token:portal?output=header
            - route:
                id: property
                from:
                  uri: direct:property
                  steps:
                    - to: oidc-token:portal?output=property
            - route:
                id: store
                from:
                  uri: direct:store
                  steps:
                    - to: oidc-token:portal?output=body&storeSession=true
            - route:
                id: stored
                from:
                  uri: direct:stored
                  steps:
                    - to: oidc-token:portal?output=body&principal=${header.user}
            - route:
                id: unnamed
                from:
                  uri: direct:unnamed
                  steps:
                    - to: oidc-token:portal?operation=renew&output=body
            """;

    private final MemoryTokenRepository repository = new MemoryTokenRepository();
    private OnePortal portal;

    @BeforeEach
    void start() throws Exception {
        portal = new OnePortal().user("user1234", "p&ss w=rd+%ä").user("bob", "bob-password");
    }

    @AfterEach
    void stop() throws Exception {
        portal.close();
    }

    @Test
    void theRequestHasTheBytesOfTheDocumentAndTheUserGetsTokenAndExpiry() throws Exception {
        try (CamelApplication application = application()) {
            Exchange answer = login(application, "direct:login", "user1234", "p&ss w=rd+%ä");

            assertThat(answer.getException()).isNull();
            assertThat(answer.getMessage().getBody(Map.class))
                    .containsOnlyKeys("access_token", "token_type", "expires_in")
                    .containsEntry("access_token", "eyJraWQiOiJTa....3yNlGaq574")
                    .containsEntry("token_type", "Bearer");
            assertThat(answer.getMessage().getBody(Map.class).get("expires_in"))
                    .asInstanceOf(InstanceOfAssertFactories.LONG)
                    .isBetween(604_740L, 604_799L);
            assertThat(repository.keys("")).isEmpty();
        }
        String request = portal.requests().get(0);
        assertThat(request)
                .startsWith("POST /openid/token? HTTP/1.1\r\n")
                .contains("\r\nContent-Type: application/x-www-form-urlencoded")
                .contains("\r\nAuthorization: Basic MjkxNSUzQXBvcnRhbDpzM2NyZXQlMkJvZiUyRnBvcnRhbCUzRA==\r\n")
                .endsWith("\r\n\r\ngrant_type=password&username=user1234&password=p%26ss+w%3Drd%2B%25%C3%A4");
    }

    @Test
    void credentialsComeInHeadersOrInABodyOfThreeKinds() throws Exception {
        try (CamelApplication application = application()) {
            List<Exchange> answers = List.of(
                    login(application, "direct:header", "bob", "bob-password"),
                    send(application, "direct:header", Map.of(), Map.of("username", "bob", "password", "bob-password")),
                    send(
                            application,
                            "direct:header",
                            Map.of(),
                            "{\"username\": \"bob\", \"password\": \"bob-password\", \"more\": {\"x\": 1}}"),
                    send(
                            application,
                            "direct:header",
                            Map.of("username", "bob", "password", "bob-password"),
                            "x=1&username=bob&password=bob%2Dpassword"),
                    send(
                            application,
                            "direct:header",
                            Map.of("passwordAgain", "bob-password"),
                            new ByteArrayInputStream(
                                    "username=bob&password=bob-password".getBytes(StandardCharsets.UTF_8))));

            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.getException()).isNull();
                assertThat(answer.getMessage().getBody()).isNull();
                assertThat(answer.getMessage().getHeaders())
                        .containsOnlyKeys("Authorization", "CamelOidcTokenExpiresAt");
            });
            assertThat(answers.stream()
                            .map(answer -> answer.getMessage().getHeader("Authorization"))
                            .collect(Collectors.toSet()))
                    .hasSize(5);
            assertThat(portal.asked("password")).isEqualTo(5);
        }
    }

    @Test
    void aHundredCallersWithOneNameAreJudgedOneByOne() throws Exception {
        try (CamelApplication application = application()) {
            List<CompletableFuture<Exchange>> callers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String password = i % 10 == 9 ? "wrong-" + i : "bob-password";
                callers.add(application
                        .template()
                        .asyncSend("direct:login", exchange -> credentials(exchange, "bob", password)));
            }
            List<Exchange> answers =
                    callers.stream().map(CompletableFuture::join).toList();

            assertThat(answers.stream().filter(answer -> answer.getException() instanceof PasswordRefusedException))
                    .hasSize(10);
            Set<?> tokens = answers.stream()
                    .filter(answer -> answer.getException() == null)
                    .map(answer -> answer.getMessage().getBody(Map.class).get("access_token"))
                    .collect(Collectors.toSet());
            assertThat(tokens).hasSize(90);
            assertThat(portal.asked("password")).isEqualTo(100);
        }
    }

    @Test
    void aWrongPasswordHoldsBackNobodyNotEvenTheSameUser() throws Exception {
        try (CamelApplication application = application()) {
            for (int i = 0; i < 20; i++) {
                assertThat(login(application, "direct:login", "bob", "wrong-" + i)
                                .getException())
                        .isInstanceOf(PasswordRefusedException.class);
                assertThat(login(application, "direct:login", "nobody-" + i, "wrong")
                                .getException())
                        .isInstanceOf(PasswordRefusedException.class);
            }
            assertThat(login(application, "direct:login", "bob", "bob-password").getException())
                    .isNull();
            assertThat(portal.asked("password")).isEqualTo(41);
        }
    }

    @Test
    void whatWentWrongIsToldByTheException() throws Exception {
        try (CamelApplication application = application();
                CamelApplication stranger = application(Map.of("client-secret", "wrong-secret"))) {
            Exception password =
                    login(application, "direct:login", "bob", "wrong-password").getException();
            Exception secret =
                    login(stranger, "direct:login", "bob", "bob-password").getException();
            portal.fail();
            Exception server =
                    login(application, "direct:login", "bob", "bob-password").getException();

            assertThat(password)
                    .isInstanceOf(PasswordRefusedException.class)
                    .hasMessageContaining("400 invalid_grant, wrong: [secret]")
                    .hasMessageContaining("The client was accepted, but not the user name or the password");
            assertThat(secret)
                    .isInstanceOf(TokenRefusedException.class)
                    .hasMessageContaining("401 invalid_client")
                    .hasMessageContaining("clients[portal].client-secret");
            assertThat(server)
                    .isInstanceOf(OidcTokenException.class)
                    .isNotInstanceOf(PasswordRefusedException.class)
                    .hasMessageContaining("503");
        }
    }

    @Test
    void afterAnOutageTheFirstAnswerOpensTheWayForAll() throws Exception {
        try (CamelApplication application = application()) {
            portal.fail();
            for (int i = 0; i < 10; i++) {
                login(application, "direct:login", "user-" + i, "any-password");
            }
            assertThat(portal.asked("password"))
                    .as("the breaker spares the server")
                    .isLessThan(10);
            portal.work();

            Awaitility.await()
                    .atMost(LONGEST_WAIT)
                    .until(() -> login(application, "direct:login", "bob", "bob-password")
                                    .getException()
                            == null);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"username\": \"bob\"}",
                "{\"username\": \"bob\", \"password\": \"canary-password\"",
                "{\"username\": \" \", \"password\": \"canary-password\"}",
                "{\"username\": \"bob\", \"password\": [\"canary-password\", \"2\"]}",
                "{\"username\": \"default\", \"password\": \"canary-password\"}",
                "username=bob&username=eve&password=canary-password",
                "username=bob&password=canary-password%2",
                "username=bob&password=",
                "an order"
            })
    void withoutUsableCredentialsNobodyIsAsked(String body) throws Exception {
        try (CamelApplication application = application();
                CapturedLog log = CapturedLog.open()) {
            Exchange answer = send(application, "direct:login", Map.of(), body);

            assertThat(answer.getException())
                    .isInstanceOf(UnusableCredentialsException.class)
                    .hasMessageContaining("Client 'portal': nobody was logged in: ");
            assertThat(portal.requests()).isEmpty();
            assertThat(new Canaries().plant("password", "canary-password").in(shown(answer) + log.text()))
                    .isEmpty();
        }
    }

    @Test
    void missingCredentialsAreNamed() throws Exception {
        try (CamelApplication application = application()) {
            assertThat(send(application, "direct:login", Map.of(), null).getException())
                    .hasMessageContainingAll(
                            "CamelOidcTokenUsername", "CamelOidcTokenPassword", "members username and password");
            assertThat(send(application, "direct:login", Map.of("CamelOidcTokenUsername", "bob"), "password=x")
                            .getException())
                    .hasMessageContaining("there is no password");
            assertThat(login(application, "direct:login", "u".repeat(257), "x").getException())
                    .hasMessageContaining("longer than 256");
            assertThat(portal.requests()).isEmpty();
        }
    }

    @Test
    void aSessionIsKeptWhereThatIsAskedForAndRenewedWithoutAPassword() throws Exception {
        portal.lifetime(SHORT_LIFE);
        try (CamelApplication application = application()) {
            assertThatThrownBy(() -> stored(application, "bob"))
                    .rootCause()
                    .isInstanceOf(ReauthorizationRequiredException.class)
                    .hasMessageContaining("nobody has signed in yet")
                    .hasMessageContaining("oidc-token:portal?storeSession=true");

            Exchange login = login(application, "direct:store", "bob", "bob-password");

            assertThat(stored(application, "bob"))
                    .isEqualTo(login.getMessage().getBody(Map.class).get("access_token"));
            awaitRenewal(application, "bob");
            assertThatThrownBy(() -> stored(application, "user1234"))
                    .hasRootCauseInstanceOf(ReauthorizationRequiredException.class);
            assertThat(portal.asked("password")).isEqualTo(1);
            assertThat(repository.keys("session/")).hasSize(1);
        }
    }

    @Test
    void aKeptSessionThatHasEndedWaitsForTheUser() throws Exception {
        portal.lifetime(SHORT_LIFE);
        try (CamelApplication application = application()) {
            login(application, "direct:store", "bob", "bob-password");
            portal.endSessions();

            Awaitility.await()
                    .atMost(LONGEST_WAIT)
                    .untilAsserted(() -> assertThatThrownBy(() -> stored(application, "bob"))
                            .rootCause()
                            .isInstanceOf(ReauthorizationRequiredException.class)
                            .hasMessageContaining("That user must log in"));

            assertThat(login(application, "direct:store", "bob", "bob-password").getException())
                    .isNull();
            assertThat(stored(application, "bob")).isNotBlank();
        }
    }

    @Test
    void usersWhoLogInAtOnceAllHaveTokensAndOneSessionIsKept() throws Exception {
        portal.lifetime(SHORT_LIFE);
        try (CamelApplication application = application()) {
            List<CompletableFuture<Exchange>> callers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                callers.add(application
                        .template()
                        .asyncSend("direct:store", exchange -> credentials(exchange, "bob", "bob-password")));
            }

            assertThat(callers)
                    .allSatisfy(
                            caller -> assertThat(caller.join().getException()).isNull());
            assertThat(portal.asked("password")).isEqualTo(30);
            assertThat(repository.keys("session/")).hasSize(1);
            awaitRenewal(application, "bob");
        }
    }

    @Test
    void aSessionWithoutARefreshTokenEndsWithItsToken() throws Exception {
        portal.sendNoRefreshTokens();
        portal.lifetime(SHORT_LIFE);
        try (CamelApplication application = application()) {
            login(application, "direct:store", "bob", "bob-password");

            assertThat(stored(application, "bob")).isNotBlank();
            Awaitility.await()
                    .atMost(LONGEST_WAIT)
                    .untilAsserted(() -> assertThatThrownBy(() -> stored(application, "bob"))
                            .rootCause()
                            .isInstanceOf(ReauthorizationRequiredException.class)
                            .hasMessageContaining("no refresh token"));
        }
    }

    @Test
    void withoutLoginAndWithoutPrincipalThereIsNoTokenOfAnybody() throws Exception {
        try (CamelApplication application = application()) {
            assertThat(login(application, "direct:unnamed", "bob", "bob-password")
                            .getException())
                    .isInstanceOf(ClientConfigurationException.class)
                    .hasMessageContainingAll("nothing says whose token is meant", "clients[portal].principal");
            assertThat(portal.requests()).isEmpty();
        }
    }

    @Test
    void storeSessionIsForLogins() {
        String routes = ROUTES.replace("operation=renew", "operation=renew&storeSession=true");

        assertThatThrownBy(() -> CamelApplication.start(properties(Map.of()), routes, Map.of())
                        .close())
                .rootCause()
                .hasMessageContaining("storeSession=true is for logins");
    }

    @Test
    void theGrantMustBeWrittenAndIsWarnedOf() throws Exception {
        try (CapturedLog log = CapturedLog.open()) {
            application().close();
            assertThat(log.text()).contains("Client 'portal' uses grant=password, which RFC 9700");
        }
        Map<String, String> properties = properties(Map.of());
        properties.remove("camel.component.oidc-token.clients[portal].grant");
        try (CamelApplication application = CamelApplication.start(properties, """
                - route:
                    from:
                      uri: direct:login
                      steps:
                        - to: oidc-token:portal?output=body
                """, Map.of())) {
            login(application, "direct:login", "bob", "bob-password");
        }
        assertThat(portal.asked("password")).isZero();
        assertThat(portal.asked("client_credentials")).isEqualTo(1);
    }

    @Test
    void passwordsAreNowhereToBeSeen() throws Exception {
        portal.user("canary-user", "canary pass&word%");
        Canaries canaries = new Canaries()
                .plant("the password", "canary pass&word%")
                .plant("the wrong password", "canary wrong&word%")
                .plant("the first refresh token", "xCMj...foZ8")
                .plantBasic(OnePortal.CLIENT_ID, OnePortal.CLIENT_SECRET);
        StringBuilder shown = new StringBuilder();
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = application()) {
            for (String route : List.of("direct:login", "direct:header", "direct:property", "direct:store")) {
                for (String password : List.of("canary pass&word%", "canary wrong&word%")) {
                    shown.append(shown(login(application, route, "canary-user", password)));
                    Map<String, Object> body = Map.of("username", "canary-user", "password", password);
                    shown.append(shown(send(application, route, Map.of("password", password), body)));
                }
            }
            portal.fail();
            shown.append(shown(login(application, "direct:login", "canary-user", "canary pass&word%")));
            shown.append(log.text());
        }

        assertThat(shown).contains("PasswordRefusedException", "TokenOutcomeUnknownException");
        assertThat(canaries.in(shown.toString())).isEmpty();
    }

    private static String shown(Exchange exchange) {
        StringWriter text = new StringWriter();
        text.append(String.valueOf(exchange.getMessage().getBody()))
                .append(exchange.getMessage().getHeaders().toString())
                .append(exchange.getAllProperties().toString())
                .append(exchange.toString());
        if (exchange.getException() != null) {
            exchange.getException().printStackTrace(new PrintWriter(text, true));
        }
        return text.toString();
    }

    /** As everybody who uses the token does. */
    private void awaitRenewal(CamelApplication application, String user) {
        long before = portal.asked("refresh_token");
        Awaitility.await()
                .atMost(LONGEST_WAIT)
                .until(() -> !stored(application, user).isEmpty() && portal.asked("refresh_token") > before);
    }

    private static String stored(CamelApplication application, String user) {
        Map<?, ?> token = application.template().requestBodyAndHeader("direct:stored", null, "user", user, Map.class);
        return String.valueOf(token.get("access_token"));
    }

    private static Exchange login(CamelApplication application, String route, String username, String password) {
        return application.template().request(route, exchange -> credentials(exchange, username, password));
    }

    private static void credentials(Exchange exchange, String username, String password) {
        exchange.getMessage().setHeader("CamelOidcTokenUsername", username);
        exchange.getMessage().setHeader("CamelOidcTokenPassword", password);
    }

    private static Exchange send(
            CamelApplication application, String route, Map<String, Object> headers, @Nullable Object body) {
        return application.template().request(route, exchange -> {
            exchange.getMessage().setHeaders(new HashMap<>(headers));
            exchange.getMessage().setBody(body);
        });
    }

    private CamelApplication application() throws Exception {
        return application(Map.of());
    }

    private CamelApplication application(Map<String, String> more) throws Exception {
        return CamelApplication.start(properties(more), ROUTES, Map.of("tokens", repository));
    }

    private Map<String, String> properties(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(portal.client());
        options.putAll(more);
        Map<String, String> properties = new HashMap<>(Map.of(
                "camel.component.oidc-token.encryption-keys", "k1:Y2FuYXJ5LWVuY3J5cHRpb24ta2V5LTAxMjM0NTY3ODk="));
        options.forEach(
                (option, value) -> properties.put("camel.component.oidc-token.clients[portal]." + option, value));
        return properties;
    }
}
