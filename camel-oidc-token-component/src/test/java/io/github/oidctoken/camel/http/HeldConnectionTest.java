package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.TokenRequestNotSentException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** A refusal that nobody reads holds its connection; here there is one connection, and the next call needs it. */
class HeldConnectionTest extends HttpTest {

    private final String endpoint = api.url("/api/orders?throwExceptionOnFailure=false&disableStreamCache=true"
            + "&maxTotalConnections=1&connectionsPerRoute=1&connectionRequestTimeout=2000");

    /** Tries to send, and sends something else instead when that failed. */
    private void startRoute() throws Exception {
        context.setStreamCaching(false);
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .doTry()
                .to(endpoint)
                .doCatch(Exception.class)
                .setBody(routes.constant("instead"))
                .to(endpoint)
                .end());
    }

    @Test
    void theRepetitionFindsTheConnectionFree() throws Exception {
        api.require("ifs-2");
        startRoute();

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isNull();
        assertThat(api.received()).extracting(FakeApi.Received::body).containsExactly("order", "order");
    }

    @Test
    void soDoesTheNextCallAfterABodyThatCannotBeRepeated() throws Exception {
        api.require("ifs-2");
        startRoute();

        Exchange exchange = send("direct:in", new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8)));

        assertThat(exchange.getException()).isNull();
        assertThat(api.received()).extracting(FakeApi.Received::body).containsExactly("once", "instead");
    }

    @Test
    void soDoesTheNextCallAfterARenewalThatFailed() throws Exception {
        api.require("nobody");
        startRoute();
        ifs.source().get();
        TokenRequestNotSentException reason = new TokenRequestNotSentException("ifs", "the server is down", null);
        ifs.source().failWith(reason);

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isSameAs(reason);
        assertThat(api.received()).extracting(FakeApi.Received::body).containsExactly("order", "instead");
    }
}
