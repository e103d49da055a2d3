package io.github.oidctoken.benchmark;

import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A token endpoint without a network: each answer brings another token, of the length of a usual JWT. Thread-safe. */
final class CannedTokenEndpoint implements Transport {

    private final Duration delay;
    private final Duration lifetime;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long lastAnswerNanos;

    /**
     * @param delay how long an answer takes
     * @param lifetime of the tokens
     */
    CannedTokenEndpoint(Duration delay, Duration lifetime) {
        this.delay = delay;
        this.lifetime = lifetime;
    }

    int requests() {
        return requests.get();
    }

    /** How long the last answer really took. */
    Duration lastAnswer() {
        return Duration.ofNanos(lastAnswerNanos);
    }

    @Override
    public TransportResponse send(TransportRequest request) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < delay.toNanos()) {
            LockSupport.parkNanos(delay.toNanos() - (System.nanoTime() - begin));
        }
        String body = """
                {"access_token":"%s","expires_in":%d,"refresh_expires_in":0,"token_type":"Bearer",\
                "not-before-policy":0,"scope":"orders.read orders.write"}""".formatted(accessToken(requests.incrementAndGet()), lifetime.toSeconds());
        lastAnswerNanos = System.nanoTime() - begin;
        return new TransportResponse(
                200, Map.of("Content-Type", List.of("application/json")), body.getBytes(StandardCharsets.UTF_8));
    }

    /** A text as long as the access token of a usual server. */
    static String accessToken(int number) {
        return "%010d".formatted(number).repeat(90);
    }
}
