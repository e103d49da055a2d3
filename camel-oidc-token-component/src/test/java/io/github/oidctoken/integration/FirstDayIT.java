package io.github.oidctoken.integration;

import static io.github.oidctoken.testkit.TroubleshootingPage.shows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Mistakes of a first day with a real Keycloak, by the messages that the troubleshooting page quotes. */
class FirstDayIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:token
                  steps:
                    - to: oidc-token:ifs?output=body
            """;

    private final KeycloakServer keycloak = SharedKeycloak.get();
    private final Map<String, String> client = new TreeMap<>();

    FirstDayIT() {
        client.put("provider", "ifs-cloud");
        client.put("base-url", keycloak.origin().toString());
        client.put("realm", IfsRealm.NAME);
        set(IfsRealm.SERVICE);
    }

    @Test
    void aWrongSecret() {
        client.put("client-secret", "not-the-secret");

        assertThat(failure()).satisfies(shows("wrong-secret", "ifs")).doesNotContain("not-the-secret");
    }

    @Test
    void aClientThatTheServerDoesNotKnow() {
        client.put("client-id", "camel-srevice");

        assertThat(failure()).satisfies(shows("unknown-client-id", "ifs"));
    }

    @Test
    void aRealmWithASlipOfThePen() {
        client.put("realm", "isf");

        assertThat(failure()).satisfies(shows("unknown-realm", "ifs"));
    }

    @Test
    void anAddressWithoutItsPath() {
        client.put("provider", "keycloak");

        assertThat(failure()).satisfies(shows("wrong-path", "ifs"));
    }

    @Test
    void aGrantThatIsSwitchedOff() {
        person(IfsRealm.ALICE);
        set(IfsRealm.NO_DIRECT);

        assertThat(failure()).satisfies(shows("grant-disabled", "ifs"));
    }

    @Test
    void aServiceAccountThatIsSwitchedOff() {
        set(IfsRealm.NO_DIRECT);

        assertThat(failure()).satisfies(shows("no-service-account", "ifs"));
    }

    @Test
    void aSecretForAPublicClient() {
        client.put("client-id", IfsRealm.PUBLIC_CLIENT_ID);

        assertThat(failure()).satisfies(shows("public-client", "ifs"));
    }

    @Test
    void aConfidentialClientWithoutItsSecret() {
        person(IfsRealm.ALICE);
        client.put("client-id", IfsRealm.ROPC.id());
        client.remove("client-secret");

        assertThat(failure()).satisfies(shows("no-secret", "ifs"));
    }

    @Test
    void aWrongPassword() {
        person(new IfsRealm.User(IfsRealm.ALICE.name(), "not-the-password"));

        assertThat(failure()).satisfies(shows("wrong-password", "ifs")).doesNotContain("not-the-password");
    }

    @Test
    void anAccountThatIsSwitchedOff() {
        person(IfsRealm.DISABLED);

        assertThat(failure()).satisfies(shows("account-disabled", "ifs"));
    }

    @Test
    void aScopeThatTheClientMayNotAskFor() {
        client.put("scope", "nosuchscope");

        assertThat(failure()).satisfies(shows("unknown-scope", "ifs"));
    }

    @Test
    void anOptionWithoutAValue() {
        client.put("scope", "");

        assertThat(failure()).satisfies(shows("empty-value", "ifs"));
    }

    @Test
    void aSessionThatTheAdministratorHasEnded() throws Exception {
        person(IfsRealm.ALICE);
        String refreshToken = signIn();
        refresh(refreshToken);
        keycloak.admin().logOut(IfsRealm.NAME, IfsRealm.ALICE.name());

        assertThat(failure()).satisfies(shows("session-not-active", "ifs")).doesNotContain(refreshToken);
    }

    @Test
    void anAddressToComeBackToThatTheServerDoesNotKnow() throws Exception {
        client.put("grant", "authorization_code");
        client.put("redirect-uri", "https://elsewhere.example.com/connected");
        try (CamelApplication application = start(ROUTES.replace("output=body", "operation=authorizationRequest"))) {
            String location = application
                    .template()
                    .request("direct:token", exchange -> {})
                    .getMessage()
                    .getHeader("Location", String.class);

            assertThat(new Browser().get(URI.create(location)).body()).satisfies(shows("redirect-uri", "ifs"));
        }
    }

    private String signIn() throws Exception {
        String form = "grant_type=password&client_id=" + IfsRealm.ROPC.id() + "&client_secret=" + IfsRealm.ROPC.secret()
                + "&username=" + IfsRealm.ALICE.name() + "&password=" + IfsRealm.ALICE.password();
        String answer =
                new Browser().post(keycloak.tokenEndpoint(IfsRealm.NAME), form).body();
        return new ObjectMapper().readTree(answer).required("refresh_token").asText();
    }

    private void set(IfsRealm.Client registered) {
        client.put("client-id", registered.id());
        client.put("client-secret", registered.secret());
    }

    private void person(IfsRealm.User user) {
        set(IfsRealm.ROPC);
        client.put("grant", "password");
        client.put("username", user.name());
        client.put("password", user.password());
    }

    private void refresh(String refreshToken) {
        client.put("grant", "refresh_token");
        client.remove("username");
        client.remove("password");
        client.put("refresh-token", refreshToken);
        client.put("reusable-refresh-token", "true");
    }

    private Map<?, ?> token() throws Exception {
        try (CamelApplication application = start(ROUTES)) {
            return application.template().requestBody("direct:token", null, Map.class);
        }
    }

    private String failure() {
        Throwable failure = catchThrowable(this::token);
        assertThat(failure).isNotNull();
        StringBuilder said = new StringBuilder();
        for (Optional<Throwable> cause = Optional.of(failure);
                cause.isPresent();
                cause = cause.map(Throwable::getCause)) {
            said.append(cause.get().getMessage()).append('\n');
        }
        return said.toString();
    }

    private CamelApplication start(String yaml) throws Exception {
        Map<String, String> properties = new TreeMap<>();
        client.forEach((option, value) -> properties.put("camel.component.oidc-token.clients[ifs]." + option, value));
        return CamelApplication.start(properties, yaml);
    }
}
