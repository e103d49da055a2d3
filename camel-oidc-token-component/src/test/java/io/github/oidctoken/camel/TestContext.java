package io.github.oidctoken.camel;

import io.github.oidctoken.testkit.ScriptedTransport;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;

/** A Camel context with the component on a scripted authorization server. */
final class TestContext implements AutoCloseable {

    final ScriptedTransport server = new ScriptedTransport();
    final OidcTokenComponent component = new OidcTokenComponent((context, scheduler) -> server);
    final CamelContext context;

    private TestContext(CamelContext context) {
        this.context = context;
        context.addComponent("oidc-token", component);
    }

    static TestContext create() {
        return new TestContext(new DefaultCamelContext());
    }

    TestContext client(String name, OidcTokenConfiguration configuration) {
        component.addClient(name, configuration);
        return this;
    }

    TestContext start() {
        context.start();
        return this;
    }

    /** A valid client of the grant client_credentials. */
    static OidcTokenConfiguration service(String clientId) {
        OidcTokenConfiguration configuration = new OidcTokenConfiguration();
        configuration.setTokenEndpoint("https://id.example.com/token");
        configuration.setClientId(clientId);
        configuration.setClientSecret("s3cret");
        configuration.setTargets("https://api.example.com/");
        return configuration;
    }

    /** A valid client of the grant password. */
    static OidcTokenConfiguration person(String username) {
        OidcTokenConfiguration configuration = service("camel");
        configuration.setGrant("password");
        configuration.setUsername(username);
        configuration.setPassword("wonderland");
        return configuration;
    }

    /** A token answer. A refused token waits for its renewal for a hundredth of its life, and for a second at least: for no longer here. */
    static String token(String accessToken) {
        return token(accessToken, 100);
    }

    static String token(String accessToken, int lifetimeSeconds) {
        return "{\"access_token\":\"" + accessToken + "\",\"token_type\":\"Bearer\",\"expires_in\":" + lifetimeSeconds
                + "}";
    }

    /** Starts camel-main with these properties; the caller stops it. */
    static Main main(Map<String, String> properties) {
        Main main = new Main();
        properties.forEach(main::addInitialProperty);
        main.start();
        return main;
    }

    static OidcTokenComponent componentOf(Main main) {
        return main.getCamelContext().getComponent("oidc-token", OidcTokenComponent.class);
    }

    @Override
    public void close() {
        context.stop();
    }
}
