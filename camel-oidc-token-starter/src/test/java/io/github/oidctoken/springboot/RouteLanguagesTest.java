package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.http.OidcTokenRoutePolicy;
import io.github.oidctoken.testkit.RecordedCall;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The same guarded call, written in each of the languages for routes. */
class RouteLanguagesTest {

    private final IfsServers servers = IfsServers.start();
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, OidcTokenAutoConfiguration.class))
            .withPropertyValues(servers.client());

    @AfterEach
    void stop() {
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.yaml", "orders.xml"})
    void aRouteFileCallsTheApiWithAToken(String file) {
        assertThatTheRouteCallsTheApi(
                application.withPropertyValues("camel.main.routes-include-pattern=classpath:routes/" + file));
    }

    @Test
    void aJavaRouteCallsTheApiWithAToken() {
        assertThatTheRouteCallsTheApi(application
                .withPropertyValues("camel.main.routes-include-pattern=false")
                .withBean(RouteBuilder.class, () -> new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:orders")
                                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                                .to("{{orders.url}}");
                    }
                }));
    }

    private void assertThatTheRouteCallsTheApi(ApplicationContextRunner runner) {
        runner.run(context -> {
            assertThat(context.getBean(ProducerTemplate.class).requestBody("direct:orders", null, String.class))
                    .contains("P10001");
            assertThat(servers.api().calls()).extracting(RecordedCall::status).containsExactly(200);
        });
    }
}
