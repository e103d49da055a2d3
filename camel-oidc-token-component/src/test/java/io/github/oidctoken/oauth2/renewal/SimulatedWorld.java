package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientOptions;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.TokenResponse;
import io.github.oidctoken.oauth2.renewal.simulation.Fault;
import io.github.oidctoken.oauth2.renewal.simulation.Faults;
import io.github.oidctoken.oauth2.renewal.simulation.Machine;
import io.github.oidctoken.oauth2.renewal.simulation.SimulatedNetwork;
import io.github.oidctoken.oauth2.renewal.simulation.SimulatedRepository;
import io.github.oidctoken.oauth2.renewal.simulation.SimulatedServer;
import io.github.oidctoken.oauth2.renewal.simulation.Trace;
import io.github.oidctoken.oauth2.renewal.simulation.VirtualTime;
import io.github.oidctoken.oauth2.token.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One schedule: nodes, a server, a repository and faults, all drawn from one seed. */
final class SimulatedWorld {

    private static final Duration FAULTS_END = Duration.ofSeconds(350);
    private static final Duration END = Duration.ofSeconds(600);
    private static final List<String> SCOPES = List.of("a", "b");

    /** How the session begins. */
    enum Start {
        PASSWORD,
        SEED,
        SIGN_IN
    }

    private final RandomGenerator random;
    private final Sabotage sabotage;
    private final VirtualTime time = new VirtualTime();
    private final Trace trace;
    private final Faults faults;
    private final Verdicts verdicts;
    private final SimulationOracle oracle;
    private final CallOracle calls;
    private final SimulatedServer server;
    private final SimulatedNetwork network;
    private final SimulatedRepository repository;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<String, Instant> leaseEnds = new HashMap<>();
    private final @Nullable Direction direction;
    private final Start start;
    private final boolean skewed;
    private final List<ClientRegistration> clients;
    private final String description;

    SimulatedWorld(long seed, Sabotage sabotage, boolean traced) {
        this.sabotage = sabotage;
        this.random = new SplittableRandom(seed);
        this.trace = new Trace(time, traced);
        this.faults = new Faults(time, random, FAULTS_END, trace);
        this.verdicts = new Verdicts(trace);
        this.oracle = new SimulationOracle(time, trace, verdicts);
        SimulatedServer.Kind kind = pick(SimulatedServer.Kind.values());
        this.direction = (seed & 2) == 0 ? null : Direction.ALL.get((int) ((seed >> 2) % Direction.ALL.size()));
        Duration lifetime = Duration.ofSeconds(direction == null ? pick(40, 60, 120) : 22);
        this.server = new SimulatedServer(time, kind, lifetime, Duration.ofSeconds(pick(0, 1800)), oracle::killed);
        oracle.watch(server);
        this.calls = new CallOracle(time, server, oracle, verdicts);
        this.network = new SimulatedNetwork(time, random, faults, server);
        this.repository = new SimulatedRepository(time, random, faults, oracle);
        this.start = direction != null && direction.needsPerson() ? Start.SIGN_IN : pick(Start.values());
        this.skewed = random.nextInt(4) == 0;
        boolean benign = seed % 2 == 0;
        int count = random.nextInt(2, 6);
        this.clients = clients(random.nextInt(4) == 0);
        pickFaults(benign);
        for (int i = 0; i < count; i++) {
            Duration offset = Duration.ofSeconds(skewed ? random.nextInt(-3600, 3600) : 0);
            nodes.add(new SimulatedNode(this, new Machine(time, i, offset), clients));
        }
        this.description = "seed " + seed + ": " + count + " nodes, " + kind + ", " + start + ", " + clients.size()
                + " keys" + (skewed ? ", skewed" : "") + ", " + faults;
    }

    private List<ClientRegistration> clients(boolean twoKeys) {
        Map<String, Object> options = new HashMap<>(Map.of(
                "tokenEndpoint", "https://id.example.com/token",
                "clientId", "camel",
                "clientSecret", "s3cret-s3cret"));
        if (start == Start.PASSWORD) {
            options.putAll(Map.of("grant", "password", "username", "alice", "password", "wonderland"));
        } else {
            TokenResponse seed = server.signIn(twoKeys ? SCOPES : List.of("a"));
            Secret refreshToken = Objects.requireNonNull(seed.refreshToken());
            oracle.knows(refreshToken);
            options.putAll(Map.of("grant", "refresh_token", "refreshToken", refreshToken.value()));
        }
        List<ClientRegistration> made = new ArrayList<>();
        for (String scope : twoKeys ? SCOPES : List.of("a")) {
            options.put("scope", scope);
            made.add(ClientRegistration.of(ClientOptions.of("client-" + scope, options)));
        }
        return made;
    }

    private void pickFaults(boolean benign) {
        List<Fault> candidates = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            if ((!benign || !fault.mayCostSession()) && (fault != Fault.SIGN_IN || start != Start.PASSWORD)) {
                candidates.add(fault);
            }
        }
        if (direction != null) {
            direction.aim(faults);
            candidates.removeIf(faults::has);
        }
        int wanted = random.nextInt(0, direction == null ? 5 : 2);
        for (int i = 0; i < wanted; i++) {
            Fault fault = candidates.remove(random.nextInt(candidates.size()));
            faults.pick(
                    fault,
                    switch (fault) {
                        case CRASH, PAUSE, SUSPEND, WALL_STEP -> 0.005 + 0.02 * random.nextDouble();
                        case DUPLICATE_DELIVERY,
                                ANSWER_DROPPED,
                                BAD_GATEWAY_AFTER_PROCESSING,
                                SERVER_BEYOND_READ_LIMIT -> 0.02 + 0.2 * random.nextDouble();
                        default -> 0.02 + 0.5 * random.nextDouble();
                    });
        }
    }

    /** Lives through the schedule. */
    void run() {
        if (start == Start.SIGN_IN) {
            signIn();
        }
        nodes.forEach(node -> callers(node, Duration.ofMillis(random.nextInt(1, 5000))));
        sometimes(Fault.SIGN_IN, direction == null ? 3 : 12, node -> signIn());
        sometimes(Fault.SESSION_ENDED, direction == null ? 2 : 12, node -> server.endSessions());
        sometimes(Fault.STORE_OUT, 4, node -> cutOffAll());
        sometimes(Fault.STORE_OUT_FOR_ONE_NODE, 4, this::cutOff);
        sometimes(Fault.STORE_RESTORED, direction == null ? 2 : 6, node -> {
            if (repository.restore()) {
                oracle.restored();
                oracle.putBack(Objects.requireNonNull(repository.row()));
            }
        });
        time.runUntil(END);
        nodes.forEach(node -> node.judge(Duration.ofSeconds(60)));
    }

    private void sometimes(Fault fault, int most, Consumer<SimulatedNode> happens) {
        if (faults.has(fault)) {
            int times = random.nextInt(1, most + 1);
            for (int i = 0; i < times; i++) {
                SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
                time.after(Duration.ofMillis(random.nextInt(1000, (int) FAULTS_END.toMillis() - 100_000)), () -> {
                    faults.hit(fault, node.machine().number(), "world");
                    happens.accept(node);
                });
            }
        }
    }

    /** An outage may begin just when tokens are to be stored. */
    void disturbStore(SimulatedNode node, String step) {
        boolean inFlight = step.equals("commit");
        if (faults.strikes(Fault.STORE_OUT, node.machine().number(), step, inFlight ? 0.3 : 0)) {
            cutOffAll();
        }
        if (inFlight
                && faults.strikes(Fault.STORE_OUT_FOR_ONE_NODE, node.machine().number(), step, 0.3)) {
            cutOff(node);
        }
    }

    private void cutOffAll() {
        Duration length = length();
        nodes.forEach(node -> repository.cutOff(node.machine().number(), length));
    }

    private void cutOff(SimulatedNode node) {
        Duration length = length();
        repository.cutOff(node.machine().number(), length);
        oracle.cutOff(node.machine().number(), length);
    }

    private Duration length() {
        return Duration.ofMillis((long) (500 * Math.pow(240, random.nextDouble())));
    }

    private void signIn() {
        SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        ClientRegistration client = clients.get(0);
        String seed = client.grant() instanceof Grant.RefreshToken grant
                ? grant.refreshToken().fingerprint()
                : "";
        new SimulatedSignIn(
                        this,
                        node.machine(),
                        client,
                        Secret.sha256(AccessKey.of(client, ClientRegistration.DEFAULT_PRINCIPAL)
                                .encoded()),
                        seed)
                .start();
    }

    private void callers(SimulatedNode node, Duration first) {
        time.after(first, () -> {
            node.call();
            callers(node, Duration.ofMillis((long) (-3500 * Math.log(1 - random.nextDouble())) + 1));
        });
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Whether a node's own view of a token's end is near the truth. */
    boolean isPunctual() {
        return !skewed
                && Stream.of(Fault.WALL_STEP, Fault.SUSPEND, Fault.PAUSE, Fault.SLOW_SERVER)
                        .noneMatch(faults::has);
    }

    Sabotage sabotage() {
        return sabotage;
    }

    RandomGenerator random() {
        return random;
    }

    VirtualTime time() {
        return time;
    }

    Trace trace() {
        return trace;
    }

    Faults faults() {
        return faults;
    }

    Verdicts verdicts() {
        return verdicts;
    }

    SimulationOracle oracle() {
        return oracle;
    }

    CallOracle calls() {
        return calls;
    }

    /** When leases end by their holders' wall clocks; nobody who keeps the rules asks for it. */
    Map<String, Instant> leaseEnds() {
        return leaseEnds;
    }

    SimulatedServer server() {
        return server;
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedRepository repository() {
        return repository;
    }

    @Override
    public String toString() {
        return description;
    }
}
