package io.github.oidctoken.camel;

import static io.github.oidctoken.camel.TestContext.service;
import static io.github.oidctoken.camel.TestContext.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.oidctoken.camel.observation.Observation;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.testkit.Canaries;
import io.github.oidctoken.testkit.ScriptedTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientMetersTest {

    private static final Path DOCUMENT = Path.of("src/main/docs/oidc-token-component.md");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final TestContext camel = TestContext.create().client("ifs", service("camel"));

    ClientMetersTest() {
        camel.context.getRegistry().bind("meters", meters);
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    @Test
    void theFirstTokenIsCountedAndTimed() {
        camel.server.thenJson(200, token("first", 300));
        camel.start();
        ask("oidc-token:ifs");
        counted("obtained");

        assertThat(meters.get("oidc.token.renewals")
                        .tags("client", "ifs", "outcome", "obtained", "reason", "first_use")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("oidc.token.request.time")
                        .tags("client", "ifs", "outcome", "granted")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(gauge("oidc.token.held")).isEqualTo(1);
        assertThat(gauge("oidc.token.expiry")).isBetween(200.0, 300.0);
        assertThat(gauge("oidc.token.refresh.expiry")).isNaN();
        assertThat(gauge("oidc.token.failures")).isZero();
    }

    @Test
    void aSignOutIsNoRenewal() {
        camel.start();
        Observation counting = new Observation(camel.context);
        counting.count(List.of());

        counting.on(TokenEvent.ofSession(TokenEvent.Type.SIGNED_OUT, "ifs", null));

        assertThat(meters.find("oidc.token.renewals").counter()).isNull();
    }

    @Test
    void aFreshTokenCostsNoMeasurement() {
        camel.server.thenJson(200, token("first"));
        camel.start();
        ask("oidc-token:ifs");
        counted("obtained");
        double before = measurements();

        for (int i = 0; i < 100; i++) {
            ask("oidc-token:ifs");
        }

        assertThat(measurements()).isEqualTo(before);
    }

    @Test
    void aFailureIsCountedByWhatFailed() {
        camel.server.thenFails(TransportException.Delivery.NOT_SENT, "no route to host");
        camel.start();
        ask("oidc-token:ifs");

        counted("renewal_failed");
        assertThat(meters.get("oidc.token.request.time")
                        .tag("outcome", "not_sent")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(gauge("oidc.token.failures")).isEqualTo(1);
    }

    @Test
    void whoeverWaitsIsTimed() {
        CountDownLatch answer = new CountDownLatch(1);
        camel.server.then(request -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return ScriptedTransport.json(200, token("first"));
        });
        camel.start();
        var sent = camel.context.createProducerTemplate().asyncSend("oidc-token:ifs", exchange -> {});
        await().until(() -> camel.component.observedClients().stream()
                .anyMatch(client -> client.status().tokens().stream()
                        .anyMatch(held -> held.token().renewing())));
        await().until(() -> camel.server.requests().size() == 1);
        answer.countDown();

        await().until(() -> meters.find("oidc.token.waits").tag("outcome", "served").timers().stream()
                .anyMatch(timer -> timer.count() == 1));
        assertThat(sent).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void clientsThatOnlyEndpointsNameShareOneTag() {
        camel.server.thenJson(200, token("a")).thenJson(200, token("b"));
        camel.start();
        String options = "?clientId=x&tokenEndpoint=https://id.example.com/token&clientSecret=s3cret-inline"
                + "&targets=https://api.example.com/";
        ask("oidc-token:one" + options);
        ask("oidc-token:two" + options + "&scope=more");
        await().until(() ->
                meters.find("oidc.token.renewals").counters().stream().anyMatch(counter -> counter.count() == 2));

        assertThat(meters.find("oidc.token.renewals").counters())
                .singleElement()
                .satisfies(counter -> {
                    assertThat(counter.getId().getTag("client")).isEqualTo("inline");
                    assertThat(counter.count()).isEqualTo(2);
                });
    }

    @Test
    void aClientThatIsAddedToARunningComponentIsCountedByItsName() {
        camel.server.thenJson(200, token("first"));
        camel.start();
        camel.client("late", service("late"));

        ask("oidc-token:late");

        counted("obtained");
        assertThat(meters.get("oidc.token.renewals").counter().getId().getTag("client"))
                .isEqualTo("late");
        assertThat(meters.get("oidc.token.expiry").tag("client", "late").gauge().value())
                .isPositive();
    }

    @Test
    void aStoppedComponentLeavesNoGaugeThatStandsStill() {
        camel.start();
        assertThat(meters.find("oidc.token.expiry").gauges()).hasSize(1);

        camel.component.stop();

        assertThat(meters.find("oidc.token.expiry").gauges()).isEmpty();
    }

    @Test
    void everyMeterIsDocumentedAndAlertsNameNoOther() throws IOException {
        camel.server.thenJson(200, token("first"));
        camel.start();
        ask("oidc-token:ifs");
        String document = Files.readString(DOCUMENT);

        Set<String> gauges = meters.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.startsWith("oidc."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(gauges)
                .hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(document).contains("| `" + name + "` |"));
        Set<String> prometheus = new TreeSet<>();
        Matcher documented = Pattern.compile("\\| `(oidc\\.token\\.[a-z.]+)` \\| (\\w+)(?:, (\\w+))? \\|")
                .matcher(document);
        while (documented.find()) {
            String base = documented.group(1).replace('.', '_');
            prometheus.add(
                    switch (documented.group(2)) {
                        case "counter" -> base + "_total";
                        case "timer" -> base + "_seconds_count";
                        default -> base + ("seconds".equals(documented.group(3)) ? "_seconds" : "");
                    });
        }
        Matcher used = Pattern.compile("oidc_token_[a-z_]+")
                .matcher(
                        document.lines().filter(line -> line.contains("expr: ")).collect(Collectors.joining(" ")));
        Set<String> alerts = new TreeSet<>();
        while (used.find()) {
            alerts.add(used.group());
        }
        assertThat(alerts).hasSizeGreaterThan(3).isSubsetOf(prometheus);
    }

    @Test
    void noMeterShowsASecret() {
        Canaries canaries = new Canaries().plant("the secret", "s3cret").plant("the token", "canary-token");
        camel.server.thenJson(200, token("canary-token"));
        camel.start();
        ask("oidc-token:ifs");

        String shown = meters.getMeters().stream()
                .map(meter -> meter.getId() + " " + meter.getId().getDescription())
                .collect(Collectors.joining());
        assertThat(shown).contains("oidc.token.expiry");
        assertThat(canaries.in(shown)).isEmpty();
    }

    private void ask(String uri) {
        camel.context.createProducerTemplate().send(uri, exchange -> {});
    }

    /** Whoever waits goes on before the renewal is reported, and a counter is there before it has counted. */
    private void counted(String outcome) {
        await().until(() -> meters.find("oidc.token.renewals").tag("outcome", outcome).counters().stream()
                .anyMatch(counter -> counter.count() > 0));
    }

    private double gauge(String name) {
        return meters.get(name).tag("client", "ifs").gauge().value();
    }

    /** How often anything was counted or timed. */
    private double measurements() {
        return meters.getMeters().stream()
                .mapToDouble(meter -> meter.match(
                        gauge -> 0.0,
                        counter -> counter.count(),
                        timer -> (double) timer.count(),
                        summary -> 0.0,
                        longTask -> 0.0,
                        timeGauge -> 0.0,
                        functionCounter -> 0.0,
                        functionTimer -> 0.0,
                        other -> 0.0))
                .sum();
    }
}
