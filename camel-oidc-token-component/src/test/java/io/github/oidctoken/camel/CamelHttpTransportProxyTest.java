package io.github.oidctoken.camel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.http.common.HttpConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Token calls go through the proxy of the user's component, and tell it no more than they must. */
class CamelHttpTransportProxyTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig()
                    .bindAddress("127.0.0.1")
                    .dynamicPort())
            .build();

    private TransportFixture http;
    private HttpComponent component;

    @BeforeEach
    void start() throws Exception {
        http = new TransportFixture();
        component = http.component("http");
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void componentsProxyApplies() throws Exception {
        component.setProxyHost("127.0.0.1");
        component.setProxyPort(SERVER.getPort());

        http.transport()
                .send(TransportFixture.post(URI.create("http://id.example.invalid/token"))
                        .withAllowInsecure(true));

        SERVER.verify(postRequestedFor(anyUrl()).withHost(equalTo("id.example.invalid")));
    }

    @Test
    void refusedTunnelMeansNotSent() throws Exception {
        try (RawServer proxy = RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        })) {
            useProxy(proxy);

            var failure = http.failure(URI.create("https://id.example.com/token"));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure).hasMessage("the proxy answered 502 when asked for id.example.com");
            assertThat(proxy.requests()).singleElement().asString().doesNotContain(TransportFixture.AUTHORIZATION);
        }
    }

    @Test
    void proxyIsToldItsOwnCredentialsOnly() throws Exception {
        try (RawServer proxy = RawServer.start(conversation -> {
            while (conversation.readRequest()) {
                conversation.write("HTTP/1.1 407 Proxy Authentication Required\r\n"
                        + "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            useProxy(proxy);
            http.component("https").setProxyAuthUsername("proxy-user");
            http.component("https").setProxyAuthPassword("proxy-password");
            http.component("https").setHttpConfiguration(basic("route-user", "route-password"));

            var failure = http.failure(URI.create("https://id.example.com/token"));

            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(proxy.requests()).hasSize(2).allMatch(request -> request.startsWith("CONNECT id.example.com"));
            assertThat(proxy.requests().get(1))
                    .contains("Proxy-Authorization: Basic " + base64("proxy-user:proxy-password"));
        }
    }

    @Test
    void credentialsForTheProxyOpenNoDoorForTheComponentsOwn() throws Exception {
        component.setProxyHost("127.0.0.1");
        component.setProxyPort(SERVER.getPort());
        component.setProxyAuthUsername("proxy-user");
        component.setProxyAuthPassword("proxy-password");
        component.setHttpConfiguration(basic("route-user", "route-password"));
        SERVER.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));

        http.transport()
                .send(TransportRequest.get(URI.create("http://id.example.invalid/document"), Duration.ofSeconds(20))
                        .withAllowInsecure(true));

        SERVER.verify(exactly(1), anyRequestedFor(anyUrl()));
        SERVER.verify(getRequestedFor(anyUrl()).withHeader("Authorization", absent()));
    }

    private void useProxy(RawServer proxy) {
        http.component("https").setProxyAuthScheme("http");
        http.component("https").setProxyHost("127.0.0.1");
        http.component("https").setProxyPort(proxy.port());
    }

    private static HttpConfiguration basic(String username, String password) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setAuthMethod("Basic");
        configuration.setAuthUsername(username);
        configuration.setAuthPassword(password);
        return configuration;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
