package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.renewal.simulation.SimulatedServer;
import io.github.oidctoken.oauth2.renewal.simulation.VirtualTime;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what must never happen to those who ask for a token: a wrong one, one that has ended, a needless wait, a wrong reason. */
final class CallOracle {

    private static final Duration STORE_BUDGET = Duration.ofSeconds(5);

    /** A node looks at its clocks once a second, and a server's {@code Date} knows whole seconds. */
    private static final long TOLERANCE = Duration.ofSeconds(2).toNanos();

    /** So much of a token's life is not used. */
    private static final long RESERVE = Duration.ofSeconds(2).toNanos();

    /** A renewal that has found the session ended may take so long to say it. */
    private static final Duration NEWS_TRAVEL = Duration.ofSeconds(20);

    private final VirtualTime time;
    private final SimulatedServer server;
    private final SimulationOracle sessions;
    private final Verdicts verdicts;

    /** Taken over from the repository while the server would not say what time it was. */
    private final Set<String> adoptedBlindly = new HashSet<>();

    CallOracle(VirtualTime time, SimulatedServer server, SimulationOracle sessions, Verdicts verdicts) {
        this.time = time;
        this.server = server;
        this.sessions = sessions;
        this.verdicts = verdicts;
    }

    void adoptedBlindly(TokenSet tokens) {
        adoptedBlindly.add(tokens.accessToken().value());
    }

    /** @param unsavedFor how long the tokens have been waiting to be stored; absent when they are said to be stored */
    void published(List<String> asked, TokenSet tokens, @Nullable Duration unsavedFor) {
        String value = tokens.accessToken().value();
        if (!value.endsWith("-" + String.join("+", asked))) {
            verdicts.violated("I4 " + value + " is handed out for " + asked);
        }
        if (unsavedFor == null && !sessions.isStored(value)) {
            verdicts.violated("I8 " + value + " is handed out and was never stored");
        }
        if (unsavedFor != null) {
            verdicts.count("handed out unsaved");
            if (unsavedFor.compareTo(STORE_BUDGET) < 0) {
                verdicts.violated("I8 " + value + " is handed out unsaved after " + unsavedFor);
            }
        }
    }

    void used(String accessToken, Machine machine) {
        verdicts.count("calls");
        long late = time.nanos() - server.expiry(accessToken);
        if (late >= 0) {
            verdicts.count("token used after its end");
        }
        if (late > TOLERANCE && !adoptedBlindly.contains(accessToken) && !machine.wasBlind()) {
            verdicts.violated("I5 " + accessToken + " is used by node " + machine.number() + " "
                    + Duration.ofNanos(late).toSeconds() + " s after its end");
        }
    }

    /** A caller has to wait, although its node has handed out that token before. */
    void waits(String lastToken, Machine machine) {
        if (server.expiry(lastToken) - time.nanos() > RESERVE + TOLERANCE) {
            verdicts.violated("I11 a caller waits at node " + machine.number() + " although " + lastToken + " is good");
        }
    }

    /** A caller is told that a person must sign in. */
    void wantsPerson(Machine machine) {
        verdicts.count("told to sign in");
        if (sessions.livesFor(NEWS_TRAVEL) && !machine.stoodStillSince(time.nanos() - NEWS_TRAVEL.toNanos())) {
            verdicts.violated("I3 node " + machine.number() + " wants a person although the session lives");
        }
    }
}
