package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.oidctoken.oauth2.client.ClientConfigurationException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ExchangeAuthorizationTest extends HttpTest {

    private static Processor grant(AuthorizedClient client) {
        return exchange -> ExchangeAuthorization.grant(exchange, client);
    }

    @Test
    void fromTheGrantOnTheCallsOfTheExchangeAreAuthorizedInWhateverRoute() throws Exception {
        start(routes -> {
            routes.from("direct:in").to(api.url("/api/1")).process(grant(ifs)).to(api.url("/api/2"), "direct:next");
            routes.from("direct:next")
                    .to(api.url("/api/3"))
                    .enrich(api.url("/api/4"))
                    .to(foreign.url("/api"));
        });

        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("none", "Bearer ifs-1", "Bearer ifs-1", "Bearer ifs-1");
        assertThat(foreign.authorizations()).containsExactly("none");
    }

    @Test
    void nothingIsPutOnTheMessage() {
        Exchange exchange = new DefaultExchange(context);

        ExchangeAuthorization.grant(exchange, ifs);

        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(exchange.getMessage().getBody()).isNull();
    }

    @Test
    void theGrantWinsOverThePolicyForTheSameTarget() throws Exception {
        FakeClient granted = FakeClient.of("granted", api.url("/api"));
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .process(grant(granted))
                .to(api.url("/api")));

        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer granted-1");
    }

    @Test
    void theMoreSpecificTargetWinsOverTheGrant() throws Exception {
        FakeClient granted = FakeClient.of("granted", api.url(""));
        start(routes -> routes.from("direct:in")
                .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                .process(grant(granted))
                .to(api.url("/api"), api.url("/other")));

        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Bearer granted-1");
    }

    @Test
    void grantingTheSameClientAgainReplacesIt() throws Exception {
        FakeClient later = new FakeClient(ifs.registration(), new FakeTokens("later"));
        start(routes -> routes.from("direct:in")
                .process(grant(ifs))
                .process(grant(later))
                .to(api.url("/api")));

        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer later-1");
    }

    @Test
    void aGrantToACopyIsNotOneToTheOriginal() {
        Exchange original = new DefaultExchange(context);
        ExchangeAuthorization.grant(original, ifs);
        Exchange copy = original.copy();

        ExchangeAuthorization.grant(copy, FakeClient.of("second", foreign.url("")));

        assertThat(ExchangeAuthorization.of(original))
                .extracting(Authorization::name)
                .containsExactly("ifs");
        assertThat(ExchangeAuthorization.of(copy))
                .extracting(Authorization::name)
                .containsExactly("ifs", "second");
    }

    @Test
    void aClientWithoutTargetsCannotBeGranted() {
        Exchange exchange = new DefaultExchange(context);

        assertThatThrownBy(() -> ExchangeAuthorization.grant(exchange, FakeClient.of("open")))
                .isInstanceOf(ClientConfigurationException.class)
                .hasMessageContaining("clients[open].targets");
    }

    @Test
    void thePropertyShowsNamesAndTargetsOnly() {
        Exchange exchange = new DefaultExchange(context);
        ifs.source().get();

        ExchangeAuthorization.grant(exchange, ifs);

        assertThat(exchange.getProperties().toString())
                .contains("Authorization[ifs, targets=[" + api.url("/api") + "]]")
                .doesNotContain("ifs-1", "s3cret");
    }
}
