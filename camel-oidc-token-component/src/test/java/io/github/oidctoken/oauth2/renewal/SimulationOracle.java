package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.protocol.TokenOutcome;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.renewal.simulation.SimulatedRepository;
import io.github.oidctoken.oauth2.renewal.simulation.SimulatedServer;
import io.github.oidctoken.oauth2.renewal.simulation.Trace;
import io.github.oidctoken.oauth2.renewal.simulation.VirtualTime;
import io.github.oidctoken.oauth2.repository.DocumentVersion;
import io.github.oidctoken.oauth2.repository.TokenDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees the whole world and says what must never happen in it. */
final class SimulationOracle implements SimulatedRepository.Watcher {

    private static final Duration TAKEOVER = Duration.ofSeconds(50);
    private static final Duration LEASE = Duration.ofSeconds(40);
    private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

    private final VirtualTime time;
    private final Trace trace;
    private final Verdicts verdicts;
    private final SessionDocumentCodec codec = new SessionDocumentCodec();
    private final List<Presentation> presentations = new ArrayList<>();
    private final Set<String> storedAccessTokens = new HashSet<>();
    private final Set<String> storedRefreshTokens = new HashSet<>();
    private final Map<Integer, Long> cutOffUntil = new HashMap<>();
    private final Map<Integer, Long> refusedSince = new HashMap<>();
    private final Map<DocumentVersion, String> tokenOfVersion = new HashMap<>();
    private final Map<String, Integer> newestSeen = new HashMap<>();
    private final Map<String, Machine> announcers = new HashMap<>();
    private @Nullable SimulatedServer server;
    private SessionDocument stored = SessionDocument.NONE;
    private long storedSince;

    SimulationOracle(VirtualTime time, Trace trace, Verdicts verdicts) {
        this.time = time;
        this.trace = trace;
        this.verdicts = verdicts;
    }

    void watch(SimulatedServer watched) {
        server = watched;
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

    @Override
    public void refused(int node) {
        refusedSince.putIfAbsent(node, time.nanos());
    }

    @Override
    public void reached(int node) {
        refusedSince.remove(node);
    }

    void restored() {
        server().families().forEach(family -> family.excuse("repository restored"));
    }

    Presentation presented(Presentation mine) {
        Machine machine = mine.machine;
        String token = mine.refreshToken;
        if (token != null) {
            judgeAge(machine, token);
            judgeHaste(machine, token);
        }
        presentations.add(mine);
        verdicts.count("presented");
        if (token != null && server().isLive(token)) {
            if (!storedRefreshTokens.contains(token)) {
                verdicts.violated("I6 an unsaved refresh token is presented: " + token);
            }
            for (Presentation other : presentations) {
                if (other != mine
                        && token.equals(other.refreshToken)
                        && other.isRunning()
                        && excuse(server().family(token)) == null) {
                    verdicts.violated("I1 " + token + " is presented by node " + machine.number() + " while node "
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
            verdicts.violated(
                    "I7 " + token + " is presented by node " + machine.number() + ", which has seen a newer one");
        }
    }

    /** A token whose fate is unknown is left alone by its holder for a second. */
    private void judgeHaste(Machine machine, String token) {
        for (Presentation other : presentations) {
            boolean lost = other.isLost() && other.machine == machine && token.equals(other.refreshToken);
            if (lost && time.nanos() - other.lostAt < SHORTEST_RETRY.toNanos()) {
                verdicts.violated("I10 " + token + " is presented again by node " + machine.number()
                        + ", which has just lost its answer");
            }
        }
    }

    /** And for the lease by all others: they see the intent of whoever lost the answer. */
    private void judgeIntent(SessionDocument before) {
        Intent intent = before.intent();
        boolean moved = before.generation() != stored.generation()
                || !before.signedInAt().equals(stored.signedInAt());
        boolean refused =
                stored.status() == SessionDocument.Status.REAUTHORIZATION_REQUIRED || runsGrant(stored.intent());
        if (intent == null || moved || refused || intent.equals(stored.intent())) {
            return;
        }
        for (Presentation lost : presentations) {
            boolean stands = lost.isLost()
                    && lost.attemptId.equals(intent.attemptId())
                    && time.nanos() - lost.announcedAt < LEASE.toNanos();
            if (stands && !isBy(lost.machine, stored.intent())) {
                verdicts.violated("I10 the intent of node " + lost.machine.number()
                        + ", which has lost an answer, does not stand until its lease is over");
            }
        }
    }

    /** Whether somebody has learned for sure that the refresh token is worth nothing any more. */
    private static boolean runsGrant(@Nullable Intent intent) {
        return intent != null && intent.fingerprint() == null;
    }

    private boolean isBy(Machine machine, @Nullable Intent intent) {
        return intent != null && announcers.get(intent.attemptId()) == machine;
    }

    /** A node is about to write that intent. */
    void announces(Machine machine, Intent intent) {
        announcers.put(intent.attemptId(), machine);
    }

    /** A request has ended without an answer that tells what became of it. */
    void lost(Presentation presentation) {
        presentation.lostAt = time.nanos();
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
                verdicts.violated("I9 " + issued + " is dropped for " + current());
            }
        }
    }

    private @Nullable String current() {
        Secret refreshToken = stored.refreshToken();
        return refreshToken == null ? null : refreshToken.value();
    }

    @Override
    public void landed(TokenDocument document) {
        String before = current();
        SessionDocument replaced = stored;
        stored = codec.read(document.payload());
        judgeIntent(replaced);
        String now = current();
        if (now == null || !now.equals(before)) {
            storedSince = time.nanos();
        }
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
            verdicts.violated("I9 " + before + " is overwritten by its ancestor " + now);
        }
        judgeQuarantine(family);
    }

    void putBack(TokenDocument document) {
        stored = codec.read(document.payload());
        storedSince = time.nanos();
        trace.add(-1, "RESTORED " + document.version().value() + " " + stored + " " + current());
    }

    private void judgeQuarantine(SimulatedServer.@Nullable Family family) {
        if (stored.status() == SessionDocument.Status.REAUTHORIZATION_REQUIRED) {
            verdicts.count("quarantined");
            if (family != null && family.alive() && excuse(family) == null) {
                verdicts.violated("I2 " + family + " is given up although it lives: " + stored.reason());
            }
        }
    }

    /** The server has ended a session. */
    void killed(SimulatedServer.Family family) {
        String excuse = excuse(family);
        trace.add(-1, "SERVER ends " + family + ", excuse: " + excuse);
        verdicts.count(excuse == null ? "killed without excuse" : "killed: " + excuse);
        if (excuse == null) {
            verdicts.violated("I2 " + family + " was ended by the server");
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
        if (presentation.machine.wasBlindSince(presentation.announcedAt)) {
            return "both clocks stood still before sending";
        }
        int node = presentation.machine.number();
        boolean cutOff = cutOffUntil.getOrDefault(node, Long.MIN_VALUE) > presentation.announcedAt;
        boolean refused = time.nanos() - refusedSince.getOrDefault(node, time.nanos()) > LEASE.toNanos();
        return cutOff || refused ? "winner cut off from the store" : null;
    }

    boolean isStored(String accessToken) {
        return storedAccessTokens.contains(accessToken);
    }

    /** Whether the repository has held a session that can be renewed for so long. */
    boolean livesFor(Duration duration) {
        return !hasEnded() && time.nanos() - storedSince > duration.toNanos();
    }

    /** The session of the repository cannot be renewed any more. */
    boolean hasEnded() {
        String now = current();
        return now == null || !server().isLive(now);
    }
}
