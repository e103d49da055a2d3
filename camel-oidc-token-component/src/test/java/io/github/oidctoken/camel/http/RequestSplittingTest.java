package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.camel.RawServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What components make of a URI on its way to the wire, each found by {@link WireFuzzTest} or in their sources. */
class RequestSplittingTest extends HttpTest {

    private final RawServer server = RawServer.keepingAlive();
    private final String authority = "127.0.0.1:" + server.port();

    RequestSplittingTest() throws IOException {
        clients.add(FakeClient.of("raw", "http://" + authority + "/api"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void call(String endpoint, Map<String, Object> headers) throws Exception {
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("raw"))
                .to(endpoint)
                .process(exchange -> assertThat(exchange.getIn().getHeaders()).doesNotContainValue("Bearer raw-1")));
        context.createFluentProducerTemplate()
                .to("direct:in")
                .withHeaders(headers)
                .asyncSend()
                .get(10, TimeUnit.SECONDS);
    }

    private void assertNoTokenArrived() {
        assertThat(server.requests()).noneMatch(request -> request.contains("Bearer raw-1"));
    }

    /** camel-undertow sends the query decoded. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=%20HTTP/1.1%0d%0aHost:%20x%0d%0a%0d%0aGET%20/admin",
                "x\u0120HTTP/1.1\u010d\u010aHost:x\u010d\u010a\u010d\u010aGET\u0120/admin"
            })
    void aQueryThatBeginsAnotherRequestGetsNoToken(String query) throws Exception {
        call("undertow:http://" + authority + "/api/x", Map.of(Exchange.HTTP_QUERY, query));

        assertNoTokenArrived();
    }

    /** camel-undertow sends each character of a header as one byte, also line ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n\r\nGET /admin HTTP/1.1\r\nX: y",
                "x\u010d\u010a\u010d\u010aGET /admin HTTP/1.1\u010d\u010aX: y"
            })
    void aHeaderThatBeginsAnotherRequestGetsNoToken(String value) throws Exception {
        call("undertow:http://" + authority + "/api/x", Map.of("X-Name", value));

        assertNoTokenArrived();
    }

    /** camel-undertow sends any method. */
    @Test
    void aMethodThatBeginsAnotherRequestGetsNoToken() throws Exception {
        call(
                "undertow:http://" + authority + "/api/x",
                Map.of(Exchange.HTTP_METHOD, "GET /admin HTTP/1.1\r\nHost: x\r\n\r\nGET"));

        assertNoTokenArrived();
    }

    /** camel-vertx-http and camel-undertow send the path decoded. */
    @ParameterizedTest
    @ValueSource(strings = {"vertx-http:", "undertow:"})
    void aPathThatIsAnotherOneWhenDecodedGetsNoToken(String component) throws Exception {
        call(component + "http://" + authority + "/api", Map.of(Exchange.HTTP_PATH, "x%3Fy"));

        assertThat(server.requests()).isNotEmpty();
        assertNoTokenArrived();
    }

    /** camel-netty-http connects to the endpoint's host and names another one. */
    @Test
    void aHostThatIsNamedButNotCalledGetsNoToken() throws Exception {
        call("netty-http:http://" + authority + "/api", Map.of(Exchange.REST_HTTP_URI, foreign.url("/api/x")));

        assertThat(server.requests()).isNotEmpty();
        assertNoTokenArrived();
    }

    /** camel-netty-http sends on the connection of an earlier call. */
    @Test
    void aConnectionToAnotherHostThatIsUsedAgainGetsNoToken() throws Exception {
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .to("netty-http:" + foreign.url("/x?reuseChannel=true"))
                .to("netty-http:" + api.url("/api/x?reuseChannel=true")));

        send("direct:in", null);

        assertThat(foreign.authorizations()).isNotEmpty().containsOnly("none");
    }
}
