package io.github.oidctoken.camel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.OAuth2ClientConfigurer;
import org.apache.camel.http.common.HttpConfiguration;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which settings of the user's components reach token calls. */
class CamelHttpTransportSettingsTest {

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
        SERVER.stubFor(any(anyUrl()).willReturn(ok()));
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void componentsResponseTimeoutApplies() {
        component.setResponseTimeout(300);
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(5_000)));

        var failure = http.failure(uri("/token"));

        assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
        assertThat(failure).hasMessageEndingWith("within the component's responseTimeout");
    }

    @Test
    void componentsUserAgentApplies() throws Exception {
        component.setUserAgent("acme-esb");

        http.send(uri("/token"));

        SERVER.verify(postRequestedFor(urlEqualTo("/token")).withHeader("User-Agent", equalTo("acme-esb")));
    }

    @Test
    void componentsCredentialsStayWithTheRoutes() throws Exception {
        component.setHttpConfiguration(basic("route-user", "route-password"));
        SERVER.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));
        http.context()
                .createFluentProducerTemplate()
                .to(uri("/route").toString())
                .send();

        http.transport().send(document("/document"));
        http.send(uri("/token"));

        String routes = "Basic " + base64("route-user:route-password");
        SERVER.verify(getRequestedFor(urlEqualTo("/route")).withHeader("Authorization", equalTo(routes)));
        SERVER.verify(exactly(1), anyRequestedFor(urlEqualTo("/document")));
        SERVER.verify(getRequestedFor(urlEqualTo("/document")).withHeader("Authorization", absent()));
        SERVER.verify(exactly(1), anyRequestedFor(urlEqualTo("/token")));
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withHeader("Authorization", equalTo(TransportFixture.AUTHORIZATION)));
    }

    @Test
    void componentsBearerTokenStaysWithTheRoutes() throws Exception {
        HttpConfiguration bearer = new HttpConfiguration();
        bearer.setAuthMethod("Bearer");
        bearer.setAuthBearerToken("route-token");
        component.setHttpConfiguration(bearer);
        SERVER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Bearer")));
        http.context()
                .createFluentProducerTemplate()
                .to(uri("/route").toString())
                .send();

        http.transport().send(document("/document"));
        http.send(uri("/token"));

        SERVER.verify(getRequestedFor(urlEqualTo("/route")).withHeader("Authorization", equalTo("Bearer route-token")));
        SERVER.verify(getRequestedFor(urlEqualTo("/document")).withHeader("Authorization", absent()));
        SERVER.verify(exactly(1), anyRequestedFor(urlEqualTo("/token")));
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withHeader("Authorization", equalTo(TransportFixture.AUTHORIZATION)));
    }

    @Test
    void componentsOAuthOptionsAskNoOtherServer() throws Exception {
        HttpConfiguration oauth = new HttpConfiguration();
        oauth.setOauth2ClientId("route-client");
        oauth.setOauth2ClientSecret("route-secret");
        oauth.setOauth2TokenEndpoint(uri("/routes-token").toString());
        component.setHttpConfiguration(oauth);

        http.transport().send(document("/document"));
        http.send(uri("/token"));

        SERVER.verify(exactly(0), anyRequestedFor(urlEqualTo("/routes-token")));
        SERVER.verify(getRequestedFor(urlEqualTo("/document")).withHeader("Authorization", absent()));
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withHeader("Authorization", equalTo(TransportFixture.AUTHORIZATION)));
    }

    @Test
    void interceptorsOfTheUserCannotReplaceOurAuthorization() throws Exception {
        SERVER.stubFor(any(urlEqualTo("/routes-token"))
                .willReturn(okJson("{\"access_token\":\"route-token\",\"expires_in\":60}")));
        component.setHttpClientConfigurer(new OAuth2ClientConfigurer(
                "route-client", "route-secret", uri("/routes-token").toString(), null, null, false, 60, 5, false));
        http.context()
                .createFluentProducerTemplate()
                .to(uri("/route").toString())
                .send();

        http.transport().send(document("/document"));
        http.send(uri("/token"));

        SERVER.verify(getRequestedFor(urlEqualTo("/route")).withHeader("Authorization", equalTo("Bearer route-token")));
        SERVER.verify(getRequestedFor(urlEqualTo("/document")).withHeader("Authorization", absent()));
        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withHeader("Authorization", equalTo(TransportFixture.AUTHORIZATION)));
    }

    @Test
    void defaultHeadersOfTheUserDoNotAuthorizeUs() throws Exception {
        component.setHttpClientConfigurer(builder -> builder.setDefaultHeaders(
                List.of(new BasicHeader("Authorization", "Bearer route-token"), new BasicHeader("X-Gateway", "7"))));

        http.transport().send(document("/document"));

        SERVER.verify(getRequestedFor(urlEqualTo("/document"))
                .withHeader("Authorization", absent())
                .withHeader("X-Gateway", equalTo("7")));
    }

    @Test
    void activityListenerOfTheUserSeesRoutesButNoTokenCall() throws Exception {
        RecordingListener listener = new RecordingListener();
        component.setHttpActivityListener(listener);
        http.context()
                .createFluentProducerTemplate()
                .to(uri("/route").toString())
                .send();

        http.send(uri("/token"));

        assertThat(listener.seen).containsExactly("/route");
    }

    private static HttpConfiguration basic(String username, String password) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setAuthMethod("Basic");
        configuration.setAuthUsername(username);
        configuration.setAuthPassword(password);
        return configuration;
    }

    private static TransportRequest document(String path) {
        return TransportRequest.get(uri(path), Duration.ofSeconds(20));
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + SERVER.getPort() + path);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class RecordingListener implements HttpActivityListener {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void onRequestSubmitted(
                Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
            seen.add(request.getPath());
        }

        @Override
        public void onResponseReceived(
                Object source,
                Exchange exchange,
                HttpHost host,
                HttpResponse response,
                HttpEntity entity,
                long elapsed) {
            // requests are enough
        }
    }
}
