package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.EndpointPaths;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** The route file and the property lines below {@code same/} run by camel-main; the starter has the same test for Spring Boot. */
class SameFilesMainTest {

    @Test
    void theFilesRunByCamelMain() throws Exception {
        Main main = new Main();
        try (StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
                        .paths(EndpointPaths.keycloak("ifs"))
                        .client("camel", "s3cret")
                        .user("alice", "wonderland")
                        .build());
                ProtectedApi api = ProtectedApi.start(server.accessTokenVerifier())) {
            main.setDefaultPropertyPlaceholderLocation("classpath:same/application.properties");
            main.addInitialProperty("ifs.url", "http://127.0.0.1:" + server.port());
            main.addInitialProperty("ifs.secret", "s3cret");
            main.addInitialProperty("orders.url", api.uri("/orders").toString());
            main.start();

            assertThat(main.getCamelTemplate().requestBody("direct:orders", null, String.class))
                    .contains("P10001");
            assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200);
            OidcTokenComponent component = main.getCamelContext().getComponent("oidc-token", OidcTokenComponent.class);
            ClientRegistration client = component.client("ifs").registration();
            assertThat(component.getNodeId()).isEqualTo("esb-1");
            assertThat(client.renewal().refreshMargin()).isEqualTo(Duration.ofSeconds(30));
            assertThat(client.request().parameters()).isEqualTo(Map.of("x-y", "1", "tenant", "acme"));
        } finally {
            main.stop();
        }
    }
}
