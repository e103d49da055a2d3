package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.ReauthorizationRequiredException;
import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.token.TokenSource;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.model.RouteDefinition;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizedRouteTest extends HttpTest {

    private static final String CALLER = "Basic Y2FsbGVyOnNlY3JldA==";

    private void startRoute(String uri) throws Exception {
        start(routes -> policy(routes.from("direct:in")).to(uri));
    }

    private static RouteDefinition policy(RouteDefinition route) {
        return route.routePolicy(OidcTokenRoutePolicy.forClient("ifs"));
    }

    @Test
    void aCallToATargetCarriesTheToken() throws Exception {
        startRoute(api.url("/api/orders"));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("fine");
        assertThat(api.received()).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isEqualTo("Bearer ifs-1");
            assertThat(request.body()).isEqualTo("order");
        });
    }

    @Test
    void aTokenAtHandIsUsedAgain() throws Exception {
        startRoute(api.url("/api/orders"));

        send("direct:in", null);
        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-1");
    }

    @Test
    void aDynamicCallToATargetCarriesTheToken() throws Exception {
        start(routes -> policy(routes.from("direct:in")).toD(api.url("/api/${header.what}?x=${header.x}")));

        send("direct:in", null, Map.of("what", "orders", "x", "1"));

        assertThat(api.received()).singleElement().satisfies(request -> {
            assertThat(request.authorization()).isEqualTo("Bearer ifs-1");
            assertThat(request.uri()).isEqualTo("/api/orders?x=1");
        });
    }

    @Test
    void aDynamicCallOutsideTheTargetsPathCarriesNothing() throws Exception {
        start(routes -> policy(routes.from("direct:in")).toD(api.url("/${header.what}/x")));

        send("direct:in", null, Map.of("what", "other"));
        send("direct:in", null, Map.of("what", "api/../other"));

        assertThat(api.authorizations()).hasSize(2).containsOnly("none");
    }

    @Test
    void nothingIsLeftOnTheMessageAfterASuccess() throws Exception {
        startRoute(api.url("/api/orders"));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getIn().getHeaders()).doesNotContainKey("Authorization");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void nothingIsLeftOnTheMessageAfterAFailure() throws Exception {
        api.answer(request -> new FakeApi.Answer(500, Map.of(), "broken"));
        startRoute(api.url("/api/orders"));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isInstanceOf(HttpOperationFailedException.class);
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
    }

    @Test
    void nothingIsLeftOnTheMessageWhenNoServerAnswers() throws Exception {
        String gone;
        try (FakeApi stopped = new FakeApi()) {
            gone = stopped.url("/api");
        }
        clients.add(FakeClient.of("gone", gone));
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("gone"))
                .to(gone));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isInstanceOf(ConnectException.class);
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("Authorization");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void theCallersAuthorizationIsNeverForwardedAndIsBackAfterwards(int status) throws Exception {
        api.answer(request -> new FakeApi.Answer(status, Map.of(), ""));
        startRoute(api.url("/api/orders?throwExceptionOnFailure=false"));

        Exchange exchange = send("direct:in", "order", Map.of("authorization", CALLER));

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertThat(exchange.getIn().getHeader("Authorization")).isEqualTo(CALLER);
        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo(CALLER);
    }

    @Test
    void aForeignHostGetsNothing() throws Exception {
        start(routes ->
                policy(routes.from("direct:in")).to(api.url("/api/orders")).to(foreign.url("/api/orders")));

        send("direct:in", "order");

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertThat(foreign.authorizations()).containsExactly("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {Exchange.HTTP_URI, Exchange.REST_HTTP_URI})
    void aForeignHostThatAHeaderPointsToGetsNothing(String header) throws Exception {
        startRoute(api.url("/api/orders"));

        send("direct:in", "order", Map.of(header, foreign.url("/api/orders")));

        assertThat(api.received()).isEmpty();
        assertThat(foreign.authorizations()).containsExactly("none");
    }

    @Test
    void aTargetThatAHeaderPointsToGetsTheToken() throws Exception {
        start(routes -> policy(routes.from("direct:in")).to(foreign.url("/x")));

        send("direct:in", "order", Map.of(Exchange.HTTP_URI, api.url("/api/orders")));

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
    }

    @Test
    void aBridgeIgnoresTheHeaderAndSoDoesTheComparison() throws Exception {
        startRoute(api.url("/api/orders?bridgeEndpoint=true"));

        send("direct:in", "order", Map.of(Exchange.HTTP_URI, foreign.url("/api/orders")));

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other", "/../other", "..;/other", "%2e%2e/other", "a%2f..%2f..%2fother"})
    void aPathHeaderThatLeavesTheTargetGetsNothing(String path) throws Exception {
        startRoute(api.url("/api"));

        send("direct:in", null, Map.of(Exchange.HTTP_PATH, path));

        assertThat(api.authorizations()).containsExactly("none");
    }

    @Test
    void aCallThatCannotBeComparedIsExplainedOnce() throws Exception {
        startRoute(api.url("/api"));

        try (LogCapture log = new LogCapture(AuthorizingProducer.class.getName(), Level.WARN)) {
            send("direct:in", null, Map.of(Exchange.HTTP_PATH, "a%2Fb"));
            send("direct:in", null, Map.of(Exchange.HTTP_PATH, "a%2Fb"));

            assertThat(log.lines()).singleElement().asString().contains("127.0.0.1", "escaped dots or slashes", "ifs");
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    void aRedirectToAForeignHostDoesNotTakeTheTokenAlong(int status) throws Exception {
        api.answer(request -> new FakeApi.Answer(status, Map.of("Location", List.of(foreign.url("/api/orders"))), ""));
        startRoute(api.url("/api/orders?followRedirects=true&throwExceptionOnFailure=false"));

        send("direct:in", null);

        assertThat(api.authorizations()).contains("Bearer ifs-1");
        assertThat(foreign.authorizations()).doesNotContain("Bearer ifs-1");
    }

    @Test
    void aRouteWithoutAPolicySendsNothing() throws Exception {
        start(routes -> routes.from("direct:in").to(api.url("/api/orders")));

        send("direct:in", "order");

        assertThat(api.authorizations()).containsExactly("none");
    }

    @Test
    void aFurtherRouteFollowsItsOwnPolicyOnly() throws Exception {
        start(routes -> {
            policy(routes.from("direct:in")).to("direct:plain").to(api.url("/api/last"));
            routes.from("direct:plain").to(api.url("/api/first"));
        });

        send("direct:in", "order");

        assertThat(api.authorizations()).containsExactly("none", "Bearer ifs-1");
    }

    @Test
    void theMostSpecificTargetDecidesWhoseTokenIsSent() throws Exception {
        clients.add(FakeClient.of("special", api.url("/api/special")));
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("special"), OidcTokenRoutePolicy.forClient("ifs"))
                .to(api.url("/api/special/x"))
                .to(api.url("/api/other")));

        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer special-1", "Bearer ifs-1");
    }

    @Test
    void withoutATokenTheCallIsNotSent() throws Exception {
        ReauthorizationRequiredException reason = new ReauthorizationRequiredException("ifs", "sign in again");
        ifs.source().failWith(reason);
        startRoute(api.url("/api/orders"));

        Exchange exchange = send("direct:in", "order", Map.of("Authorization", CALLER));

        assertThat(exchange.getException()).isSameAs(reason);
        assertThat(api.received()).isEmpty();
        assertThat(exchange.getMessage().getHeader("Authorization")).isEqualTo(CALLER);
    }

    @Test
    void whenThePrincipalIsWrongTheCallIsNotSent() throws Exception {
        clients.add(new AuthorizedClient() {
            @Override
            public ClientRegistration registration() {
                return ifs.registration();
            }

            @Override
            public TokenSource tokens(Exchange exchange) {
                throw new ClientConfigurationException("ifs", "principal is blank");
            }

            @Override
            public Executor continuation() {
                return Runnable::run;
            }
        });
        startRoute(api.url("/api/orders"));

        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).hasMessageContaining("principal is blank");
        assertThat(api.received()).isEmpty();
    }

    @Test
    void aLazilyStartedProducerIsAuthorizedToo() throws Exception {
        startRoute(api.url("/api/orders?lazyStartProducer=true"));

        send("direct:in", "order");

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
    }

    @Test
    void theLogNamesTheTokenByItsFingerprintOnly() throws Exception {
        startRoute(api.url("/api/orders"));

        try (LogCapture log = new LogCapture("io.github.oidctoken.camel.http", Level.TRACE)) {
            send("direct:in", "order");

            assertThat(log.lines()).anyMatch(line -> line.startsWith("DEBUG Client ifs calls http://127.0.0.1:"));
            assertThat(log.lines()).noneMatch(line -> line.contains("ifs-1"));
        }
    }

    @Test
    void aRestartedContextAuthorizesAgain() throws Exception {
        start(routes ->
                routes.from("direct:in").routePolicyRef("oidc-token:ifs").enrich(api.url("/api/orders")));
        send("direct:in", "order");

        // Camel forgets components and bound beans when it stops
        context.stop();
        context.addComponent(ComponentClients.COMPONENT, clients);
        context.start();
        Exchange exchange = send("direct:in", "order");

        assertThat(exchange.getException()).isNull();
        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer ifs-1");
    }
}
