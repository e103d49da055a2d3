package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.oidctoken.testkit.RecordedCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The first day: the starter, a YAML route and an application.yaml, and the mistakes that one makes with them. */
@ExtendWith(OutputCaptureExtension.class)
class NewcomerTest {

    private static final String CLIENT = "--camel.component.oidc-token.clients.ifs.";

    private final IfsServers servers = IfsServers.start();

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void theRouteCallsTheApiWithAToken() {
        try (ConfigurableApplicationContext context = run()) {
            assertThat(orders(context)).contains("P10001");
            assertThat(servers.api().calls()).extracting(RecordedCall::status).containsExactly(200);
        }
    }

    @Test
    void aTypoInThePropertiesIsShownWithItsPlaceAndTheNameThatWasMeant(CapturedOutput output) {
        assertThatThrownBy(() -> run(CLIENT + "client-secrte=HUSH"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(
                        "camel.component.oidc-token.clients.ifs.client-secrte is not an option of the oidc-token component")
                .contains("Did you mean 'client-secret'?")
                .doesNotContain("HUSH");
    }

    @Test
    void aWrongValueIsShownWithTheFileAndLineOfItsProperty(CapturedOutput output) {
        assertThatThrownBy(() -> run("--ifs.url=nowhere"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Client 'ifs': clients[ifs].base-url must be an absolute https URI")
                .contains("camel.component.oidc-token.clients[ifs].base-url is set in class path resource"
                        + " [newcomer/application.yaml] - 9:21.");
    }

    @Test
    void aDurationWithoutItsUnitIsRefusedAsByCamelMain(CapturedOutput output) {
        assertThatThrownBy(() -> run(CLIENT + "default-expires-in=300"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Client 'ifs': clients[ifs].default-expires-in must be a duration such as 30s, 5m or PT30S")
                .contains("camel.component.oidc-token.clients[ifs].default-expires-in is set in");
    }

    @Test
    void aDurationWithItsUnitIsTaken() {
        try (ConfigurableApplicationContext context = run(CLIENT + "default-expires-in=300s")) {
            assertThat(orders(context)).contains("P10001");
        }
    }

    @Test
    void aMissingValueSaysWhatToSet(CapturedOutput output) {
        assertThatThrownBy(() -> run(CLIENT + "realm="));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(
                        "Client 'ifs': clients[ifs].realm is missing: provider 'ifs-cloud' derives its endpoints from it."
                                + " Set clients[ifs].realm.")
                .contains("camel.component.oidc-token.clients[ifs].realm is set, but empty, in ");
    }

    @Test
    void aWrongOptionOfTheComponentIsShownWithItsPlace(CapturedOutput output) {
        assertThatThrownBy(() -> run(
                "--camel.component.oidc-token.repository=file:target/tokens",
                "--camel.component.oidc-token.encryption-keys=HUSH"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("camel.component.oidc-token.encryption-keys is malformed")
                .contains(
                        "camel.component.oidc-token.encryption-keys is set in \"camel.component.oidc-token.encryption-keys\" from"
                                + " property source \"commandLineArgs\".")
                .doesNotContain("HUSH");
    }

    @Test
    void aStoreWithoutAKeySaysWhatToWriteAndThatTheKeyIsNotSet(CapturedOutput output) {
        assertThatThrownBy(() -> run("--camel.component.oidc-token.repository=file:target/tokens"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("openssl rand -base64 32")
                .contains("camel.component.oidc-token.encryption-keys is not set.");
    }

    @Test
    void aRouteToAnUnknownClientSaysWhichThereAre(CapturedOutput output) {
        assertThatThrownBy(() -> run(
                "--camel.main.routes-include-pattern=classpath:routes/orders.yaml",
                "--spring.config.location=",
                "--camel.component.oidc-token.clients.ifx.token-endpoint=" + servers.baseUrl() + "/token",
                "--camel.component.oidc-token.clients.ifx.client-id=camel",
                "--camel.component.oidc-token.clients.ifx.client-secret=s3cret"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Client 'ifs': no such client is configured. Configured are: ifx. Did you mean 'ifx'?")
                .contains("Look where 'ifs' is named in routes");
    }

    @Test
    void aMistypedOptionOfAnEndpointIsShownWithTheOneThatWasMeant(CapturedOutput output) {
        assertThatThrownBy(() -> run("--camel.main.routes-include-pattern=classpath:newcomer/mistyped.yaml"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("'scoope' is not an option of the endpoint. Did you mean 'scope'?")
                .contains("Correct the endpoint in the route.");
    }

    @Test
    void aPlaceholderThatNobodyDefinesStopsTheStart(CapturedOutput output) {
        assertThatThrownBy(() -> run(CLIENT + "client-secret=${IFS_SECRET_THAT_IS_NOT_SET}"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Client 'ifs': clients[ifs].client-secret is a ${placeholder} that nothing has resolved.")
                .contains("camel.component.oidc-token.clients[ifs].client-secret is set in");
    }

    @Test
    void whoeverSwitchesTheStarterOffIsToldSoWhereClientsAreMissed(CapturedOutput output) {
        assertThatThrownBy(() -> run("--camel.component.oidc-token.enabled=false"));

        assertThat(output)
                .contains("Client 'ifs': no such client is configured")
                .contains("camel.component.oidc-token.enabled is false, so that the properties below");
    }

    @ParameterizedTest
    @CsvSource({
        "ssl-bundle, idp, names 'idp'; which is not below spring.ssl.bundle",
        "ssl-context-parameters, #bean:idp, there is no such SSLContextParameters bean"
    })
    void anOptionThatNeedsSomethingElseIsShownWithItsPlace(
            String option, String value, String said, CapturedOutput output) {
        assertThatThrownBy(() -> run("--camel.component.oidc-token." + option + "=" + value));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(said.split("; "))
                .contains("camel.component.oidc-token." + option + " is set in");
    }

    @Test
    void aWrongSecretSaysWhoRefusedWhatAndWhatToCorrect() {
        try (ConfigurableApplicationContext context = run(CLIENT + "client-secret=wrong-HUSH")) {
            Throwable failure = catchThrowable(() -> orders(context)).getCause();

            assertThat(failure)
                    .hasMessageStartingWith("Client 'ifs': the client_credentials request to " + servers.baseUrl())
                    .hasMessageContaining("was refused: 401 unauthorized_client")
                    .hasMessageContaining(
                            "Most likely the secret is wrong: check clients[ifs].client-secret, then clients[ifs].client-id, then"
                                    + " clients[ifs].client-authentication")
                    .hasMessageNotContaining("HUSH");
            assertThat(servers.api().calls()).isEmpty();
        }
    }

    @Test
    void aServerThatIsDownSaysWhoCannotBeReached() {
        try (ConfigurableApplicationContext context = run("--ifs.url=http://127.0.0.1:1")) {
            Throwable failure = catchThrowable(() -> orders(context)).getCause();

            assertThat(failure)
                    .hasMessageContaining("could not be sent: connection refused by 127.0.0.1:1")
                    .hasMessageContaining("Check that the server is up and can be reached from here");
            assertThat(servers.api().calls()).isEmpty();
        }
    }

    @Test
    void twentyClientsStartWithoutAskingAnybody() {
        List<String> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String client = "--camel.component.oidc-token.clients.c" + i + ".";
            clients.addAll(List.of(
                    client + "issuer=" + servers.baseUrl() + "/auth/realms/ifs",
                    client + "client-id=camel",
                    client + "client-secret=s3cret" + i,
                    client + "principal=p" + i,
                    client + "keep-alive=false"));
        }
        try (ConfigurableApplicationContext context = run(clients.toArray(String[]::new))) {
            assertThat(context.isActive()).isTrue();
        }

        assertThat(servers.server().statistics().requests()).isZero();
    }

    private static String orders(ConfigurableApplicationContext context) {
        return context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class);
    }

    private ConfigurableApplicationContext run(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.location=classpath:newcomer/application.yaml",
                "--ifs.url=" + servers.baseUrl(),
                "--orders.url=" + servers.orders()));
        Arrays.stream(more).forEach(argument -> {
            String key = argument.substring(0, argument.indexOf('=') + 1);
            arguments.removeIf(given -> given.startsWith(key));
            arguments.add(argument);
        });
        return new SpringApplicationBuilder(NewcomerApplication.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }
}
