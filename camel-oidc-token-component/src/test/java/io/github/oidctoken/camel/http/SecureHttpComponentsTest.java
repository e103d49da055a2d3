package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every HTTP component with TLS, which each of them switches on in its own way. */
class SecureHttpComponentsTest {

    private final FakeClients clients = new FakeClients();
    private final CamelContext context = HttpTest.newContext(clients);
    private FakeApi api;
    private FakeApi plain;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.forHost("localhost");
        SSLContextParameters tls = LoopbackTls.of(certificate, folder);
        LoopbackTls.use(tls, context);
        api = new FakeApi(tls.createSSLContext(context));
        plain = new FakeApi();
        clients.add(FakeClient.of("ifs", api.url("/api"), plain.url("/api").replace("http:", "https:")));
    }

    @AfterEach
    void stop() {
        context.stop();
        api.close();
        plain.close();
    }

    private Exchange send(String endpoint) throws Exception {
        HttpTest.addRoutes(
                context,
                routes -> routes.from("direct:in")
                        .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                        .to(endpoint));
        context.start();
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setBody("order");
        return context.createProducerTemplate().send("direct:in", exchange);
    }

    @ParameterizedTest
    @EnumSource
    void aTargetGetsTheToken(HttpComponent component) throws Exception {
        Exchange exchange = send(component.endpoint(api.url("/api/orders")));

        assertThat(exchange.getException()).isNull();
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
    }

    /** camel-vertx-http does: with a port in the URI its TLS options alone say whether to encrypt. */
    @ParameterizedTest
    @EnumSource(names = {"VERTX_HTTP", "REST_OVER_VERTX_HTTP"})
    void whatIsNotEncryptedGetsNoTokenAlthoughTheUriSaysHttps(HttpComponent component) throws Exception {
        for (String name : List.of("vertx-http", "netty-http", "undertow")) {
            ((SSLContextParametersAware) context.getComponent(name)).setUseGlobalSslContextParameters(false);
        }

        send(component.endpoint(plain.url("/api/orders").replace("http:", "https:")));

        assertThat(plain.authorizations()).doesNotContain("Bearer ifs-1");
    }
}
