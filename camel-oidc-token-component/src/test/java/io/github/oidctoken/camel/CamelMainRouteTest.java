package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.oidctoken.testkit.CapturedLog;
import io.github.oidctoken.testkit.ScriptedTransport;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A route of camel-main: properties are bound, then routes are built, and only then is the component started. */
class CamelMainRouteTest {

    private static final String CLIENT = "camel.component.oidc-token.clients[ifs].";

    private final ScriptedTransport server = new ScriptedTransport();
    private final Main main = new Main();

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void aRouteGetsTheTokenOfAClientThatPropertiesConfigure() throws Exception {
        server.thenJson(200, token("first"));
        configure("client_credentials");

        start("oidc-token:ifs?output=header");
        Object header = main.getCamelTemplate()
                .request("direct:start", exchange -> {})
                .getMessage()
                .getHeader("Authorization");

        assertThat(header).isEqualTo("Bearer first");
    }

    @Test
    void aRouteToAnUnknownClientDoesNotStart() {
        configure("client_credentials");

        Throwable failure = catchThrowable(() -> start("oidc-token:ifx?output=header"));

        assertThat(Failures.text(failure)).contains("Configured are: ifs. Did you mean 'ifs'?");
    }

    @Test
    void aRouteToAClientWithWrongOptionsDoesNotStart() {
        configure("clientcredentials");

        Throwable failure = catchThrowable(() -> start("oidc-token:ifs?output=header"));

        assertThat(Failures.text(failure))
                .contains("clients[ifs].grant is not a supported grant")
                .doesNotContain("HUSH");
    }

    @Test
    void aSecretWithAPlaceholderThatIsNotDefinedIsNotPrinted() {
        configure("client_credentials");
        main.addInitialProperty(CLIENT + "client-secret", "HUSH{{nowhere}}");

        try (CapturedLog log = CapturedLog.open()) {
            Throwable failure = catchThrowable(() -> start("oidc-token:ifs?output=header"));

            assertThat(Failures.text(failure))
                    .contains("clients[ifs].client-secret holds a {{placeholder}}")
                    .doesNotContain("HUSH");
            assertThat(log.text()).contains("is starting").doesNotContain("HUSH");
        }
    }

    private void configure(String grant) {
        main.bind("oidc-token", new OidcTokenComponent((context, scheduler) -> server));
        main.addInitialProperty(CLIENT + "token-endpoint", "https://id.example.com/token");
        main.addInitialProperty(CLIENT + "client-id", "camel");
        main.addInitialProperty(CLIENT + "client-secret", "HUSH");
        main.addInitialProperty(CLIENT + "grant", grant);
    }

    private void start(String uri) {
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to(uri);
            }
        });
        main.start();
    }
}
