package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.camel.OidcTokenConfiguration;
import io.github.oidctoken.oauth2.repository.MemoryTokenRepository;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.repository.TokenRepository;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Beans of the application that the component takes up, or that come instead of the starter's. */
class ApplicationBeansTest {

    private final IfsServers servers = IfsServers.start();
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, OidcTokenAutoConfiguration.class))
            .withPropertyValues("camel.main.routes-include-pattern=classpath:routes/orders.yaml");

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void theOnlyTokenRepositoryBeanKeepsTheSessions() {
        MemoryTokenRepository repository = new MemoryTokenRepository();
        application
                .withBean("sessions", TokenRepository.class, () -> repository)
                .withPropertyValues(servers.client(
                        "camel.component.oidc-token.clients[ifs].grant=password",
                        "camel.component.oidc-token.clients[ifs].username=alice",
                        "camel.component.oidc-token.clients[ifs].password=wonderland",
                        "camel.component.oidc-token.allow-plaintext=true"))
                .run(context -> {
                    context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class);

                    List<TokenDocument> kept = repository.keys("").stream()
                            .map(key -> repository.find(key).orElseThrow())
                            .toList();
                    assertThat(kept).hasSize(1);
                });
    }

    @Test
    void aComponentOfTheApplicationAuthorizesRoutesByTheirIdsToo() {
        OidcTokenConfiguration client = client();
        client.setRoutes("unnamed-*");
        application
                .withConfiguration(AutoConfigurations.of(OidcTokenBeanAutoConfiguration.class))
                .withBean("oidc-token-component", OidcTokenComponent.class, () -> component(client))
                .withPropertyValues(
                        "orders.url=" + servers.orders(), "camel.main.routes-include-pattern=classpath:unnamed/*.yaml")
                .run(context -> assertThat(context.getBean(ProducerTemplate.class)
                                .requestBody("direct:unnamed", null, String.class))
                        .contains("P10001"));
    }

    @Test
    void aComponentOfTheApplicationIsLeftAlone() {
        OidcTokenComponent own = component(client());
        application
                .withBean("oidc-token", OidcTokenComponent.class, () -> own)
                .withPropertyValues("orders.url=" + servers.orders(), "camel.component.oidc-token.node-id=not-mine")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(OidcTokenProperties.class);
                    assertThat(context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class))
                            .contains("P10001");
                    assertThat(own.getNodeId()).isNull();
                });
    }

    @Test
    void propertiesOfTheApplicationComeInsteadOfTheStarters() {
        OidcTokenProperties own = new OidcTokenProperties();
        ClientProperties client = new ClientProperties();
        client.setClientSecret("s3cret");
        own.getClients().put("ifs", client);
        application
                .withBean(OidcTokenProperties.class, () -> own)
                .withPropertyValues(servers.client())
                .run(context -> {
                    assertThat(context).hasSingleBean(OidcTokenProperties.class);
                    assertThat(context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class))
                            .contains("P10001");
                });
    }

    @Test
    void aCustomizerOfTheSameNameComesInsteadOfTheStarters() {
        ComponentCustomizer own =
                ComponentCustomizer.forType(OidcTokenComponent.class, component -> component.setNodeId("mine"));
        application
                .withBean("oidcTokenComponentCustomizer", ComponentCustomizer.class, () -> own)
                .withPropertyValues(
                        "camel.main.routes-include-pattern=false", "camel.component.oidc-token.node-id=other")
                .run(context -> assertThat(context.getBean(CamelContext.class)
                                .getComponent("oidc-token", OidcTokenComponent.class)
                                .getNodeId())
                        .isEqualTo("mine"));
    }

    private OidcTokenConfiguration client() {
        OidcTokenConfiguration client = new OidcTokenConfiguration();
        client.setTokenEndpoint(servers.baseUrl() + "/auth/realms/ifs/protocol/openid-connect/token");
        client.setClientId("camel");
        client.setClientSecret("s3cret");
        client.setTargets(servers.orders());
        return client;
    }

    private static OidcTokenComponent component(OidcTokenConfiguration client) {
        OidcTokenComponent component = new OidcTokenComponent();
        component.addClient("ifs", client);
        return component;
    }
}
