package io.github.oidctoken.camel.observation;

import static io.github.oidctoken.camel.observation.WatchedClient.held;
import static io.github.oidctoken.camel.observation.WatchedClient.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.renewal.ClientStatus;
import io.github.oidctoken.oauth2.token.Freshness;
import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenMeasurement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of meters in the documentation is what is measured: the same names, outcomes and reasons, none more and none less. */
class DocumentedMetersTest {

    private static final Path DOCUMENT = Path.of("src/main/docs/oidc-token-component.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(oidc\\.token\\.[a-z.]+)` \\| [^|]+ \\| ([^|]*) \\|$");

    /** What somebody does about a session is an event and no renewal. */
    private static final Set<TokenEvent.Type> UNCOUNTED =
            Set.of(TokenEvent.Type.SIGNED_IN, TokenEvent.Type.SIGN_IN_FAILED, TokenEvent.Type.SIGNED_OUT);

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void everyMeterIsInTheTableAndEveryRowIsMeasured() throws IOException {
        measureAll();

        assertThat(measured()).isEqualTo(documented().keySet());
    }

    @Test
    void everyOutcomeAndReasonIsNamedInItsRow() throws IOException {
        measureAll();
        Map<String, String> rows = documented();

        for (Meter meter : registry.getMeters()) {
            String name = meter.getId().getName();
            Set.of("outcome", "reason").stream()
                    .map(meter.getId()::getTag)
                    .filter(Objects::nonNull)
                    .forEach(word -> assertThat(rows.get(name)).as(name).contains("`" + word + "`"));
        }
    }

    @Test
    void whatComesLaterIsAnIncreaseAndNoNewSeries() {
        watch(WatchedClient.of());

        assertThat(registry.getMeters().stream()
                        .filter(Counter.class::isInstance)
                        .map(meter -> meter.getId().getName()))
                .containsOnly("oidc.token.reuse.detected", "oidc.token.adopted", "oidc.token.rejections");
        assertThat(registry.get("oidc.token.rejections").tag("client", "ifs").counters())
                .hasSameSizeAs(TokenMeasurement.RejectionOutcome.values())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    @Test
    void everyMeterSaysWhatItIs() {
        measureAll();

        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getDescription())
                        .as(meter.getId().getName())
                        .isNotBlank());
    }

    @Test
    void theGaugesTellHowItStandsWithAClient() {
        Instant end = Instant.now().plusSeconds(900);
        watch(WatchedClient.of(new ClientStatus.Held(
                "default", token(Freshness.STALE, 3, true, "gone"), null, null, end, true, null)));

        assertThat(gauge("oidc.token.expiry")).isBetween(590.0, 600.0);
        assertThat(gauge("oidc.token.refresh.expiry")).isBetween(890.0, 900.0);
        assertThat(gauge("oidc.token.failures")).isEqualTo(3);
        assertThat(gauge("oidc.token.reauthorization.required")).isEqualTo(1);
        assertThat(gauge("oidc.token.rotations.unsaved")).isEqualTo(1);
        assertThat(gauge("oidc.token.held")).isEqualTo(1);
        assertThat(gauge("oidc.token.breaker.open")).isZero();
        assertThat(gauge("oidc.token.clock.offset")).isNaN();
    }

    @Test
    void theGaugesTellHowItStandsWithTheServer() {
        watch(WatchedClient.ofServer("has failed", Duration.ofMillis(-1500)));

        assertThat(gauge("oidc.token.breaker.open")).isEqualTo(1);
        assertThat(gauge("oidc.token.clock.offset")).isEqualTo(-1.5);
        assertThat(gauge("oidc.token.expiry")).isNaN();
    }

    @Test
    void aTokenThatHasEndedHasNoSecondsLeft() {
        watch(WatchedClient.of(held(token(Freshness.EXPIRED, 1, false, "no route to host"))));

        assertThat(gauge("oidc.token.expiry")).isZero();
    }

    private void measureAll() {
        ClientMeters meters = watch(WatchedClient.of());
        Arrays.stream(TokenEvent.Type.values()).forEach(type -> {
            if (UNCOUNTED.contains(type)) {
                meters.on(TokenEvent.ofSession(type, "ifs", null));
            } else {
                Arrays.stream(RenewalReason.values())
                        .forEach(reason -> meters.on(
                                new TokenEvent(type, "ifs", reason, null, null, null, Duration.ofMillis(5), null)));
            }
        });
        each(
                        TokenMeasurement.WaitOutcome.values(),
                        outcome -> new TokenMeasurement.Waited("ifs", outcome, Duration.ZERO))
                .forEach(meters::measured);
        each(TokenMeasurement.AskOutcome.values(), outcome -> new TokenMeasurement.Asked("ifs", outcome, Duration.ZERO))
                .forEach(meters::measured);
        each(TokenMeasurement.RejectionOutcome.values(), outcome -> new TokenMeasurement.Rejected("ifs", outcome))
                .forEach(meters::measured);
        meters.measured(new TokenMeasurement.ReuseDetected("ifs"));
    }

    private static <T> List<TokenMeasurement> each(T[] outcomes, Function<T, TokenMeasurement> measurement) {
        return Arrays.stream(outcomes).map(measurement).toList();
    }

    private ClientMeters watch(WatchedClient client) {
        return new ClientMeters(registry, List.of(client));
    }

    private double gauge(String name) {
        return registry.get(name).tag("client", "ifs").gauge().value();
    }

    private Set<String> measured() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the table says of each meter. */
    private static Map<String, String> documented() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (one, other) -> one, TreeMap::new));
    }
}
