package io.github.oidctoken.camel.observation;

import io.github.oidctoken.oauth2.renewal.ClientStatus;
import io.github.oidctoken.oauth2.token.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One client's status in numbers; it is read once for all gauges that are looked at together. Thread-safe. */
final class Levels {

    private static final long GOOD_FOR_NANOS = Duration.ofSeconds(1).toNanos();

    private final ObservedClient client;
    private @Nullable ClientStatus read;
    private long readNanos;

    Levels(ObservedClient client) {
        this.client = client;
    }

    String client() {
        return client.name();
    }

    /** Of the usable token that ends first; 0 when none is usable any more, not a number when there never was one. */
    double secondsToExpiry() {
        double soonest = soonest(held -> held.token().freshness() == Freshness.EXPIRED
                ? null
                : held.token().expiresAt());
        return Double.isNaN(soonest) && count(held -> held.token().freshness() == Freshness.EXPIRED) > 0 ? 0 : soonest;
    }

    /** Of the refresh token that ends first; not a number when the server does not say. */
    double secondsToRefresh() {
        return soonest(ClientStatus.Held::refreshExpiresAt);
    }

    double failures() {
        return status().tokens().stream()
                .mapToInt(held -> held.token().failures())
                .max()
                .orElse(0);
    }

    double ended() {
        return count(held -> held.token().reauthorizationRequired());
    }

    double unsaved() {
        return count(ClientStatus.Held::unsavedRotation);
    }

    double breakerOpen() {
        return status().serverProblem() == null ? 0 : 1;
    }

    double offset() {
        Duration offset = status().clockOffset();
        return offset == null ? Double.NaN : offset.toMillis() / 1000.0;
    }

    double held() {
        return status().tokens().size();
    }

    private double count(Predicate<ClientStatus.Held> which) {
        return status().tokens().stream().filter(which).count();
    }

    private double soonest(Function<ClientStatus.Held, @Nullable Instant> moment) {
        Instant now = Instant.now();
        return status().tokens().stream()
                .map(moment)
                .filter(Objects::nonNull)
                .mapToDouble(end -> Math.max(0, Duration.between(now, end).toMillis() / 1000.0))
                .min()
                .orElse(Double.NaN);
    }

    private synchronized ClientStatus status() {
        long now = System.nanoTime();
        ClientStatus known = read;
        if (known == null || now - readNanos > GOOD_FOR_NANOS) {
            known = client.status();
            read = known;
            readNanos = now;
        }
        return known;
    }
}
