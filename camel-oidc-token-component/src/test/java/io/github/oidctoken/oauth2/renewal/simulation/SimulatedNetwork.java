package io.github.oidctoken.oauth2.renewal.simulation;

import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The way from the nodes to the authorization server and back, with everything that gets lost on it. */
public final class SimulatedNetwork {

    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(3);
    private static final String STEP = "send";

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Faults faults;
    private final SimulatedServer server;

    public SimulatedNetwork(VirtualTime time, RandomGenerator random, Faults faults, SimulatedServer server) {
        this.time = time;
        this.random = random;
        this.faults = faults;
        this.server = server;
    }

    /**
     * Carries a request and its answer.
     *
     * @param issued told of tokens at the moment the server issues them
     * @param answered told of the outcome as the client sees it, once
     */
    public void send(
            int node, TokenRequest request, Consumer<TokenOutcome.Granted> issued, Consumer<TokenOutcome> answered) {
        if (faults.strikes(Fault.CONNECT_REFUSED, node, STEP)) {
            time.after(millis(1, 50), () -> answered.accept(new TokenOutcome.NotSent("connection refused", null)));
        } else if (faults.strikes(Fault.SERVER_BUSY, node, STEP)) {
            time.after(
                    millis(5, 200),
                    () -> answered.accept(new TokenOutcome.Refused(503, "temporarily_unavailable", null, null, null)));
        } else if (faults.strikes(Fault.REQUEST_DROPPED, node, STEP)) {
            time.after(random.nextBoolean() ? millis(1, 500) : READ_LIMIT, () -> answered.accept(unknown("reset")));
        } else if (faults.strikes(Fault.BAD_GATEWAY, node, STEP)) {
            time.after(millis(5, 3000), () -> answered.accept(unknown("502")));
        } else if (faults.strikes(Fault.BAD_GATEWAY_AFTER_PROCESSING, node, STEP)) {
            lose(request, issued, millis(5, 200), "502 after processing");
            time.after(millis(200, 3000), () -> answered.accept(unknown("502")));
        } else if (faults.strikes(Fault.ANSWER_DROPPED, node, STEP)) {
            lose(request, issued, millis(5, 200), "answer lost");
            time.after(random.nextBoolean() ? millis(200, 500) : READ_LIMIT, () -> answered.accept(unknown("reset")));
        } else if (faults.strikes(Fault.SERVER_BEYOND_READ_LIMIT, node, STEP)) {
            lose(request, issued, millis(5, 60_000), "answer later than the read limit");
            time.after(READ_LIMIT, () -> answered.accept(unknown("timeout")));
        } else {
            boolean slow = faults.strikes(Fault.SLOW_SERVER, node, STEP);
            if (faults.strikes(Fault.DUPLICATE_DELIVERY, node, STEP)) {
                lose(request, issued, millis(5, 3000), "delivered twice");
            }
            Duration there = slow ? millis(5, 14_500) : millis(5, 100);
            Duration back = slow ? millis(5, 14_500) : millis(5, 100);
            time.after(there, () -> {
                TokenOutcome outcome = process(request, issued);
                time.after(back, () -> answered.accept(outcome));
            });
        }
    }

    /** @param told the server's time, or nothing when the request or its answer gets lost */
    public void askTime(int node, Consumer<@Nullable Instant> told) {
        String step = "asktime";
        boolean lost = faults.strikes(Fault.CONNECT_REFUSED, node, step)
                || faults.strikes(Fault.REQUEST_DROPPED, node, step)
                || faults.strikes(Fault.ANSWER_DROPPED, node, step);
        if (lost) {
            time.after(TIME_LIMIT, () -> told.accept(null));
        } else {
            time.after(millis(5, 100), () -> {
                Instant date = server.date();
                time.after(millis(5, 100), () -> told.accept(date));
            });
        }
    }

    private void lose(TokenRequest request, Consumer<TokenOutcome.Granted> issued, Duration there, String excuse) {
        excuse(request, excuse);
        time.after(there, () -> process(request, issued));
    }

    private TokenOutcome process(TokenRequest request, Consumer<TokenOutcome.Granted> issued) {
        TokenOutcome outcome = server.process(request);
        if (outcome instanceof TokenOutcome.Granted granted) {
            issued.accept(granted);
        }
        return outcome;
    }

    private void excuse(TokenRequest request, String why) {
        if (request instanceof TokenRequest.ByRefreshToken refresh) {
            SimulatedServer.Family family = server.family(refresh.refreshToken().value());
            if (family != null) {
                family.excuse(why);
            }
        }
    }

    private static TokenOutcome unknown(String reason) {
        return new TokenOutcome.Unknown(reason, null);
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }
}
