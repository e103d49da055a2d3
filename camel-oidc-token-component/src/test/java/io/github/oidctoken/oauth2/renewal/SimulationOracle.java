package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.protocol.TokenRequest;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.renewal.simulation.SimulatedServer;
import io.github.oidctoken.oauth2.renewal.simulation.Trace;
import io.github.oidctoken.oauth2.renewal.simulation.VirtualTime;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import io.github.oidctoken.oauth2.token.TokenSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sees the whole world and says what must never happen in it. */
final class SimulationOracle {

    private static final Duration TAKEOVER = Duration.ofSeconds(50);
    private static final Duration STORE_BUDGET = Duration.ofSeconds(5);

    private final VirtualTime time;
    private final Trace trace;
    private final SessionDocumentCodec codec = new SessionDocumentCodec();
    private final List<Presentation> presentations = new ArrayList<>();
    private final Set<String> storedAccessTokens = new HashSet<>();
    private final Set<String> storedRefreshTokens = new HashSet<>();
    private final Map<Integer, Long> cutOffUntil = new HashMap<>();
    private final Map<DocumentVersion, String> tokenOfVersion = new HashMap<>();
    private final Map<String, Integer> newestSeen = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private @Nullable SimulatedServer server;
    private SessionDocument stored = SessionDocument.NONE;

    SimulationOracle(VirtualTime time, Trace trace) {
        this.time = time;
        this.trace = trace;
    }

    void watch(SimulatedServer watched) {
        server = watched;
    }

    List<String> violations() {
        return violations;
    }

    Map<String, Integer> counts() {
        return counts;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    void violated(String what) {
        violations.add(what);
        trace.add(-1, "VIOLATION " + what);
    }

    private SimulatedServer server() {
        if (server == null) {
            throw new IllegalStateException("No server to watch");
        }
        return server;
    }

    /** A refresh token that was got outside. */
    void knows(Secret refreshToken) {
        storedRefreshTokens.add(refreshToken.value());
    }

    /** A node alone cannot reach the repository until then. */
    void cutOff(int node, Duration duration) {
        cutOffUntil.merge(node, time.nanos() + duration.toNanos(), Math::max);
    }

    void restored() {
        server().families().forEach(family -> family.excuse("repository restored"));
    }

    Presentation presented(Machine machine, long announcedAt, long decidedAt, TokenRequest request) {
        Presentation mine = new Presentation(machine, announcedAt, decidedAt, request);
        String token = mine.refreshToken;
        presentations.add(mine);
        count("presented");
        if (token != null) {
            judgeAge(machine, token);
        }
        if (token != null && server().isLive(token)) {
            if (!storedRefreshTokens.contains(token)) {
                violated("I6 an unsaved refresh token is presented: " + token);
            }
            for (Presentation other : presentations) {
                if (other != mine
                        && token.equals(other.refreshToken)
                        && other.isRunning()
                        && excuse(server().family(token)) == null) {
                    violated("I1 " + token + " is presented by node " + machine.number() + " while node "
                            + other.machine.number() + " still waits for its answer");
                }
            }
        }
        return mine;
    }

    /** A node has read or written that document. */
    void saw(Machine machine, TokenDocument document) {
        String token = tokenOfVersion.get(document.version());
        if (token != null) {
            newestSeen.merge(life(machine) + server().family(token), server().place(token), Math::max);
        }
    }

    private void judgeAge(Machine machine, String token) {
        if (newestSeen.getOrDefault(life(machine) + server().family(token), 0) > server().place(token)) {
            violated("I7 " + token + " is presented by node " + machine.number() + ", which has seen a newer one");
        }
    }

    private static String life(Machine machine) {
        return machine.number() + "/" + machine.life() + "/";
    }

    void issued(Presentation by, TokenOutcome.Granted granted) {
        Secret refreshToken = granted.response().refreshToken();
        by.issued = refreshToken == null ? null : refreshToken.value();
        trace.add(by.machine.number(), "SERVER issues " + by.issued);
    }

    void ended(@Nullable Presentation presentation) {
        if (presentation == null) {
            return;
        }
        presentation.endedAt = time.nanos();
        String issued = presentation.issued;
        if (issued != null && presentation.landedAt == null && server().isLive(issued)) {
            SimulatedServer.Family family = server().family(issued);
            if (family != null && family == server().family(current()) && excuse(family) == null) {
                violated("I9 " + issued + " is dropped for " + current());
            }
        }
    }

    private @Nullable String current() {
        Secret refreshToken = stored.refreshToken();
        return refreshToken == null ? null : refreshToken.value();
    }

    void landed(TokenDocument document) {
        String before = current();
        stored = codec.read(document.payload());
        String now = current();
        trace.add(-1, "STORE " + document.version().value() + " " + stored + " " + now);
        stored.accessTokens()
                .values()
                .forEach(token -> storedAccessTokens.add(token.token().value()));
        if (now == null) {
            judgeQuarantine(null);
            return;
        }
        storedRefreshTokens.add(now);
        tokenOfVersion.put(document.version(), now);
        for (Presentation presentation : presentations) {
            if (now.equals(presentation.issued) && presentation.landedAt == null) {
                presentation.landedAt = time.nanos();
            }
        }
        SimulatedServer.Family family = server().family(now);
        if (before != null
                && family == server().family(before)
                && server().place(now) < server().place(before)
                && excuse(family) == null) {
            violated("I9 " + before + " is overwritten by its ancestor " + now);
        }
        judgeQuarantine(family);
    }

    void putBack(TokenDocument document) {
        stored = codec.read(document.payload());
        trace.add(-1, "RESTORED " + document.version().value() + " " + stored + " " + current());
    }

    private void judgeQuarantine(SimulatedServer.@Nullable Family family) {
        if (stored.status() == SessionDocument.Status.REAUTHORIZATION_REQUIRED) {
            count("quarantined");
            if (family != null && family.alive() && excuse(family) == null) {
                violated("I2 " + family + " is given up although it lives: " + stored.reason());
            }
        }
    }

    /** The server has ended a session. */
    void killed(SimulatedServer.Family family) {
        String excuse = excuse(family);
        trace.add(-1, "SERVER ends " + family + ", excuse: " + excuse);
        count(excuse == null ? "killed without excuse" : "killed: " + excuse);
        if (excuse == null) {
            violated("I2 " + family + " was ended by the server");
        }
    }

    private @Nullable String excuse(SimulatedServer.@Nullable Family family) {
        if (family == null) {
            return null;
        }
        if (family.excuse() == null) {
            for (Presentation presentation : presentations) {
                String known = presentation.refreshToken != null ? presentation.refreshToken : presentation.issued;
                if (server().family(known) == family) {
                    String excuse = excuse(presentation);
                    if (excuse != null) {
                        family.excuse(excuse);
                    }
                }
            }
        }
        return family.excuse();
    }

    private @Nullable String excuse(Presentation presentation) {
        if (presentation.crashed()) {
            return "crash in flight";
        }
        Long landedAt = presentation.landedAt;
        Long endedAt = presentation.endedAt;
        long over = landedAt != null ? landedAt : endedAt != null ? endedAt : time.nanos();
        if (over - presentation.announcedAt <= TAKEOVER.toNanos()) {
            return null;
        }
        if (presentation.machine.stoodStillSince(presentation.decidedAt)) {
            return "pause in flight";
        }
        return cutOffUntil.getOrDefault(presentation.machine.number(), Long.MIN_VALUE) > presentation.announcedAt
                ? "winner cut off from the store"
                : null;
    }

    /** @param unsavedFor how long the tokens have been waiting to be stored; absent when they are said to be stored */
    void published(List<String> asked, TokenSet tokens, @Nullable Duration unsavedFor) {
        String value = tokens.accessToken().value();
        if (!value.endsWith("-" + String.join("+", asked))) {
            violated("I4 " + value + " is handed out for " + asked);
        }
        if (unsavedFor == null && !storedAccessTokens.contains(value)) {
            violated("I8 " + value + " is handed out and was never stored");
        }
        if (unsavedFor != null) {
            count("handed out unsaved");
            if (unsavedFor.compareTo(STORE_BUDGET) < 0) {
                violated("I8 " + value + " is handed out unsaved after " + unsavedFor);
            }
        }
    }

    void used(String accessToken, boolean clocksAreTrue) {
        count("calls");
        if (!server().isAccepted(accessToken)) {
            count("expired token used");
            if (clocksAreTrue) {
                violated("I5 " + accessToken + " is used after its end");
            }
        }
    }

    /** The session of the repository cannot be renewed any more. */
    boolean hasEnded() {
        String now = current();
        return now == null || !server().isLive(now);
    }
}
