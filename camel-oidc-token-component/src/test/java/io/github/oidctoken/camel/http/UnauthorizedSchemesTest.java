package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class UnauthorizedSchemesTest extends HttpTest {

    @Test
    void anotherHttpComponentGetsNoTokenAndItsRouteIsWarnedOnce() throws Exception {
        try (LogCapture log = new LogCapture(UnauthorizedSchemes.class.getName(), Level.WARN)) {
            start(routes -> routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to("vertx-http:" + api.url("/api")));

            send("direct:in", "x");
            send("direct:in", "x");

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("vertx-http", "not authorized yet", "ifs", api.url("/api"));
        }
        assertThat(api.authorizations()).containsExactly("none", "none");
    }

    @Test
    void aRouteThatExpectsNoTokenIsNotWarned() throws Exception {
        try (LogCapture log = new LogCapture(UnauthorizedSchemes.class.getName(), Level.WARN)) {
            start(routes -> routes.from("direct:in").to("vertx-http:" + api.url("/api")));

            send("direct:in", "x");

            assertThat(log.lines()).isEmpty();
        }
    }
}
