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
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CamelHttpTransportTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig()
                    .bindAddress("127.0.0.1")
                    .dynamicPort())
            .build();

    private TransportFixture http;

    @BeforeEach
    void start() throws Exception {
        http = new TransportFixture();
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void formIsPostedWithOurHeaders() throws Exception {
        answer(aResponse());

        http.send(uri());

        SERVER.verify(postRequestedFor(urlEqualTo("/token"))
                .withHeader("Authorization", equalTo(TransportFixture.AUTHORIZATION))
                .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                .withRequestBody(equalTo(TransportFixture.FORM)));
    }

    @Test
    void requestWithoutFormIsAGet() throws Exception {
        answer(aResponse());

        http.transport().send(TransportRequest.get(uri(), Duration.ofSeconds(20)));

        SERVER.verify(getRequestedFor(urlEqualTo("/token")).withHeader("Accept", equalTo("application/json")));
    }

    @Test
    void answerIsHandedOnWithStatusHeadersAndBody() throws Exception {
        answer(aResponse()
                .withStatus(400)
                .withHeader("Content-Type", "application/json;charset=UTF-8")
                .withHeader("X-Twice", "a", "b")
                .withBody("{\"error\":\"invalid_grant\"}"));

        TransportResponse response = http.send(uri());

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.mediaType()).isEqualTo("application/json");
        assertThat(response.headers().get("x-twice")).containsExactly("a", "b");
        assertThat(response.body()).asString().isEqualTo("{\"error\":\"invalid_grant\"}");
    }

    @Test
    void answerWithoutBodyHasNoBytes() throws Exception {
        answer(aResponse().withStatus(204));

        assertThat(http.send(uri()).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void busyServerIsNotAskedAgain(int status) throws Exception {
        answer(aResponse().withStatus(status).withHeader("Retry-After", "0"));

        assertThat(http.send(uri()).status()).isEqualTo(status);

        SERVER.verify(exactly(1), anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void busyServerIsNotAskedAgainForADocument(int status) throws Exception {
        answer(aResponse().withStatus(status).withHeader("Retry-After", "0"));

        http.transport().send(TransportRequest.get(uri(), Duration.ofSeconds(20)));

        SERVER.verify(exactly(1), anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsNotFollowedEvenIfTheComponentFollowsThem(int status) throws Exception {
        http.component("http").setFollowRedirects(true);
        answer(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));

        assertThat(http.send(uri()).status()).isEqualTo(status);

        SERVER.verify(exactly(0), anyRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void cookiesAreNotSentBack() throws Exception {
        answer(aResponse().withHeader("Set-Cookie", "session=1; Path=/"));

        http.send(uri());
        http.send(uri());

        SERVER.verify(exactly(2), postRequestedFor(urlEqualTo("/token")).withHeader("Cookie", absent()));
    }

    @Test
    void challengeIsNotAnswered() throws Exception {
        answer(aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"token\""));

        assertThat(http.send(uri()).status()).isEqualTo(401);

        SERVER.verify(exactly(1), anyRequestedFor(anyUrl()));
    }

    @Test
    void answerOfOneMebibyteIsRead() throws Exception {
        answer(aResponse().withBody(new byte[Transport.MAX_BODY]));

        assertThat(http.send(uri()).body()).hasSize(Transport.MAX_BODY);
    }

    @Test
    void longerAnswerIsRefused() {
        answer(aResponse().withBody(new byte[2 * Transport.MAX_BODY]));

        var failure = http.failure(uri());

        assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
        assertThat(failure).hasMessage("the answer of 127.0.0.1:" + SERVER.getPort() + " is longer than 1048576 bytes");
    }

    @Test
    void tokenIsNotAskedForOverPlainHttpFromAnotherMachine() {
        var failure = http.failure(URI.create("http://id.example.invalid/token"));

        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(failure).hasMessageContaining("id.example.invalid must be https");
    }

    @Test
    void plainHttpToAnotherMachineGoesOutWhereItIsAllowed() {
        var request = TransportFixture.post(URI.create("http://id.example.invalid/token"));

        var failure = http.failure(request.withAllowInsecure(true));

        assertThat(failure).hasMessage("cannot resolve host id.example.invalid");
    }

    private static void answer(ResponseDefinitionBuilder response) {
        SERVER.stubFor(any(anyUrl()).willReturn(response));
    }

    private static URI uri() {
        return URI.create("http://127.0.0.1:" + SERVER.getPort() + "/token");
    }
}
