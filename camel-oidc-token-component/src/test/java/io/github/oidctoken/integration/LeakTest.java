package io.github.oidctoken.integration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.testkit.CamelApplication;
import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.CapturedLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Route;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Secrets and tokens are planted, the application is made to work and to fail, and everything that it shows is searched for them. */
class LeakTest {

    private static final String CLIENT_SECRET = "canary client+secret/=";
    private static final String PASSWORD = "canary pass&word%";
    private static final String ACCESS_TOKEN = "canary-access-token-0123456789";
    private static final String REFRESH_TOKEN = "canary-refresh-token-0123456789";

    private static final String ENCRYPTION_KEY = "Y2FuYXJ5LWVuY3J5cHRpb24ta2V5LTAxMjM0NTY3ODk=";

    private final WireMockServer authorizationServer = server();
    private final WireMockServer api = server();
    private final WireMockServer foreign = server();
    private final List<TokenEvent> events = new CopyOnWriteArrayList<>();
    private final Canaries canaries = new Canaries()
            .plant("the client secret", CLIENT_SECRET)
            .plantBasic("camel", CLIENT_SECRET)
            .plant("the password", PASSWORD)
            .plant("the access token", ACCESS_TOKEN)
            .plant("the refresh token", REFRESH_TOKEN)
            .plant("the encryption key", ENCRYPTION_KEY);
    private final Path parent;

    LeakTest(@TempDir Path parent) {
        this.parent = parent;
    }

    @BeforeEach
    void answer() {
        authorizationServer.stubFor(post(anyUrl())
                .willReturn(okJson("{\"access_token\":\"" + ACCESS_TOKEN + "\",\"refresh_token\":\"" + REFRESH_TOKEN
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":180}")));
        api.stubFor(any(anyUrl()).willReturn(aResponse().withBody("orders")));
        foreign.stubFor(any(anyUrl()).willReturn(aResponse().withBody("thanks")));
    }

    @AfterEach
    void stop() {
        List.of(authorizationServer, api, foreign).forEach(WireMockServer::stop);
    }

    @Test
    void theSearchFindsEveryFormOfALeakPlantedOnPurpose() {
        try (CapturedLog log = CapturedLog.open()) {
            canaries.forms().values().forEach(LoggerFactory.getLogger(LeakTest.class)::debug);

            assertThat(canaries.in(log.text()))
                    .containsExactlyInAnyOrderElementsOf(canaries.forms().keySet());
        }
    }

    @Test
    void theTargetGetsTheTokenInEveryCallAndTheForeignHostAndTheLogNever() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = application()) {
            for (int i = 0; i < 20; i++) {
                application.template().requestBody("direct:orders", "body " + i);
            }

            assertThat(canaries.in(log.text())).isEmpty();
        }
        assertThat(received(api))
                .hasSize(20)
                .allSatisfy(request ->
                        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer " + ACCESS_TOKEN));
        assertThat(received(foreign)).hasSize(20).allSatisfy(request -> {
            assertThat(request.containsHeader("Authorization")).isFalse();
            assertThat(canaries.in(request.toString())).isEmpty();
        });
    }

    @Test
    void nothingIsShownWhileAllGoesWell() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = application()) {
            application.template().requestBody("direct:orders", "body");
            application.template().requestBody("direct:renew", "body");
            Object explained = application.template().requestBody("direct:explain", "body");

            assertThat(explained.toString()).contains("state=fresh", "explanation=Token ", "status=active");
            assertThat(canaries.in(explained.toString())).isEmpty();
            assertThat(canaries.in(shown(application))).isEmpty();
            assertThat(canaries.in(log.text())).isEmpty();
        }
        assertThat(events).isNotEmpty();
        assertThat(canaries.in(events.toString())).isEmpty();
    }

    @Test
    void nothingIsShownWhenTheServerRepeatsOurSecretsInItsErrors() throws Exception {
        authorizationServer.stubFor(post(anyUrl())
                .willReturn(aResponse()
                        .withStatus(400)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"error\":\"invalid_request\",\"error_description\":\"you sent " + CLIENT_SECRET
                                + " and " + PASSWORD + "\"}")));

        assertThat(canaries.in(failureOf("direct:orders"))).isEmpty();
    }

    @Test
    void nothingIsShownWhenTheServerAnswersAPage() throws Exception {
        authorizationServer.stubFor(post(anyUrl())
                .willReturn(
                        aResponse().withHeader("Content-Type", "text/html").withBody("<p>" + ACCESS_TOKEN + PASSWORD)));

        assertThat(canaries.in(failureOf("direct:orders"))).isEmpty();
    }

    @Test
    void nothingIsShownWhenTheTokensComeWithAnOddStatus() throws Exception {
        authorizationServer.stubFor(post(anyUrl())
                .willReturn(
                        okJson("{\"access_token\":\"" + ACCESS_TOKEN + "\"}").withStatus(302)));

        assertThat(canaries.in(failureOf("direct:orders"))).isEmpty();
    }

    @Test
    void nothingIsShownWhenTheApiAlwaysRefuses() throws Exception {
        api.stubFor(get(urlPathEqualTo("/orders")).willReturn(aResponse().withStatus(401)));
        api.stubFor(post(urlPathEqualTo("/orders")).willReturn(aResponse().withStatus(401)));

        assertThat(canaries.in(failureOf("direct:orders"))).isEmpty();
    }

    private String failureOf(String route) throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CamelApplication application = application()) {
            StringWriter trace = new StringWriter();
            try {
                application.template().requestBody(route, "body");
                throw new AssertionError("The call should have failed");
            } catch (CamelExecutionException e) {
                e.printStackTrace(new PrintWriter(trace, true));
                trace.append(String.valueOf(e.getExchange().getMessage().getHeaders()));
                trace.append(String.valueOf(e.getExchange().getAllProperties()));
            }
            return trace + log.text() + shown(application) + events;
        }
    }

    /** What Camel shows of the application: endpoints, routes, components, beans and every JMX attribute. */
    private static String shown(CamelApplication application) throws Exception {
        var context = application.context();
        StringBuilder shown = new StringBuilder();
        context.getEndpoints()
                .forEach(endpoint -> shown.append(endpoint)
                        .append(endpoint.getEndpointUri())
                        .append(endpoint.getEndpointKey())
                        .append('\n'));
        context.getRoutes()
                .forEach(route ->
                        shown.append(route).append(route.getRoutePolicyList()).append(route.getConsumer()));
        context.getComponentNames().forEach(name -> shown.append(context.getComponent(name)));
        for (Route route : context.getRoutes()) {
            shown.append(PluginHelper.getModelToXMLDumper(context).dumpModelAsXml(context, route.getRoute()));
        }
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                shown.append(name)
                        .append(attribute.getName())
                        .append(value(server, name, attribute))
                        .append('\n');
            }
        }
        return shown.toString();
    }

    private static Object value(MBeanServer server, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            return String.valueOf(server.getAttribute(name, attribute.getName()));
        } catch (JMException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private CamelApplication application() throws Exception {
        String client = "camel.component.oidc-token.clients[ifs].";
        Map<String, String> properties = new HashMap<>(Map.of(
                client + "token-endpoint",
                "http://127.0.0.1:" + authorizationServer.port() + "/token",
                client + "client-id",
                "camel",
                client + "client-secret",
                CLIENT_SECRET,
                client + "grant",
                "password",
                client + "username",
                "alice",
                client + "password",
                PASSWORD,
                client + "targets",
                "http://127.0.0.1:" + api.port() + "/"));
        properties.put("camel.component.oidc-token.repository", "file:" + parent.resolve("tokens"));
        properties.put("camel.component.oidc-token.encryption-keys", "k1:" + ENCRYPTION_KEY);
        TokenEventListener listener = events::add;
        return CamelApplication.start(
                properties, """
                - route:
                    id: orders
                    routePolicy: oidc-token:ifs
                    from:
                      uri: direct:orders
                      steps:
                        - to: http://127.0.0.1:%d/orders
                        - to: http://127.0.0.1:%d/audit
                        - to: log:orders?showAll=true&level=INFO
                - route:
                    id: renew
                    from:
                      uri: direct:renew
                      steps:
                        - to: oidc-token:ifs?operation=renew
                        - to: http://127.0.0.1:%d/orders
                        - to: log:renew?showAll=true&level=INFO
                - route:
                    id: explain
                    from:
                      uri: direct:explain
                      steps:
                        - to: oidc-token:ifs?operation=explain
                        - to: log:explain?showAll=true&level=INFO
                """.formatted(api.port(), foreign.port(), api.port()), Map.of("events", listener));
    }

    private static List<LoggedRequest> received(WireMockServer server) {
        return server.findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
    }

    private static WireMockServer server() {
        WireMockServer server =
                new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        return server;
    }
}
