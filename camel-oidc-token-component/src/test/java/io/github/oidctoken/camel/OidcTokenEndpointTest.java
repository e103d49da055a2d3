package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcTokenEndpointTest {

    private static final String INLINE =
            "oidc-token:mine?tokenEndpoint=https://id.example.com/token&clientId=camel&targets=https://api.example.com";

    private static final int CALLS = 2_000;

    private final TestContext camel = TestContext.create();

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void anEndpointWithoutOptionsIsTheConfiguredClientItself() {
        camel.client("ifs", service("camel")).start();

        assertThat(endpoint("oidc-token:ifs?output=header&operation=renew").authorizedClient())
                .isSameAs(camel.component.client("ifs"));
    }

    @Test
    void anEndpointMayAskForSomethingElseThanTheConfiguredClient() {
        OidcTokenConfiguration configured = service("camel");
        configured.setScope("read");
        configured.setParameters(new TreeMap<>(Map.of("tenant", "acme", "kept", "yes")));
        camel.client("ifs", configured).start();

        ClientRegistration client =
                registration("oidc-token:ifs?scope=write&audience=api&resource=https://api.example.com"
                        + "&principal=alice&parameters.tenant=other&parameters.x-y=1");

        assertThat(client.clientId()).isEqualTo("camel");
        assertThat(client.clientSecret())
                .isEqualTo(camel.component.client("ifs").registration().clientSecret());
        assertThat(client.request().scopes()).containsExactly("write");
        assertThat(client.request().audience()).isEqualTo("api");
        assertThat(client.request().resources()).hasToString("[https://api.example.com]");
        assertThat(client.principal()).isEqualTo("alice");
        assertThat(client.request().parameters()).isEqualTo(Map.of("tenant", "other", "kept", "yes", "x-y", "1"));
        assertThat(camel.component.client("ifs").registration().request().scopes())
                .containsExactly("read");
    }

    @ParameterizedTest
    @CsvSource({
        "provider=keycloak, provider, provider",
        "issuer=https://evil.example.com, issuer, issuer",
        "TOKENENDPOINT=https://evil.example.com, tokenEndpoint, token-endpoint",
        "revocationEndpoint=https://evil.example.com, revocationEndpoint, revocation-endpoint",
        "jwksUri=https://evil.example.com, jwksUri, jwks-uri",
        "baseUrl=https://evil.example.com, baseUrl, base-url",
        "realm=other, realm, realm",
        "targets=https://evil.example.com, targets, targets",
        "allowInsecure=true, allowInsecure, allow-insecure",
        "clientId=other, clientId, client-id",
        "clientSecret=other, clientSecret, client-secret",
        "clientAuthentication=none, clientAuthentication, client-authentication",
        "grant=password, grant, grant",
        "username=other, username, username",
        "refreshParameters.a=b, refreshParameters, refresh-parameters",
        "authorizationParameters.a=b, authorizationParameters, authorization-parameters",
        "maxWait=1s, maxWait, max-wait"
    })
    void anEndpointCannotChangeWhereSecretsOfAConfiguredClientGo(String written, String option, String key) {
        camel.client("ifs", service("camel")).start();

        assertThatThrownBy(() -> endpoint("oidc-token:ifs?" + written))
                .hasRootCauseMessage(
                        "Client 'ifs': an endpoint cannot set " + option
                                + " of a configured client. Set clients[ifs]." + key
                                + " instead. Only actorToken, actorTokenType, audience, parameters, principal,"
                                + " requestedTokenType, resource, scope, subjectToken, subjectTokenType, validation can be set here.");
    }

    @Test
    void everyOptionIsEitherOverridableOrRefused() {
        camel.client("ifs", service("camel")).start();

        assertThat(ConfigurationOptions.of(camel.context).names()).containsAll(EndpointClients.OVERRIDABLE);
        assertThat(EndpointClients.OVERRIDABLE)
                .containsExactlyInAnyOrder(
                        "scope",
                        "audience",
                        "resource",
                        "principal",
                        "parameters",
                        "validation",
                        "subjectToken",
                        "subjectTokenType",
                        "actorToken",
                        "actorTokenType",
                        "requestedTokenType");
    }

    @Test
    void aNameThatIsNotConfiguredIsAClientThatTheUriBringsWhole() {
        camel.start();

        ClientRegistration client =
                registration(INLINE + "&clientSecret=RAW(a+b)&clientAuthentication=client_secret_post");

        assertThat(client.name()).isEqualTo("mine");
        assertThat(client.clientSecret()).isEqualTo(Secret.of("a+b"));
        assertThat(client.targets()).containsExactly("https://api.example.com");
    }

    @Test
    void anInlineClientMustNotBeHalfOfOne() {
        camel.client("ifs", service("camel")).start();

        assertThatThrownBy(() -> endpoint("oidc-token:mine?scope=a"))
                .hasRootCauseMessage("Client 'mine': no such client is configured. Configured are: ifs.");
        assertThatThrownBy(() -> endpoint("oidc-token:mine?clientId=camel"))
                .rootCause()
                .hasMessageContaining("nothing says where to ask for a token");
    }

    @Test
    void anInlineClientCannotEnterTheSessionOfAConfiguredOneWithAnotherSecret() {
        camel.client("ifs", service("camel")).start();

        assertThatThrownBy(() -> endpoint(INLINE + "&clientSecret=guess"))
                .rootCause()
                .hasMessageContaining("as client 'ifs'")
                .hasMessageContaining("another client-secret");
    }

    @Test
    void anInlineClientCannotEnterTheSessionOfAnotherInlineOneWithAnotherPassword() {
        camel.start();
        String person = INLINE + "&grant=password&username=alice&password=";
        endpoint(person + "wonderland");

        assertThatThrownBy(() -> endpoint(person + "guess")).rootCause().hasMessageContaining("another password");
    }

    @Test
    void anEndpointCannotTakeItsClientIntoTheSessionOfAnotherWithOtherSecrets() {
        OidcTokenConfiguration alice = service("camel");
        alice.setClientSecret("other");
        alice.setPrincipal("alice");
        camel.client("ifs", service("camel")).client("alice", alice).start();

        assertThatThrownBy(() -> endpoint("oidc-token:ifs?principal=alice"))
                .rootCause()
                .hasMessageContaining("as client 'alice'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audience=a-HUSH&clientSecret=HUSH", "clientSecret=RAW(HU)SH)", "CLIENTSECRET=RAW(HU)SH)"})
    void aSecretThatShowsThroughTheMaskOfTheUriIsRefused(String options) {
        camel.start();

        assertThatThrownBy(() -> endpoint(INLINE + "&" + options))
                .rootCause()
                .hasMessageContaining("the value of clientSecret shows through")
                .hasMessageContaining("camel.component.oidc-token.clients[mine].client-secret");
    }

    @ParameterizedTest
    @CsvSource({"HUSH, HUSH", "RAW(HU&SH), HU&SH", "RAW{HU}SH}, HU}SH", "RAW(HU+SH), HU+SH"})
    void aSecretThatCamelMasksIsTaken(String written, String secret) {
        camel.start();

        OidcTokenEndpoint endpoint = endpoint(INLINE + "&clientSecret=" + written);

        assertThat(endpoint.authorizedClient().registration().clientSecret()).isEqualTo(Secret.of(secret));
        assertThat(endpoint.toString()).doesNotContain("HU").doesNotContain("SH");
    }

    @Test
    void aSecretFromAPlaceholderDoesNotShowInTheEndpointsUri() {
        camel.context.getPropertiesComponent().addInitialProperty("mine.secret", "HUSH");
        camel.start();

        OidcTokenEndpoint endpoint = endpoint(INLINE + "&clientSecret={{mine.secret}}");

        assertThat(endpoint.authorizedClient().registration().clientSecret()).isEqualTo(Secret.of("HUSH"));
        assertThat(endpoint.toString()).doesNotContain("HUSH");
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheNearest() {
        camel.client("ifs", service("camel")).start();

        assertThatThrownBy(() -> endpoint("oidc-token:ifs?scoope=a"))
                .rootCause()
                .hasMessageContaining("'scoope' is not an option of the endpoint. Did you mean 'scope'?");
    }

    @Test
    void anUnknownClientStopsTheRouteAndListsTheKnownOnes() {
        camel.client("ifs", service("camel")).start();

        assertThatThrownBy(() -> endpoint("oidc-token:ifx"))
                .hasRootCauseMessage(
                        "Client 'ifx': no such client is configured. Configured are: ifs. Did you mean 'ifs'?");
    }

    @Test
    void aClientWithoutTargetsCannotAuthorizeWhatFollows() {
        OidcTokenConfiguration without = service("camel");
        without.setTargets(null);
        camel.client("ifs", without).start();

        assertThatThrownBy(() -> endpoint("oidc-token:ifs").createProducer())
                .hasMessageContaining("Set clients[ifs].targets")
                .hasMessageContaining("option output");
        assertThat(endpoint("oidc-token:ifs?output=body").createProducer()).isNotNull();
    }

    @Test
    void aPrincipalIsEvaluatedForEachExchange() {
        OidcTokenConfiguration configured = service("camel");
        configured.setPrincipal("tenant-${header.tenant}");
        camel.client("ifs", configured).start();
        AuthorizedClient client = camel.component.client("ifs");

        assertThat(client.tokens(exchange("a")))
                .isSameAs(client.tokens(exchange("a")))
                .isNotSameAs(client.tokens(exchange("b")));
    }

    @Test
    void toFindTheTokensOfAPrincipalAllocatesNoMoreThanItsExpression() {
        OidcTokenConfiguration configured = service("camel");
        configured.setPrincipal("${header.tenant}");
        camel.client("ifs", configured).start();
        AuthorizedClient client = camel.component.client("ifs");
        PrincipalOption expression = new PrincipalOption(client.registration(), camel.context);
        Exchange exchange = exchange("a");
        assertThat(client.tokens(exchange)).isNotNull();
        long whole = Long.MAX_VALUE;
        long evaluation = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            whole = Math.min(whole, allocated(() -> client.tokens(exchange)));
            evaluation = Math.min(evaluation, allocated(() -> expression.of(exchange)));
        }

        assertThat(whole).as("less than an object more for each call").isLessThan(evaluation + 16 * CALLS);
    }

    /** The bytes that so many calls allocate. */
    private static long allocated(Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @ParameterizedTest
    @CsvSource({"'', came out blank", "'  ', came out blank", ", came out blank", "default, is reserved"})
    void aPrincipalThatNamesNobodyFailsTheExchange(String value, String problem) {
        OidcTokenConfiguration configured = service("camel");
        configured.setPrincipal("${header.tenant}");
        camel.client("ifs", configured).start();
        AuthorizedClient client = camel.component.client("ifs");

        assertThatThrownBy(() -> client.tokens(exchange(value)))
                .hasMessageContaining("Client 'ifs': clients[ifs].principal")
                .hasMessageContaining(problem);
    }

    @Test
    void aPrincipalIsAtMost256CharactersLongAndNotShown() {
        OidcTokenConfiguration configured = service("camel");
        configured.setPrincipal("${header.tenant}");
        camel.client("ifs", configured).start();
        AuthorizedClient client = camel.component.client("ifs");

        assertThat(client.tokens(exchange("x".repeat(256)))).isNotNull();
        assertThat(catchThrowable(() -> client.tokens(exchange("x".repeat(257)))))
                .hasMessageContaining("longer than 256")
                .message()
                .doesNotContain("xxx");
    }

    private DefaultExchange exchange(String tenant) {
        DefaultExchange exchange = new DefaultExchange(camel.context);
        exchange.getMessage().setHeader("tenant", tenant);
        return exchange;
    }

    private ClientRegistration registration(String uri) {
        return endpoint(uri).authorizedClient().registration();
    }

    private OidcTokenEndpoint endpoint(String uri) {
        return camel.context.getEndpoint(uri, OidcTokenEndpoint.class);
    }
}
