package io.github.oidctoken.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.Canaries;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.LoggingHttpActivityListener;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** camel-http's log of its activity prints every header of a request, and it is on by an option: it shows no token. */
class ActivityLogTest extends HttpTest {

    private static final Canaries CANARIES = new Canaries().plant("the token", "ifs-1");

    private List<String> logged(String options) throws Exception {
        api.answer(request -> new FakeApi.Answer(
                200, Map.of("Received", List.of("authorization: " + request.authorization())), "fine"));
        try (LogCapture log = new LogCapture(LoggingHttpActivityListener.class.getName(), Level.INFO)) {
            start(routes -> routes.from("direct:in")
                    .routePolicy(OidcTokenRoutePolicy.forClient("ifs"))
                    .to(api.url("/api") + options)
                    .to(api.url("/elsewhere") + options)
                    .toD(api.url("/api/${body.length}") + options));
            send("direct:in", "order", Map.of("Authorization", "Basic Y2FsbGVyOg=="));
            return log.lines();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?logHttpActivity=true", ""})
    void theTokenIsMaskedAndAllElseIsShown(String options) throws Exception {
        if (options.isEmpty()) {
            context.getComponent("http", HttpComponent.class).setLogHttpActivity(true);
        }
        List<String> lines = logged(options);

        assertThat(api.authorizations()).containsExactly("Bearer ifs-1", "Basic Y2FsbGVyOg==", "Bearer ifs-1");
        assertThat(CANARIES.in(String.join("\n", lines))).isEmpty();
        assertThat(lines)
                .asString()
                .contains("Authorization: xxxxxx", "Authorization: Basic Y2FsbGVyOg==", "Received: xxxxxx", "fine");
    }

    @Test
    void aListenerOfOnesOwnMayPutAHeaderOnTheRequestAndSeesNoToken() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("listener", new HttpActivityListener() {
            @Override
            public void onRequestSubmitted(
                    Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
                seen.add(List.of(request.getHeaders()).toString());
                request.setHeader("Content-Type", "text/x-own");
            }

            @Override
            public void onResponseReceived(
                    Object source,
                    Exchange exchange,
                    HttpHost host,
                    HttpResponse response,
                    HttpEntity entity,
                    long elapsed) {
                seen.add(List.of(response.getHeaders()).toString());
            }
        });

        logged("?httpActivityListener=#listener");

        assertThat(api.received()).extracting(FakeApi.Received::contentType).containsOnly("text/x-own");
        assertThat(api.authorizations()).contains("Bearer ifs-1");
        assertThat(seen).hasSize(6);
        assertThat(CANARIES.in(seen.toString())).isEmpty();
    }
}
