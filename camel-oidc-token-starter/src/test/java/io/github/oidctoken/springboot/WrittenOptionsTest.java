package io.github.oidctoken.springboot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

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
    void aListIsReadAsTheTextWithCommasThatItCouldHaveBeen() {
        application
                .withPropertyValues(servers.client(
                        "camel.component.oidc-token.clients[ifs].scope[0]=orders",
                        "camel.component.oidc-token.clients[ifs].scope[1]=invoices",
                        "camel.component.oidc-token.clients[ifs].routes[0]=orders-*"))
                .run(context -> assertThat(ifs(context))
                        .extracting(ClientProperties::getScope, ClientProperties::getRoutes)
                        .containsExactly("orders,invoices", "orders-*"));
    }

    @Test
    void aListComesBeforeTheTextOfALowerSource() {
        application
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addLast(new MapPropertySource(
                                "lower", Map.of("camel.component.oidc-token.clients[ifs].scope", "everything"))))
                .withPropertyValues(servers.client("camel.component.oidc-token.clients[ifs].scope[0]=orders"))
                .run(context -> assertThat(ifs(context))
                        .extracting(ClientProperties::getScope)
                        .isEqualTo("orders"));
    }

    @Test
    void aPlaceholderWithoutQuotesInYamlSaysWhatIsMissing() throws IOException {
        Resource yaml = new ByteArrayResource("""
                camel.component.oidc-token.clients.ifs:
                  client-secret: {{env:HUSH}}
                """.getBytes(UTF_8));
        PropertySource<?> source =
                new YamlPropertySourceLoader().load("yaml", yaml).get(0);

        application
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(source))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(
                                "In YAML a value that begins with a brace stands in quotes: \"{{NAME}}\"."));
    }

    @Test
    void anOptionOfOneValueSaysThatItTakesNoList() {
        application
                .withPropertyValues(servers.client("camel.component.oidc-token.clients[ifs].client-id[0]=HUSH-HUSH"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("client-id takes one text, not a list.")
                        .hasMessageNotContaining("HUSH"));
    }

    @Test
    void aNameBelowAnOptionOfOneValueIsRefused() {
        application
                .withPropertyValues(
                        servers.client("camel.component.oidc-token.clients[ifs].client-secret.value=HUSH-HUSH"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("client-secret takes one value, and no names below it.")
                        .hasMessageNotContaining("HUSH"));
    }

    @Test
    void clientsInAListSayThatTheyHaveNames() {
        application
                .withPropertyValues("camel.component.oidc-token.clients[0].name=ifs")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(
                                "Clients are no list: write camel.component.oidc-token.clients.NAME.client-id."));
    }

    @Test
    void anOptionOfAClientThatStandsAtTheComponentSaysWhereItBelongs() {
        application
                .withPropertyValues("camel.component.oidc-token.client-secret=HUSH-HUSH")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(
                                "It is an option of a client: write camel.component.oidc-token.clients[NAME].client-secret.")
                        .hasMessageNotContaining("HUSH"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAMEL_COMPONENT_OIDCTOKEN_CLIENTS_MYERP_CLIENTSECRET",
                "CAMEL_COMPONENT_OIDC_TOKEN_CLIENTS_MY_ERP_CLIENT_SECRET"
            })
    void aClientIsCalledAsInTheFileHoweverAVariableMustSpellIt(String variable) {
        environment(Map.of(variable, "s3cret"))
                .withPropertyValues(servers.client("camel.component.oidc-token.clients.my-erp.token-endpoint="
                        + servers.server().tokenEndpoint()))
                .withPropertyValues("camel.component.oidc-token.clients.my-erp.client-id=camel")
                .run(context -> assertThat(
                                context.getBean(OidcTokenProperties.class).getClients())
                        .containsOnlyKeys("ifs", "my-erp")
                        .extractingByKey("my-erp")
                        .extracting(ClientProperties::getClientSecret)
                        .isEqualTo("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAMEL_COMPONENT_OIDC_TOKEN_CLIENTS_IFS_CLIENT_SECRET",
                "CAMEL_COMPONENT_OIDC_TOKEN_CLIENTS_IFS_CLIENT_SECRTE",
                "CAMEL_COMPONENT_OIDCTOKEN_CLIENTS_IFS_CLIENTSECRTE"
            })
    void aVariableThatSetsNothingIsNamedWhereItsOptionIsMissed(String variable) {
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment
                .getPropertySources()
                .replace(
                        name,
                        new SystemEnvironmentPropertySource(
                                name, Map.of(variable, "HUSH", "CAMEL_COMPONENT_OIDCTOKEN_REPOSITORY", "memory")));

        assertThat(new PropertyPlaces(environment).of(List.of(SECRET)))
                .startsWith(SECRET + " is not set. The environment");
        assertThat(MissedVariable.hint(environment, ConfigurationPropertyName.of(SECRET)))
                .isEqualTo(" The environment variable " + variable
                        + " does not set it: write CAMEL_COMPONENT_OIDCTOKEN_CLIENTS_IFS_CLIENTSECRET.");
        assertThat(MissedVariable.hint(
                        environment, ConfigurationPropertyName.of("camel.component.oidc-token.clients[ifs].realm")))
                .isEmpty();
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

    private static ClientProperties ifs(ApplicationContext context) {
        return Objects.requireNonNull(
                context.getBean(OidcTokenProperties.class).getClients().get("ifs"));
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
