package io.github.oidctoken.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.oidctoken.camel.TestCertificate;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Token calls to a server whose certificate only an SSL bundle of the application trusts. */
class SslBundleTest {

    private HttpsServer server;
    private ApplicationContextRunner application;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.forHost("id.example.com");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(certificate.keyStore(folder))));
        server.createContext("/token", exchange -> {
            byte[] answer = "{\"access_token\":\"first\",\"token_type\":\"Bearer\",\"expires_in\":300}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String client = "camel.component.oidc-token.clients[ifs].";
        application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        CamelAutoConfiguration.class, OidcTokenAutoConfiguration.class, SslAutoConfiguration.class))
                .withBean(RouteBuilder.class, () -> new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:token").to("oidc-token:ifs?output=header");
                    }
                })
                .withPropertyValues(
                        "camel.main.routes-include-pattern=false",
                        "spring.ssl.bundle.jks.idp.truststore.location=file:" + certificate.trustStore(folder),
                        "spring.ssl.bundle.jks.idp.truststore.password=" + TestCertificate.PASSWORD,
                        "spring.ssl.bundle.jks.idp.truststore.type=PKCS12",
                        client + "token-endpoint=https://127.0.0.1:"
                                + server.getAddress().getPort() + "/token",
                        client + "client-id=camel",
                        client + "client-secret=s3cret");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aServerThatOnlyTheBundleTrustsIsTrusted() {
        application
                .withPropertyValues("camel.component.oidc-token.ssl-bundle=idp")
                .run(context -> assertThat(token(context.getBean(ProducerTemplate.class)))
                        .isEqualTo("Bearer first"));
    }

    @Test
    void withoutTheBundleItIsNot() {
        application.run(context -> assertThat(catchThrowable(() -> token(context.getBean(ProducerTemplate.class))))
                .rootCause()
                .hasMessageContaining("unable to find valid certification path"));
    }

    @Test
    void anUnknownBundleStopsTheStartAndTheKnownOnesAreNamed() {
        application
                .withPropertyValues("camel.component.oidc-token.ssl-bundle=ipd")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("camel.component.oidc-token.ssl-bundle names 'ipd', which is not below"
                                + " spring.ssl.bundle. Known are: [idp]."));
    }

    @Test
    void tlsSettingsOfCamelMayBeNamedInstead() {
        SSLContextParameters parameters = new SSLContextParameters();
        application
                .withBean("mine", SSLContextParameters.class, () -> parameters)
                .withPropertyValues("camel.component.oidc-token.ssl-context-parameters=#bean:mine")
                .run(context -> assertThat(context.getBean(CamelContext.class)
                                .getComponent("oidc-token", io.github.oidctoken.camel.OidcTokenComponent.class)
                                .getSslContextParameters())
                        .isSameAs(parameters));
    }

    @Test
    void bothTogetherAreRefused() {
        application
                .withBean("mine", SSLContextParameters.class, SSLContextParameters::new)
                .withPropertyValues(
                        "camel.component.oidc-token.ssl-context-parameters=#bean:mine",
                        "camel.component.oidc-token.ssl-bundle=idp")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(
                                "camel.component.oidc-token.ssl-context-parameters are set. Remove one."));
    }

    private static Object token(ProducerTemplate template) throws Exception {
        Exchange exchange = template.request("direct:token", sent -> {});
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getHeader("Authorization");
    }

    private static SSLContext tls(Path keyStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, TestCertificate.PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, TestCertificate.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
