package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.Browser;
import io.github.oidctoken.testkit.StrictAuthorizationServer;
import io.github.oidctoken.testkit.StrictServerSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.platform.http.springboot.PlatformHttpComponentAutoConfiguration;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpAutoConfiguration;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.context.AnnotationConfigServletWebServerApplicationContext;

/** The connect page at Spring Boot's own HTTP server, below a context path. */
@ExtendWith(OutputCaptureExtension.class)
class ConnectPageBootTest {

    private static final String CLIENT = "camel.component.oidc-token.clients[fabric].";

    private final StrictAuthorizationServer server = StrictAuthorizationServer.start(
            StrictServerSettings.builder().client("camel", "s3cret").build());
    private final Browser browser = new Browser();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPersonConnectsOnThePage(CapturedOutput output) throws Exception {
        int port = freePort();
        URI page = URI.create("http://127.0.0.1:" + port + "/esb/connect");
        new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
                .withConfiguration(AutoConfigurations.of(
                        ServletWebServerFactoryAutoConfiguration.class,
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        TaskExecutionAutoConfiguration.class,
                        CamelAutoConfiguration.class,
                        PlatformHttpComponentAutoConfiguration.class,
                        SpringBootPlatformHttpAutoConfiguration.class,
                        OidcTokenAutoConfiguration.class))
                .withPropertyValues(
                        "server.port=" + port,
                        "server.address=127.0.0.1",
                        "server.servlet.context-path=/esb",
                        "camel.component.oidc-token.connect-page=/connect",
                        CLIENT + "issuer=" + server.issuer(),
                        CLIENT + "client-id=camel",
                        CLIENT + "client-secret=s3cret",
                        CLIENT + "grant=authorization_code",
                        CLIENT + "scope=openid",
                        CLIENT + "redirect-uri=" + page + "/callback")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    HttpResponse<String> in =
                            browser.get(URI.create(first("Connect page: open (\\S+) to connect", output.getAll())));
                    assertThat(Browser.location(in)).isEqualTo(page);
                    HttpResponse<String> overview = browser.get(page);
                    assertThat(overview.headers().allValues("Cache-Control")).containsExactly("no-store");
                    assertThat(overview.headers().firstValue("Content-Security-Policy"))
                            .isPresent();

                    String token = first("name=\"csrf\" value=\"([^\"]+)\"", overview.body());
                    HttpResponse<String> begun = browser.post(
                            page, "client=fabric&do=connect&csrf=" + token, Map.of("Sec-Fetch-Site", "same-origin"));
                    String signIn = first("content=\"0; url=([^\"]+)\"", begun.body());
                    HttpResponse<String> back =
                            browser.get(Browser.location(browser.get(URI.create(signIn.replace("&amp;", "&")))));

                    assertThat(back.body()).contains("Connected fabric");
                    assertThat(page.resolve("/esb/connect/callback")
                                    .resolve(first("content=\"0; url=([^\"]+)\"", back.body())))
                            .isEqualTo(page);
                    assertThat(browser.get(page).body()).contains(">Connected<", "alice");
                });
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
