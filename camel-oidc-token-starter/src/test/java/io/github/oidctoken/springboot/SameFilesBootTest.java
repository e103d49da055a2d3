package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.testkit.RecordedCall;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The route file and the property lines below {@code same/}, which the component's tests run by camel-main, run by Spring Boot. */
class SameFilesBootTest {

    @Test
    void theFilesRunBySpringBoot() {
        try (IfsServers servers = IfsServers.start();
                ConfigurableApplicationContext context = new SpringApplicationBuilder(NewcomerApplication.class)
                        .web(WebApplicationType.NONE)
                        .run(
                                "--spring.config.location=classpath:same/application.properties",
                                "--ifs.url=" + servers.baseUrl(),
                                "--ifs.secret=s3cret",
                                "--orders.url=" + servers.orders())) {
            assertThat(context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class))
                    .contains("P10001");
            assertThat(servers.api().calls()).extracting(RecordedCall::status).containsExactly(200);
            OidcTokenComponent component =
                    context.getBean(CamelContext.class).getComponent("oidc-token", OidcTokenComponent.class);
            ClientRegistration client = component.client("ifs").registration();
            assertThat(component.getNodeId()).isEqualTo("esb-1");
            assertThat(client.renewal().refreshMargin()).isEqualTo(Duration.ofSeconds(30));
            assertThat(client.request().parameters()).isEqualTo(Map.of("x-y", "1", "tenant", "acme"));
        }
    }
}
