package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret is changed at the server and in a property source while the application runs: no restart, no failed call. */
class ChangedSecretTest {

    private static final String CLIENT = "camel.component.oidc-token.clients[fabric].";

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .client("camel", "first-secret")
            .user("alice", "wonderland")
            .build());
    private final Map<String, String> vault = new ConcurrentHashMap<>(Map.of("fabric.secret", "first-secret"));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"client_credentials, true", "password, true", "client_credentials, false", "password, false"})
    void theNextRenewalTakesTheNewSecret(String grant, boolean inProperties) throws Exception {
        Main main = start(grant, inProperties);
        try {
            TokenSource tokens =
                    TestContext.componentOf(main).client("fabric").tokens(new DefaultExchange(main.getCamelContext()));
            AccessToken first = tokens.get();
            server.changeSecret("camel", "second-secret");
            vault.put("fabric.secret", "second-secret");

            AccessToken second = tokens.renew(first).toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(server.accessTokenVerifier().verify(second.value())).isPresent();
            assertThat(server.statistics().requests()).isEqualTo(3);
            assertThat(server.statistics().reuses()).isZero();
        } finally {
            main.stop();
        }
    }

    private Main start(String grant, boolean inProperties) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.bind("vault", (PropertiesSource) new Vault(vault));
        if (inProperties) {
            main.addInitialProperty(
                    CLIENT + "token-endpoint", server.tokenEndpoint().toString());
            main.addInitialProperty(CLIENT + "client-id", "camel");
            main.addInitialProperty(CLIENT + "client-secret", "{{fabric.secret}}");
            main.addInitialProperty(CLIENT + "grant", grant);
            if (grant.equals("password")) {
                main.addInitialProperty(CLIENT + "username", "alice");
                main.addInitialProperty(CLIENT + "password", "wonderland");
            }
        } else {
            OidcTokenConfiguration client =
                    grant.equals("password") ? TestContext.person("alice") : TestContext.service("camel");
            client.setTokenEndpoint(server.tokenEndpoint().toString());
            client.setClientSecret("{{fabric.secret}}");
            OidcTokenComponent component = new OidcTokenComponent();
            component.addClient("fabric", client);
            main.bind("oidc-token", component);
        }
        main.start();
        return main;
    }

    /** A source whose values change. */
    private record Vault(Map<String, String> values) implements PropertiesSource {

        @Override
        public String getName() {
            return "vault";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return values.get(name);
        }
    }
}
