package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.oidctoken.testkit.EndpointPaths;
import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.actuate.health.CamelHealthCheckAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** The clients' health and meters as Spring Boot's actuator has them. */
class ActuatorTest {

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(StrictServerSettings.builder()
            .paths(EndpointPaths.keycloak("ifs"))
            .client("camel", "s3cret")
            .build());
    private final ProtectedApi api = ProtectedApi.start(server.accessTokenVerifier());
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HealthContributorAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class,
                    CamelHealthCheckAutoConfiguration.class,
                    CamelAutoConfiguration.class,
                    OidcTokenAutoConfiguration.class,
                    OidcTokenActuatorAutoConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues(
                    "camel.main.routes-include-pattern=classpath:routes/*.yaml",
                    "orders.url=" + api.uri("/orders"),
                    "camel.component.oidc-token.clients[ifs].provider=ifs-cloud",
                    "camel.component.oidc-token.clients[ifs].base-url=http://127.0.0.1:" + server.port(),
                    "camel.component.oidc-token.clients[ifs].realm=ifs",
                    "camel.component.oidc-token.clients[ifs].client-id=camel",
                    "camel.component.oidc-token.clients[ifs].client-secret=s3cret",
                    "camel.component.oidc-token.clients[ifs].targets=" + api.uri("/"));

    @AfterEach
    void stop() {
        api.close();
        server.close();
    }

    @Test
    void theHealthOfAClientAndItsMetersAreShown() {
        application.withPropertyValues("camel.health.exposure-level=full").run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class);

            assertThat(health(context).getDetails().toString()).contains("oidc-token:ifs=UP", "secondsToExpiry");
            // callers go on before listeners are told
            await().untilAsserted(() -> assertThat(context.getBean(MeterRegistry.class)
                            .find("oidc.token.renewals")
                            .tag("outcome", "obtained")
                            .counters())
                    .extracting(Counter::count)
                    .containsExactly(1.0));
        });
    }

    @Test
    void aWrongSecretIsDownWithItsReasonAndWithoutTheSecret() {
        application
                .withPropertyValues("camel.component.oidc-token.clients[ifs].client-secret=canary-secret")
                .run(context -> {
                    context.getBean(ProducerTemplate.class).send("direct:orders", exchange -> {});

                    assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health(context).getDetails().toString())
                            .contains("oidc-token:ifs=DOWN", "reason=Client 'ifs'")
                            .doesNotContain("canary-secret");
                });
    }

    @Test
    void aHealthGroupMayHoldTheClients() {
        application
                .withPropertyValues(
                        "management.endpoint.health.group.tokens.include=oidcToken",
                        "management.endpoint.health.group.tokens.show-details=always")
                .run(context -> {
                    context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class);

                    HealthComponent group =
                            context.getBean(HealthEndpoint.class).healthForPath("tokens");

                    assertThat(group.getStatus()).isEqualTo(Status.UP);
                    HealthComponent client =
                            context.getBean(HealthEndpoint.class).healthForPath("tokens", "oidcToken", "ifs");
                    assertThat(client)
                            .isInstanceOfSatisfying(
                                    Health.class,
                                    health -> assertThat(health.getDetails())
                                            .containsEntry("client", "ifs")
                                            .containsKeys("expiresAt", "secondsToExpiry", "lastRenewedAt"));
                });
    }

    @Test
    void theValuesOfPropertiesAreShownWithoutSecretsWhereSomebodyHasThemShown() {
        application
                .withConfiguration(AutoConfigurations.of(
                        ConfigurationPropertiesReportEndpointAutoConfiguration.class,
                        EnvironmentEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.env.show-values=always",
                        "management.endpoint.configprops.show-values=always",
                        "camel.component.oidc-token.clients[ifs].clientSecret=HUSH-HUSH",
                        "camel.component.oidc-token.encryption-keys=k1:HUSH-HUSH")
                .run(context -> {
                    ObjectMapper json = new ObjectMapper();
                    String shown = json.writeValueAsString(
                                    context.getBean(EnvironmentEndpoint.class).environment("oidc-token"))
                            + json.writeValueAsString(context.getBean(ConfigurationPropertiesReportEndpoint.class)
                                    .configurationPropertiesWithPrefix("camel.component.oidc-token"));

                    assertThat(shown)
                            .contains("clientSecret", "encryptionKeys", "ifs-cloud", "******")
                            .doesNotContain("HUSH", "s3cret");
                });
    }

    @Test
    void theClientsMayBeLeftOutOfHealth() {
        application
                .withPropertyValues("management.health.oidc-token.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("oidcTokenHealthContributor"));
    }

    @Test
    void aHealthContributorOfTheApplicationComesInsteadOfTheStarters() {
        HealthIndicator own = () -> Health.up().withDetail("whose", "mine").build();

        application
                .withBean("oidcTokenHealthContributor", HealthContributor.class, () -> own)
                .run(context -> assertThat(context.getBean("oidcTokenHealthContributor"))
                        .isSameAs(own));
    }

    @Test
    void withoutTheActuatorTheApplicationStartsAllTheSame() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        CamelAutoConfiguration.class,
                        OidcTokenAutoConfiguration.class,
                        OidcTokenActuatorAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(OidcTokenProperties.class)
                        .doesNotHaveBean(OidcTokenActuatorAutoConfiguration.class));
    }

    @Test
    void theInfoTellsTheClientsWithoutTheirSecretsWhereItIsWanted() {
        application
                .withPropertyValues("management.info.oidc-token.enabled=true")
                .run(context -> {
                    Info.Builder info = new Info.Builder();
                    context.getBean(InfoContributor.class).contribute(info);

                    assertThat(info.build().getDetails().toString())
                            .contains("ifs={clientId=camel, grant=client_credentials, server=http://127.0.0.1:")
                            .doesNotContain("s3cret");
                });
        application.run(context -> assertThat(context).doesNotHaveBean(InfoContributor.class));
    }

    private static Health health(ApplicationContext context) {
        return context.getBean("camelHealth", HealthIndicator.class).health();
    }
}
