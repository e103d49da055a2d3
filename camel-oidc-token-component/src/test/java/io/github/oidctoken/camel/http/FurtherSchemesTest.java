package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Components that this project does not know, named by the component option {@code httpSchemes}. */
class FurtherSchemesTest extends HttpTest {

    @BeforeEach
    void addComponent() {
        context.addComponent(FurtherComponent.SCHEME, new FurtherComponent());
        clients.include("further");
    }

    private void startRoute(String uri) throws Exception {
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .to(uri));
    }

    private static String further(String url) {
        return "further:" + url;
    }

    @Test
    void withoutTheOptionNoTokenIsSent() throws Exception {
        clients.include("");
        startRoute(further(api.url("/api/orders")));

        send("direct:in", "order");

        assertThat(api.authorizations()).containsExactly("none");
    }

    @Test
    void aTargetGetsTheTokenAndAForeignHostDoesNot() throws Exception {
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .to(further(api.url("/api/orders?x=1")))
                .toD(further(api.url("/api/")) + "${body.length}")
                .enrich(further(api.url("/api")))
                .to(further(api.url("/apix")), further(foreign.url("/api"))));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-1", "Bearer ifs-1", "none");
        assertThat(foreign.authorizations()).containsExactly("none");
    }

    @Test
    void aRefusedTokenIsReplacedOnce() throws Exception {
        api.require("ifs-2");
        startRoute(further(api.url("/api/orders")));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isNull();
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-2");
    }

    @Test
    void aHeaderThatStaysBelowTheTargetChangesNothing() throws Exception {
        startRoute(further(api.url("/api")));

        send("direct:in", "order", Map.of(Exchange.HTTP_PATH, "orders/1"));
        send("direct:in", "order", Map.of(Exchange.HTTP_URI, api.url("/api/orders/2")));

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-1");
    }

    /** Also where another component would not have honoured the header: nobody knows what this one does. */
    @ParameterizedTest
    @CsvSource({
        "CamelHttpUri,     FOREIGN/api",
        "CamelRestHttpUri, FOREIGN/api",
        "CamelHttpUri,     API/admin",
        "CamelHttpUri,     /api/orders",
        "CamelHttpPath,    ../admin",
        "CamelHttpPath,    //127.0.0.2/api",
        "CamelHttpPath,    %2e%2e/admin",
        "CamelHttpHost,    127.0.0.1",
        "CamelHttpPort,    80",
        "CamelHttpScheme,  http",
        "CamelHttpBaseUri, API/api"
    })
    void aHeaderThatMayLeadElsewhereCostsTheToken(String header, String value) throws Exception {
        startRoute(further(api.url("/api")));

        send(
                "direct:in",
                "order",
                Map.of(header, value.replace("FOREIGN", foreign.url("")).replace("API", api.url(""))));

        assertThat(api.authorizations()).isSubsetOf("none");
        assertThat(foreign.authorizations()).isSubsetOf("none");
        assertThat(ifs.source().issued()).isZero();
    }

    @Test
    void anEndpointWhoseUriIsNotTheCalledOneGetsNoTokenAndItsRouteIsWarned() throws Exception {
        try (LogCapture log = new LogCapture(AuthorizingProducer.class.getName(), Level.WARN)) {
            startRoute("further:orders");

            send("direct:in", "order", Map.of(Exchange.HTTP_URI, api.url("/api")));
            send("direct:in", "order", Map.of(Exchange.HTTP_URI, api.url("/api")));

            assertThat(log.lines()).singleElement().asString().contains("further", "httpSchemes", "logged once");
        }
        assertThat(api.authorizations()).containsExactly("none", "none");
    }

    @Test
    void aRouteThatCallsATargetByAFurtherSchemeIsNotWarnedOf() throws Exception {
        try (LogCapture log = new LogCapture(RouteCheck.class.getName(), Level.WARN)) {
            start(routes -> routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to(further(api.url("/api")))
                    .to(foreign.url("/elsewhere")));

            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void knownSchemesAreLeftOut() {
        assertThat(HttpSchemes.of(" mine, http,netty-http , my.own ,").names())
                .containsExactlyInAnyOrder("mine", "my.own");
        assertThat(HttpSchemes.of(null).names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine:", "my own", "1st", "rest-openapi", "oidc-token"})
    void whatCannotBeAFurtherSchemeIsRefused(String written) {
        assertThatThrownBy(() -> HttpSchemes.of(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("httpSchemes: '" + written + "'");
    }
}
