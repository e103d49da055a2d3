package io.github.oidctoken.camel;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is as the user's {@code https} component has it. */
class CamelHttpTransportTlsTest {

    private TransportFixture http;
    private Path trustStore;
    private WireMockServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        http = new TransportFixture();
        TestCertificate certificate = TestCertificate.forHost("id.example.com");
        trustStore = certificate.trustStore(folder);
        server = new WireMockServer(WireMockConfiguration.wireMockConfig()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystoreType("PKCS12")
                .keystorePath(certificate.keyStore(folder).toString())
                .keystorePassword(TestCertificate.PASSWORD)
                .keyManagerPassword(TestCertificate.PASSWORD));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(ok()));
    }

    @AfterEach
    void stop() {
        server.stop();
        http.close();
    }

    @Test
    void untrustedCertificateMeansNotSentAndTheMessageNamesTheRemedy() {
        var failure = http.failure(uri("127.0.0.1"));

        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(failure)
                .hasMessageStartingWith("TLS with 127.0.0.1:" + server.httpsPort() + " failed: ")
                .hasMessageContaining("PKIX path building failed")
                .hasMessageEndingWith("add it with sslContextParameters");
        assertThat(server.getAllServeEvents()).isEmpty();
    }

    @Test
    void componentsSslContextParametersApply() throws Exception {
        http.component("https").setSslContextParameters(trustingTheCertificate());

        assertThat(http.send(uri("127.0.0.1")).status()).isEqualTo(200);
    }

    @Test
    void tlsOfTheComponentForTokensComesBeforeThatOfHttps() throws Exception {
        http.component("https").setSslContextParameters(trusting(trustStore.resolveSibling("missing.p12")));
        ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
        CamelHttpTransport transport = new CamelHttpTransport(http.context(), deadlines, trustingTheCertificate());
        transport.start();
        try {
            assertThat(transport.send(TransportFixture.post(uri("127.0.0.1"))).status())
                    .isEqualTo(200);
            assertThat(transport
                            .send(TransportFixture.post(URI.create("http://127.0.0.1:" + server.port() + "/token")))
                            .status())
                    .isEqualTo(200);
        } finally {
            transport.stop();
            deadlines.shutdownNow();
        }
    }

    @Test
    void contextsGlobalSslContextParametersApply() throws Exception {
        http.context().setSSLContextParameters(trustingTheCertificate());
        http.component("https").setUseGlobalSslContextParameters(true);

        assertThat(http.send(uri("127.0.0.1")).status()).isEqualTo(200);
    }

    @Test
    void certificateForAnotherHostMeansNotSent() throws Exception {
        http.component("https").setSslContextParameters(trustingTheCertificate());

        var failure = http.failure(uri("localhost"));

        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(failure).hasMessageContaining("the certificate is not for that host");
        assertThat(server.getAllServeEvents()).isEmpty();
    }

    @Test
    void componentsHostnameVerifierApplies() throws Exception {
        http.component("https").setSslContextParameters(trustingTheCertificate());
        http.component("https").setX509HostnameVerifier(NoopHostnameVerifier.INSTANCE);

        assertThat(http.send(uri("localhost")).status()).isEqualTo(200);
    }

    @Test
    void unreadableTrustStoreMeansNotSent() {
        http.component("https").setSslContextParameters(trusting(trustStore.resolveSibling("missing.p12")));

        var failure = http.failure(uri("127.0.0.1"));

        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(failure)
                .hasMessageStartingWith("component 'https' made no HTTP client: ")
                .hasMessageContaining("missing.p12");
    }

    private SSLContextParameters trustingTheCertificate() {
        return trusting(trustStore);
    }

    private static SSLContextParameters trusting(Path trustStore) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + trustStore);
        store.setType("PKCS12");
        store.setPassword(TestCertificate.PASSWORD);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    private URI uri(String host) {
        return URI.create("https://" + host + ":" + server.httpsPort() + "/token");
    }
}
