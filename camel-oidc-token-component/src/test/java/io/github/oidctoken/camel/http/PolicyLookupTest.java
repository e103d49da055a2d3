package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyLookupTest extends HttpTest {

    private static final String YAML = """
            - route:
                id: orders
                routePolicy: %s
                from:
                  uri: direct:in
                  steps:
                    - to: %s
                    - to: %s
            """;

    @Test
    void aYamlRouteNamesTheClientAndNothingElse() throws Exception {
        startYaml(YAML.formatted("oidc-token:ifs", api.url("/api"), foreign.url("/api")));

        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertThat(foreign.authorizations()).containsExactly("none");
    }

    @Test
    void aYamlRouteMayNameSeveralClients() throws Exception {
        clients.add(FakeClient.of("second", foreign.url("")));

        startYaml(YAML.formatted("'oidc-token:ifs, oidc-token:second'", api.url("/api"), foreign.url("/api")));
        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        assertThat(foreign.authorizations()).containsExactly("Bearer second-1");
    }

    @Test
    void anUnknownClientInYamlStopsTheStartAndTheKnownOnesAreListed() {
        assertThatThrownBy(() -> startYaml(YAML.formatted("oidc-token:ifx", api.url("/api"), foreign.url("/api"))))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasMessageContaining("Client 'ifx': is not configured; configured are [ifs].");
    }

    @Test
    void aJavaRouteMayNameTheClientToo() throws Exception {
        startReferring(context);

        send("direct:in", null);

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
    }

    static Stream<Registry> registries() {
        return Stream.of(new SimpleRegistry(), new DefaultRegistry(), new DefaultRegistry(new SimpleRegistry()));
    }

    @ParameterizedTest
    @MethodSource("registries")
    void theNameIsFoundInARegistryOfTheUsers(Registry registry) throws Exception {
        try (DefaultCamelContext own = new DefaultCamelContext(registry)) {
            own.addComponent(ComponentClients.COMPONENT, clients);
            startReferring(own);

            own.createProducerTemplate().sendBody("direct:in", "x");

            assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        }
    }

    @ParameterizedTest
    @MethodSource("registries")
    void theNameIsFoundInARegistrySetLater(Registry registry) throws Exception {
        try (DefaultCamelContext own = new DefaultCamelContext()) {
            own.getCamelContextExtension().setRegistry(registry);
            own.addComponent(ComponentClients.COMPONENT, clients);
            startReferring(own);

            own.createProducerTemplate().sendBody("direct:in", "x");

            assertThat(api.authorizations()).containsExactly("Bearer ifs-1");
        }
    }

    @Test
    void otherNamesAndTypesAreNotAnswered() {
        PolicyLookup lookup = new PolicyLookup(context);

        assertThat(lookup.lookupByName("ifs")).isNull();
        assertThat(lookup.lookupByName("oidc-token")).isNull();
        assertThat(lookup.lookupByNameAndType("oidc-token:ifs", String.class)).isNull();
        assertThat(lookup.lookupByNameAndType("oidc-token:ifs", RoutePolicy.class))
                .hasToString("oidc-token:ifs");
    }

    private void startReferring(CamelContext camelContext) throws Exception {
        addRoutes(
                camelContext,
                routes -> routes.from("direct:in")
                        .routePolicyRef("oidc-token:ifs")
                        .to(api.url("/api")));
        camelContext.start();
    }
}
