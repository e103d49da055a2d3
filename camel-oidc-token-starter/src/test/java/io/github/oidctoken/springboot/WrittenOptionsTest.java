package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Options of clients are found wherever Spring Boot finds properties, and however they are spelled there. */
class WrittenOptionsTest {

    private static final String SECRET = "camel.component.oidc-token.clients[ifs].client-secret";

    private final IfsServers servers = IfsServers.start();
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, OidcTokenAutoConfiguration.class))
            .withPropertyValues("camel.main.routes-include-pattern=classpath:routes/orders.yaml");

    @AfterEach
    void stop() {
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.oidc-token.clients.ifs.client-secret",
                "camel.component.oidc-token.clients[ifs].clientSecret",
                "camel.component.oidcToken.clients.ifs.client_secret",
            })
    void anOptionIsReadInEverySpelling(String secret) {
        application
                .withPropertyValues(withoutSecret(secret + "=s3cret"))
                .run(context -> assertThat(context.getBean(ProducerTemplate.class)
                                .requestBody("direct:orders", null, String.class))
                        .contains("P10001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAMEL_COMPONENT_OIDCTOKEN_CLIENTS_IFS_CLIENTSECRET",
                "CAMEL_COMPONENT_OIDC_TOKEN_CLIENTS_IFS_CLIENT_SECRET"
            })
    void anOptionThatOnlyTheEnvironmentHoldsIsRead(String variable) {
        environment(Map.of(variable, "s3cret"))
                .withPropertyValues(withoutSecret())
                .run(context -> assertThat(context.getBean(ProducerTemplate.class)
                                .requestBody("direct:orders", null, String.class))
                        .contains("P10001"));
    }

    @Test
    void aMistypedVariableStopsTheStart() {
        environment(Map.of("CAMEL_COMPONENT_OIDCTOKEN_CLIENTS_IFS_CLIENTSECRTE", "HUSH-HUSH"))
                .withPropertyValues(servers.client())
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(UnknownClientOptionException.class)
                        .hasMessageContaining("Did you mean 'client-secret'?")
                        .hasMessageNotContaining("HUSH"));
    }

    @Test
    void anOptionInASourceThatDoesNotTellItsNamesIsRead() {
        application
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(new Silent(SECRET, "s3cret")))
                .withPropertyValues(withoutSecret())
                .run(context -> assertThat(context.getBean(ProducerTemplate.class)
                                .requestBody("direct:orders", null, String.class))
                        .contains("P10001"));
    }

    @Test
    void aListSaysHowToWriteIt() {
        application
                .withPropertyValues(servers.client("camel.component.oidc-token.clients[ifs].scope[0]=HUSH-HUSH"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("scope takes one text. Write several values with commas between them.")
                        .hasMessageNotContaining("HUSH"));
    }

    @Test
    void aValueThatItsOptionDoesNotTakeStopsTheStartAndIsNamed() {
        application
                .withPropertyValues(servers.client("camel.component.oidc-token.clients[ifs].max-wait=soon"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("camel.component.oidc-token.clients[ifs].max-wait")
                        .hasStackTraceContaining("'soon' is not a valid duration"));
    }

    @Test
    void aClientInOneValueStopsTheStart() {
        application
                .withPropertyValues(servers.client("camel.component.oidc-token.clients.other=camel"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("camel.component.oidc-token.clients.other"));
    }

    @Test
    void optionsOfOneClientInSeveralSourcesAndSpellingsComeTogether() {
        environment(Map.of("CAMEL_COMPONENT_OIDCTOKEN_CLIENTS_IFS_SCOPE", "orders"))
                .withPropertyValues(servers.client(
                        "camel.component.oidc-token.clients.ifs.max-wait=7s",
                        "camel.component.oidc-token.clients[ifs].parameters.tenant=acme"))
                .run(context -> {
                    Map<String, ClientProperties> clients =
                            context.getBean(OidcTokenProperties.class).getClients();
                    assertThat(clients).containsOnlyKeys("ifs");
                    assertThat(clients.values()).singleElement().satisfies(ifs -> {
                        assertThat(ifs.getScope()).isEqualTo("orders");
                        assertThat(ifs.getMaxWait()).hasSeconds(7);
                        assertThat(ifs.getParameters()).containsEntry("tenant", "acme");
                    });
                });
    }

    @Test
    void aMistypedWordBeforeTheClientsNameIsFoundToo() {
        application
                .withPropertyValues(servers.client("camel.component.oidc-token.client.ifs.client-secret=HUSH-HUSH"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Did you mean 'clients'?")
                        .hasMessageNotContaining("HUSH"));
    }

    private ApplicationContextRunner environment(Map<String, Object> variables) {
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        return application.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .replace(name, new SystemEnvironmentPropertySource(name, variables)));
    }

    private String[] withoutSecret(String... more) {
        return java.util.Arrays.stream(servers.client(more))
                .filter(property -> !property.equals("camel.component.oidc-token.clients[ifs].client-secret=s3cret"))
                .toArray(String[]::new);
    }

    /** Knows one property, and answers only when it is asked for it. */
    private static final class Silent extends PropertySource<String> {

        private final String value;

        Silent(String key, String value) {
            super("silent", key);
            this.value = value;
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return name.equals(getSource()) ? value : null;
        }
    }
}
