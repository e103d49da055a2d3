package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.testkit.EndpointPaths;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A Spring Boot application with the starter, a YAML route and properties, and nothing else. */
class OidcTokenAutoConfigurationTest {

    private static final String KEY = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .paths(EndpointPaths.keycloak("ifs"))
            .client("camel", "s3cret")
            .user("alice", "wonderland")
            .build());
    private final ProtectedApi api = ProtectedApi.start(server.accessTokenVerifier());
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, OidcTokenAutoConfiguration.class))
            .withPropertyValues(
                    "camel.main.routes-include-pattern=classpath:routes/*.yaml",
                    "orders.url=" + api.uri("/orders"),
                    "ifs.secret=s3cret");

    @AfterEach
    void stop() {
        api.close();
        server.close();
    }

    @Test
    void aRouteThatNamesNoClientIsAuthorizedByTheClientsPattern() {
        application
                .withPropertyValues("camel.main.routes-include-pattern=classpath:unnamed/*.yaml")
                .withPropertyValues(client("camel.component.oidc-token.clients[ifs].routes=unnamed-*"))
                .run(context -> {
                    assertThat(context.getBean(ProducerTemplate.class)
                                    .requestBody("direct:unnamed", null, String.class))
                            .contains("P10001");
                    assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200);
                });
    }

    /** A listener of the starter's own would make Camel send an event for each step of each exchange. */
    @Test
    void nobodyListensToCamelsEventsBecauseOfTheStarter() {
        application
                .withPropertyValues(client(""))
                .run(context -> assertThat(context.getBean(CamelContext.class)
                                .getManagementStrategy()
                                .getEventNotifiers())
                        .isEmpty());
    }

    @Test
    void theYamlRouteCallsTheApiWithATokenOfTheConfiguredClient() {
        application.withPropertyValues(client("")).run(context -> {
            assertThat(context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class))
                    .contains("P10001");
            assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200);
        });
    }

    @Test
    void camelPlaceholdersInValuesAreResolved() {
        application
                .withPropertyValues(client("camel.component.oidc-token.clients[ifs].client-secret={{ifs.secret}}"))
                .run(context -> assertThat(context.getBean(ProducerTemplate.class)
                                .requestBody("direct:orders", null, String.class))
                        .contains("P10001"));
    }

    @ParameterizedTest
    @CsvSource({
        "camel.component.oidc-token.clients[ifs].client-secrte, client-secret",
        "camel.component.oidc-token.clients.ifs.clientSecrte, client-secret",
        "camel.component.oidc-token.clients.ifs.tokenEndpont, token-endpoint",
    })
    void aMistypedKeyStopsTheStartWithTheNearestNameAndWithoutItsValue(String key, String meant) {
        application
                .withPropertyValues(client(key + "=HUSH-HUSH"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnknownClientOptionException.class)
                        .hasMessageContaining("Did you mean '" + meant + "'?")
                        .hasMessageNotContaining("HUSH"));
    }

    @ParameterizedTest
    @CsvSource({
        "repositry, repository",
        "token-repositroy, token-repositroy",
        "encryption-key, encryption-keys",
        "encryptionkesy, encryption-keys",
        "allow-plain-txt, allow-plaintext",
        "create-tabel, create-table"
    })
    void aMistypedKeyOfTheComponentStopsTheStartWithoutItsValue(String key, String meant) {
        application
                .withPropertyValues(client("camel.component.oidc-token." + key + "=HUSH-HUSH"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(key)
                        .hasMessageContaining(meant)
                        .hasMessageNotContaining("HUSH"));
    }

    @Test
    void aSessionInTheDataSourceOfTheApplicationOutlivesIt() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:starter;DB_CLOSE_DELAY=-1");
        ApplicationContextRunner stored = application
                .withBean("dataSource", DataSource.class, () -> database)
                .withPropertyValues(client("camel.component.oidc-token.repository=jdbc"))
                .withPropertyValues(
                        "camel.component.oidc-token.create-table=true",
                        "camel.component.oidc-token.table-name=tokens",
                        "camel.component.oidc-token.encryption-keys=k1:{{tokens.key}}",
                        "tokens.key=" + KEY);
        for (int start = 0; start < 2; start++) {
            stored.run(context -> assertThat(
                            context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class))
                    .contains("P10001"));
        }

        assertThat(api.calls()).extracting(RecordedCall::status).containsExactly(200, 200);
        assertThat(server.statistics().requests()).isEqualTo(1);
    }

    @Test
    void aStoreWithoutAKeyStopsTheStartAndSaysWhatToWrite() {
        application
                .withBean("dataSource", DataSource.class, JdbcDataSource::new)
                .withPropertyValues(client("camel.component.oidc-token.repository=jdbc"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("openssl rand -base64 32")
                        .hasMessageContaining("camel.component.oidc-token.encryption-keys = k1:")
                        .hasMessageContaining("allow-plaintext = true"));
    }

    @Test
    void aMistypedRepositoryStopsTheStartAndNamesTheNearest() {
        application
                .withBean("dataSource", DataSource.class, JdbcDataSource::new)
                .withPropertyValues(client("camel.component.oidc-token.repository=jbdc"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("DataSource beans: [dataSource]. Did you mean 'jdbc'?"));
    }

    @Test
    void theMetadataHintsAtTheRepositoriesThereAre() throws IOException {
        try (InputStream metadata =
                getClass().getResourceAsStream("/META-INF/additional-spring-configuration-metadata.json")) {
            JsonNode hint = new ObjectMapper().readTree(metadata).path("hints").get(0);

            assertThat(hint.path("name").asText()).isEqualTo("camel.component.oidc-token.repository");
            assertThat(hint.path("values").findValuesAsText("value"))
                    .containsExactly("memory", "jdbc", "jdbc:NAME", "file:DIR");
        }
    }

    @Test
    void aParameterWithADotInItsNameIsNotMangledInSilence() {
        application
                .withPropertyValues(client("camel.component.oidc-token.clients[ifs].parameters.a.b=HUSH"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("clients[ifs].parameters.a is not one value")
                        .hasMessageNotContaining("HUSH"));
    }

    @Test
    void optionsOfTheComponentReachIt() {
        application
                .withPropertyValues(client("camel.component.oidc-token.lazy-start-producer=true"))
                .withPropertyValues("camel.component.oidc-token.customizer.enabled=true")
                .run(context -> assertThat(context.getBean(CamelContext.class)
                                .getComponent("oidc-token", OidcTokenComponent.class)
                                .isLazyStartProducer())
                        .isTrue());
    }

    @Test
    void aNodeMayBeNamedAndASessionKeptAlive() {
        application
                .withPropertyValues(client("camel.component.oidc-token.node-id=esb-1"))
                .withPropertyValues("camel.component.oidc-token.clients[ifs].keep-alive=true")
                .run(context -> {
                    OidcTokenComponent component =
                            context.getBean(CamelContext.class).getComponent("oidc-token", OidcTokenComponent.class);
                    assertThat(component.getNodeId()).isEqualTo("esb-1");
                    assertThat(component.client("ifs").registration().renewal().keepAlive())
                            .isTrue();
                });
    }

    @Test
    void aWrongOptionStopsTheStartAndNamesItself() {
        application
                .withPropertyValues(client("camel.component.oidc-token.clients[ifs].grant=passwort"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("clients[ifs].grant is not a supported grant"));
    }

    @Test
    void whoSwitchesItOffConfiguresTheComponentHimself() {
        application
                .withPropertyValues(
                        "camel.component.oidc-token.enabled=false", "camel.main.routes-include-pattern=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OidcTokenProperties.class));
    }

    @Test
    void theFailureAnalyzerIsRegistered() {
        assertThat(org.springframework.core.io.support.SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(org.springframework.boot.diagnostics.FailureAnalyzer.class, (type, name, failure) -> {}))
                .hasAtLeastOneElementOfType(UnknownClientOptionFailureAnalyzer.class);
    }

    private String[] client(String more) {
        String prefix = "camel.component.oidc-token.clients[ifs].";
        List<String> properties = new java.util.ArrayList<>(List.of(
                prefix + "provider=ifs-cloud",
                prefix + "base-url=http://127.0.0.1:" + server.port(),
                prefix + "realm=ifs",
                prefix + "client-id=camel",
                prefix + "client-secret=s3cret",
                prefix + "grant=password",
                prefix + "username=alice",
                prefix + "password=wonderland",
                prefix + "targets=" + api.uri("/")));
        if (!more.isEmpty()) {
            properties.add(more);
        }
        return properties.toArray(String[]::new);
    }
}
