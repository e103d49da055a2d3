package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.token.RenewalReason;
import io.github.oidctoken.oauth2.token.TokenEvent;
import io.github.oidctoken.oauth2.token.TokenEventListener;
import io.github.oidctoken.oauth2.token.TokenMeasurement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What tokens cost and how long they last, as Micrometer meters. Tags are client, outcome and reason, each of few values; never a principal. Thread-safe. */
final class ClientMeters implements TokenEventListener, AutoCloseable {

    /** The tag of clients that only an endpoint names: there may be any number of them. */
    private static final String INLINE = "inline";

    private final MeterRegistry registry;
    private final Set<String> names = new TreeSet<>();
    private final List<Meter> gauges = new ArrayList<>();

    ClientMeters(MeterRegistry registry, Collection<? extends ObservedClient> clients) {
        this.registry = registry;
        for (ObservedClient client : clients) {
            names.add(client.name());
            watch(client);
        }
    }

    private void watch(ObservedClient client) {
        Levels levels = new Levels(client);
        gauge("oidc.token.expiry", "seconds", "Until the access token ends", levels, Levels::secondsToExpiry);
        gauge("oidc.token.refresh.expiry", "seconds", "Until the refresh token ends", levels, Levels::secondsToRefresh);
        gauge("oidc.token.failures", null, "Failed attempts in a row to get a token", levels, Levels::failures);
        gauge(
                "oidc.token.reauthorization.required",
                null,
                "Sessions that only a person can start anew",
                levels,
                Levels::ended);
        gauge("oidc.token.rotations.unsaved", null, "Rotations not yet stored", levels, Levels::unsaved);
        gauge("oidc.token.breaker.open", null, "1 while the server is spared, else 0", levels, Levels::breakerOpen);
        gauge("oidc.token.clock.offset", "seconds", "The server's clock ahead of this one", levels, Levels::offset);
        gauge("oidc.token.held", null, "Tokens held, one for each principal", levels, Levels::held);
        // from the start at 0: an alert on an increase would not see a first one that comes with a new series
        reuses(client.name());
        adopted(client.name());
        for (TokenMeasurement.RejectionOutcome outcome : TokenMeasurement.RejectionOutcome.values()) {
            rejections(client.name(), outcome);
        }
    }

    private void gauge(
            String name, @Nullable String unit, String description, Levels levels, ToDoubleFunction<Levels> value) {
        gauges.add(Gauge.builder(name, levels, value)
                .tag("client", levels.client())
                .baseUnit(unit)
                .description(description)
                .strongReference(true)
                .register(registry));
    }

    @Override
    public void on(TokenEvent event) {
        RenewalReason reason = event.reason();
        if (reason == null) {
            return; // no renewal
        }
        String client = client(event.client());
        if (event.type() == TokenEvent.Type.ADOPTED) {
            adopted(client).increment();
        }
        counter(
                        "oidc.token.renewals",
                        "Tokens got and failures to get one",
                        client,
                        "outcome",
                        word(event.type()),
                        "reason",
                        word(reason))
                .increment();
    }

    @Override
    public void measured(TokenMeasurement measurement) {
        String client = client(measurement.client());
        if (measurement instanceof TokenMeasurement.Asked asked) {
            timer("oidc.token.request.time", "Token requests", client, asked.outcome())
                    .record(asked.took());
        } else if (measurement instanceof TokenMeasurement.Waited waited) {
            timer("oidc.token.waits", "Callers who had to wait for a token", client, waited.outcome())
                    .record(waited.took());
        } else if (measurement instanceof TokenMeasurement.Rejected rejected) {
            rejections(client, rejected.outcome()).increment();
        } else if (measurement instanceof TokenMeasurement.ReuseDetected) {
            reuses(client).increment();
        }
    }

    private Counter reuses(String client) {
        return counter("oidc.token.reuse.detected", "Refresh tokens refused as used already", client);
    }

    private Counter adopted(String client) {
        return counter("oidc.token.adopted", "Tokens that another node had renewed", client);
    }

    private Counter rejections(String client, TokenMeasurement.RejectionOutcome outcome) {
        return counter("oidc.token.rejections", "Tokens that an API refused", client, "outcome", word(outcome));
    }

    private Counter counter(String name, String description, String client, String... tags) {
        return Counter.builder(name)
                .description(description)
                .tag("client", client)
                .tags(tags)
                .register(registry);
    }

    private Timer timer(String name, String description, String client, Enum<?> outcome) {
        return Timer.builder(name)
                .description(description)
                .tags("client", client, "outcome", word(outcome))
                .register(registry);
    }

    private String client(String name) {
        return names.contains(name) ? name : INLINE;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Gauges of clients that are gone would go on showing their last value. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
