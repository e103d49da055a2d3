package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import io.github.oidctoken.testkit.keycloak.JwksVerifier;
import io.github.oidctoken.testkit.keycloak.KeycloakServer;
import io.github.oidctoken.testkit.keycloak.SharedKeycloak;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of sending by every HTTP component with tokens of a real Keycloak, to an API that checks signature, issuer,
 * audience and expiry by a library.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendingIT {

    private static final String FIRST_ROUTE = """
            - route:
                from:
                  uri: direct:nothing
                  steps:
                    - log: {message: nothing}
            """;

    private final KeycloakServer keycloak = SharedKeycloak.get();
    private final ProtectedApi api =
            ProtectedApi.start(JwksVerifier.of(keycloak, IfsRealm.NAME, IfsRealm.AUDIENCE)::verify);
    private final FakeApi foreign = new FakeApi();
    private CamelApplication application;
    private SendingMatrix matrix;

    @BeforeAll
    void start() throws Exception {
        String client = "camel.component.oidc-token.clients[ifs].";
        application = CamelApplication.start(
                Map.of(
                        client + "provider", "ifs-cloud",
                        client + "base-url", keycloak.origin().toString(),
                        client + "realm", IfsRealm.NAME,
                        client + "client-id", IfsRealm.SERVICE.id(),
                        client + "client-secret", IfsRealm.SERVICE.secret(),
                        client + "targets", api.uri("/api").toString()),
                FIRST_ROUTE);
        // every JWT begins so
        matrix = new SendingMatrix(application.context(), api, foreign, "eyJ");
        matrix.addRoutes(application
                .context()
                .getComponent("oidc-token", OidcTokenComponent.class)
                .client("ifs"));
    }

    @AfterAll
    void stop() {
        application.close();
        api.close();
        foreign.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.oidctoken.camel.http.SendingMatrix#cells")
    void theApiFindsTheTokenValidAndTheForeignHostGetsNone(SendingWay way, HttpComponent component) {
        assertThat(matrix.unrefused(way, component))
                .isEqualTo(SendingMatrix.Outcome.expectedOf(way).unrefused());
    }

    /** In some ways only: after each renewal the next one has to wait for a hundredth of the token's life. */
    static Stream<Arguments> refusedCells() {
        return Stream.of(SendingWay.TO, SendingWay.SPLIT_PARALLEL)
                .flatMap(way -> SendingMatrix.COMPONENTS.stream().map(component -> Arguments.of(way, component)));
    }

    @ParameterizedTest
    @MethodSource("refusedCells")
    void aTokenThatTheApiRefusesIsReplaced(SendingWay way, HttpComponent component) {
        assertThat(matrix.outcome(way, component)).isEqualTo(SendingMatrix.Outcome.expectedOf(way));
    }
}
