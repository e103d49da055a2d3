package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

class UnauthorizedSchemesTest extends HttpTest {

    @Test
    void aProducerThatCannotBeReachedGetsNoTokenAndItsRouteIsWarnedOnce() throws Exception {
        try (LogCapture log = new LogCapture(UnauthorizedSchemes.class.getName(), Level.WARN)) {
            start(routes -> routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to(lazyRest()));

            send("direct:in", "x");
            send("direct:in", "x");

            assertThat(log.lines()).singleElement().asString().contains("rest", "cannot be authorized", "ifs");
        }
        assertThat(api.authorizations()).containsExactly("none", "none");
    }

    @Test
    void aRouteThatExpectsNoTokenIsNotWarned() throws Exception {
        try (LogCapture log = new LogCapture(UnauthorizedSchemes.class.getName(), Level.WARN)) {
            start(routes -> routes.from("direct:in").to(lazyRest()));

            send("direct:in", "x");

            assertThat(log.lines()).isEmpty();
        }
    }

    /** What is behind it is made only with the first call. */
    private String lazyRest() {
        return "rest:post:/api?lazyStartProducer=true&producerComponentName=http&host=" + api.url("");
    }
}
