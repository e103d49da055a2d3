package io.github.oidctoken.camel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.oidctoken.oauth2.TimeSource;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.protocol.TokenEndpoint;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token requests over real connections: what becomes of answers that never come whole. */
class TokenEndpointOverHttpTest {

    private static final String GRANTED = "{\"access_token\":\"t-0815\",\"expires_in\":180}";

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
    void tokensAreGranted() {
        answer(aResponse().withBody(GRANTED));

        assertThat(request(uri())).isInstanceOf(TokenOutcome.Granted.class);
    }

    @Test
    void compressedTokensAreGranted() {
        answer(aResponse().withBody(GRANTED.replace("}", ",\"more\":\"" + "x".repeat(5_000) + "\"}")));

        assertThat(request(uri())).isInstanceOf(TokenOutcome.Granted.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307})
    void redirectIsARefusal(int status) {
        answer(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));

        assertThat(request(uri())).isInstanceOf(TokenOutcome.Refused.class);
        SERVER.verify(exactly(1), anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE"
            })
    void brokenAnswerIsUnknown(Fault fault) {
        answer(aResponse().withFault(fault));

        assertThat(request(uri())).isInstanceOf(TokenOutcome.Unknown.class);
        SERVER.verify(exactly(1), anyRequestedFor(anyUrl()));
    }

    @Test
    void truncatedBodyIsUnknown() throws IOException {
        assertThat(answered("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + GRANTED))
                .isInstanceOf(TokenOutcome.Unknown.class);
    }

    @Test
    void truncatedBodyOfUnknownLengthIsMalformed() throws IOException {
        assertThat(answered("HTTP/1.0 200 OK\r\n\r\n{\"access_token\":\"t-0815\""))
                .isInstanceOf(TokenOutcome.Malformed.class);
    }

    @Test
    void bodyOfTwoMebibytesIsUnknown() {
        answer(aResponse().withBody(GRANTED + " ".repeat(2 * 1024 * 1024)));

        assertThat(request(uri())).isInstanceOf(TokenOutcome.Unknown.class);
    }

    @Test
    void bodyThatDripsBeyondTheReadLimitIsUnknown() {
        answer(aResponse().withBody(GRANTED).withChunkedDribbleDelay(20, 20_000));

        assertThat(request(uri(), "2s")).isInstanceOf(TokenOutcome.Unknown.class);
    }

    private TokenOutcome answered(String answer) throws IOException {
        try (RawServer server = RawServer.start(conversation -> {
            conversation.readRequest();
            conversation.write(answer);
        })) {
            return request(server.uri("http"));
        }
    }

    private TokenOutcome request(URI tokenEndpoint) {
        return request(tokenEndpoint, "30s");
    }

    private TokenOutcome request(URI tokenEndpoint, String readLimit) {
        ClientRegistration client = ClientRegistration.of(ClientOptions.of(
                "ifs",
                Map.of(
                        "tokenEndpoint", tokenEndpoint.toString(),
                        "clientId", "esb",
                        "clientSecret", "s3cret",
                        "requestTimeout", "2s",
                        "readLimit", readLimit)));
        return new TokenEndpoint(http.transport(), TimeSource.system())
                .request(client, tokenEndpoint, new TokenRequest.ByGrant(client.grant(), List.of()));
    }

    private static void answer(ResponseDefinitionBuilder response) {
        SERVER.stubFor(any(anyUrl()).willReturn(response));
    }

    private static URI uri() {
        return URI.create("http://127.0.0.1:" + SERVER.getPort() + "/token");
    }
}
