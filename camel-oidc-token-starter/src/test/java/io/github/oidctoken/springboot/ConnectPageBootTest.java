package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.OidcTokenComponent;
import io.github.oidctoken.camel.OidcTokenConfiguration;
import io.github.oidctoken.testkit.OperatorPolicy;
import io.github.oidctoken.testkit.PageVisitor;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import io.github.oidctoken.testkit.keycloak.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.camel.Ordered;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.springboot.PlatformHttpComponentAutoConfiguration;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.Policy;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;

/** The connect page at Spring Boot's own HTTP server, below a context path. */
@ExtendWith(OutputCaptureExtension.class)
class ConnectPageBootTest {

    private static final String COMPONENT = "camel.component.oidc-token.";
    private static final String CLIENT = COMPONENT + "clients[fabric].";

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", "s3cret").build());
    private PageVisitor operator;
    private WebApplicationContextRunner application;

    @BeforeEach
    void configure() throws IOException {
        int port = FreePort.choose();
        operator = new PageVisitor(URI.create("http://127.0.0.1:" + port + "/esb/connect"));
        application = new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
                .withConfiguration(AutoConfigurations.of(
                        ServletWebServerFactoryAutoConfiguration.class,
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        TaskExecutionAutoConfiguration.class,
                        CamelAutoConfiguration.class,
                        PlatformHttpComponentAutoConfiguration.class,
                        SpringBootPlatformHttpAutoConfiguration.class,
                        OidcTokenAutoConfiguration.class,
                        OidcTokenBeanAutoConfiguration.class,
                        ConnectPageAutoConfiguration.class))
                .withPropertyValues(
                        "server.port=" + port, "server.address=127.0.0.1", "server.servlet.context-path=/esb");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPersonConnectsOnThePage(CapturedOutput output) {
        application
                .withPropertyValues(client())
                .withPropertyValues(COMPONENT + "connect-page=/connect")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    HttpResponse<String> overview = operator.letIn(output.getAll());
                    assertThat(overview.uri()).isEqualTo(operator.page());
                    assertThat(overview.headers().allValues("Cache-Control")).containsExactly("no-store");
                    assertThat(overview.headers().firstValue("Content-Security-Policy"))
                            .isPresent();

                    HttpResponse<String> back = operator.connect("fabric");

                    assertThat(back.body()).contains("Connected fabric");
                    assertThat(PageVisitor.goesOn(back)).isEqualTo(operator.page());
                    assertThat(operator.look()).contains(">Connected<", "alice");
                    assertThat(operator.press("disconnect", "fabric").statusCode())
                            .isEqualTo(303);
                    assertThat(operator.look()).contains(">Disconnected<");
                });
    }

    @Test
    void theAnswerMayComeByAForm(CapturedOutput output) {
        application
                .withPropertyValues(client())
                .withPropertyValues(COMPONENT + "connect-page=/connect", CLIENT + "response-mode=form_post")
                .run(context -> {
                    operator.letIn(output.getAll());
                    HttpResponse<String> form =
                            operator.browser().get(PageVisitor.goesOn(operator.press("connect", "fabric")));

                    assertThat(operator.browser().submit(form).body()).contains("Connected fabric");
                    assertThat(operator.look()).contains(">Connected<", "alice");
                });
    }

    @Test
    void aGuardStandsBeforeIt(CapturedOutput output) {
        application
                .withPropertyValues(client())
                .withPropertyValues(COMPONENT + "connect-page=/connect", COMPONENT + "connect-guard=operators")
                .withBean("operators", Policy.class, OperatorPolicy::new)
                .run(context -> {
                    assertThat(operator.browser().get(operator.page()).statusCode())
                            .isEqualTo(401);
                    assertThat(output.getAll()).doesNotContain("Connect page: open");

                    OperatorPolicy.letIn(operator);

                    assertThat(operator.connect("fabric").body()).contains("Connected fabric");
                    assertThat(operator.look()).contains(">Connected<", "alice");
                });
    }

    @Test
    void withoutARedirectUriItsAddressHasTheContextPath(CapturedOutput output) {
        application
                .withPropertyValues(
                        COMPONENT + "connect-page=/connect",
                        CLIENT + "issuer=" + server.issuer(),
                        CLIENT + "client-id=camel",
                        CLIENT + "client-secret=s3cret",
                        CLIENT + "grant=device_code")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(PageVisitor.printed(output.getAll()).toString())
                            .startsWith("http://localhost:" + operator.page().getPort() + "/esb/connect?token=");
                });
    }

    @Test
    void aComponentOfTheApplicationServesItThoughNoRouteNamesIt(CapturedOutput output) {
        application
                .withBean("oidc-token", OidcTokenComponent.class, this::component)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    operator.letIn(output.getAll());

                    assertThat(operator.connect("fabric").body()).contains("Connected fabric");
                });
    }

    @Test
    void aComponentThatTheFirstRouteMakesServesItAsWell(CapturedOutput output) {
        ComponentCustomizer later = ComponentCustomizer.builder(OidcTokenComponent.class)
                .withOrder(Ordered.LOWEST)
                .build((OidcTokenComponent each) -> each.setConnectPage("/connect"));
        application
                .withPropertyValues(client())
                .withPropertyValues("camel.main.routes-include-pattern=classpath:connect/*.yaml")
                .withBean("later", ComponentCustomizer.class, () -> later)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    operator.letIn(output.getAll());

                    assertThat(operator.connect("fabric").body()).contains("Connected fabric");
                    assertThat(context.getBean(ProducerTemplate.class).requestBody("direct:token", null, Map.class))
                            .containsKey("access_token");
                });
    }

    @Test
    void withoutAnHttpServerTheStartSaysWhatToAdd() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        CamelAutoConfiguration.class,
                        OidcTokenAutoConfiguration.class,
                        OidcTokenBeanAutoConfiguration.class))
                .withPropertyValues(client())
                .withPropertyValues(COMPONENT + "connect-page=/connect")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "ComponentConfigurationException: The connect page (option connectPage = /connect) cannot be served: there"
                                        + " is no HTTP server.")
                        .hasStackTraceContaining("with Spring Boot add camel-platform-http-starter"));
    }

    @Test
    void withCamelsEngineButNoWebServerTheStartSaysSo() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        TaskExecutionAutoConfiguration.class,
                        CamelAutoConfiguration.class,
                        PlatformHttpComponentAutoConfiguration.class,
                        SpringBootPlatformHttpAutoConfiguration.class,
                        OidcTokenAutoConfiguration.class,
                        OidcTokenBeanAutoConfiguration.class,
                        ConnectPageAutoConfiguration.class))
                .withPropertyValues(client())
                .withPropertyValues(COMPONENT + "connect-page=/connect")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "The connect page (option connectPage = /connect) cannot be served: this"
                                        + " Spring Boot application has no web server")
                        .hasStackTraceContaining("Add spring-boot-starter-web"));
    }

    private String[] client() {
        return new String[] {
            CLIENT + "issuer=" + server.issuer(),
            CLIENT + "client-id=camel",
            CLIENT + "client-secret=s3cret",
            CLIENT + "grant=authorization_code",
            CLIENT + "scope=openid",
            CLIENT + "redirect-uri=" + operator.page() + "/callback"
        };
    }

    private OidcTokenComponent component() {
        OidcTokenConfiguration client = new OidcTokenConfiguration();
        client.setIssuer(server.issuer().toString());
        client.setClientId("camel");
        client.setClientSecret("s3cret");
        client.setGrant("authorization_code");
        client.setScope("openid");
        client.setRedirectUri(operator.page() + "/callback");
        OidcTokenComponent component = new OidcTokenComponent();
        component.addClient("fabric", client);
        component.setConnectPage("/connect");
        return component;
    }
}
