package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An API that refuses a token otherwise than by 401. */
class RejectedWhenTest {

    private static final String BY_STATUS = "${header.CamelHttpResponseCode} == 403";
    private static final String BY_BODY = "${body} contains 'SESSION_EXPIRED'";

    private final TestContext context = TestContext.create();
    private final List<String> presented = new CopyOnWriteArrayList<>();
    private final HttpServer api;
    private volatile int status = 403;
    private volatile String body = "SESSION_EXPIRED";
    private volatile String challenge = "";
    private volatile String accepted = "Bearer second";

    RejectedWhenTest() throws Exception {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                String token = exchange.getRequestHeaders().getFirst("Authorization");
                presented.add(token);
                boolean good = accepted.equals(token);
                if (!good && !challenge.isEmpty()) {
                    exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
                }
                byte[] answer = (good ? "fine" : body).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(good ? 200 : status, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        api.start();
        // the renewal of a refused token waits for a hundredth of its life, and for a second at least
        context.server.thenJson(200, TestContext.token("first", 100)).thenJson(200, TestContext.token("second", 100));
    }

    @AfterEach
    void stop() {
        context.close();
        api.stop(0);
    }

    static Stream<Arguments> components() {
        return Stream.of("", "vertx-http:", "netty-http:", "undertow:")
                .flatMap(component -> Stream.of(true, false).map(thrown -> Arguments.of(component, thrown)));
    }

    private Exchange call(String component, String options, String rejectedWhen) throws Exception {
        String url = "http://127.0.0.1:" + api.getAddress().getPort() + "/orders";
        OidcTokenConfiguration client = TestContext.service("camel");
        client.setTargets(url);
        client.setRejectedWhen(rejectedWhen);
        context.client("ifs", client);
        context.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routePolicyRef("oidc-token:ifs").to(component + url + "?" + options);
            }
        });
        context.start();
        return context.context
                .createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setBody("order"));
    }

    @ParameterizedTest
    @MethodSource("components")
    void aStatusThatTheOptionNamesIsHealed(String component, boolean thrown) throws Exception {
        Exchange exchange = call(component, "throwExceptionOnFailure=" + thrown, BY_STATUS);

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("fine");
        assertThat(presented).containsExactly("Bearer first", "Bearer second");
    }

    @ParameterizedTest
    @MethodSource("components")
    void theBodyOfAThrownReplyIsSeenToo(String component, boolean thrown) throws Exception {
        Exchange exchange = call(component, "throwExceptionOnFailure=" + thrown, BY_BODY);

        assertThat(exchange.getException()).isNull();
        assertThat(presented).containsExactly("Bearer first", "Bearer second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vertx-http:", "netty-http:", "undertow:"})
    void aRefusalInABodyOf200IsHealed(String component) throws Exception {
        status = 200;

        Exchange exchange = call(component, "", BY_BODY);

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("fine");
        assertThat(presented).containsExactly("Bearer first", "Bearer second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "disableStreamCache=true"})
    void aReplyThatWasLookedAtIsStillThere(String options) throws Exception {
        accepted = "Bearer first";

        Exchange exchange = call("", options, BY_BODY);

        assertThat(presented).containsExactly("Bearer first");
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("fine");
    }

    @Test
    void aRefusalThatStaysIsPassedOnAfterTwoCalls() throws Exception {
        accepted = "nothing";

        Exchange exchange = call("", "throwExceptionOnFailure=false", BY_STATUS);

        assertThat(presented).containsExactly("Bearer first", "Bearer second");
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(403);
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("SESSION_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aScopeThatIsMissingIsNotRenewed(boolean thrown) throws Exception {
        challenge = "Bearer error=\"insufficient_scope\", scope=\"orders\"";

        Exchange exchange = call("", "throwExceptionOnFailure=" + thrown, BY_STATUS);

        assertThat(presented).containsExactly("Bearer first");
        assertThat(exchange.getException() != null).isEqualTo(thrown);
    }

    @Test
    void withoutTheOptionA403IsPassedOn() throws Exception {
        Exchange exchange = call("", "throwExceptionOnFailure=false", "${body} contains 'something else'");

        assertThat(presented).containsExactly("Bearer first");
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"403", "true", "${header.x", "${header.x} == "})
    void whatIsNoPredicateOnAReplyStopsTheStart(String written) {
        assertThatThrownBy(() -> call("", "", written))
                .rootCause()
                .hasMessageContainingAll("clients[ifs].rejected-when", "CamelHttpResponseCode} == 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${header.CamelHttpResponseCode} = 403", "${body.nothing.there} == 'x'"})
    void whatCannotBeEvaluatedRepeatsNoCall(String written) throws Exception {
        accepted = "Bearer first";
        try {
            call("", "", written);
        } catch (Exception refusedAtTheStart) {
            assertThat(presented).isEmpty();
            return;
        }
        assertThat(presented).containsExactly("Bearer first");
    }

    @Test
    void aStreamInTheReplyIsReadableAgain() {
        OidcTokenConfiguration client = TestContext.service("camel");
        client.setRejectedWhen(BY_BODY);
        context.client("ifs", client).start();
        Exchange reply = new DefaultExchange(context.context);
        InputStream stream = new ByteArrayInputStream("SESSION_EXPIRED".getBytes(StandardCharsets.UTF_8));
        reply.getMessage().setBody(stream);
        reply.getMessage().setHeaders(Map.of());

        assertThat(context.component.client("ifs").refusedBy(reply)).isTrue();
        assertThat(reply.getMessage().getBody(String.class)).isEqualTo("SESSION_EXPIRED");
    }
}
