package io.github.oidctoken.oauth2.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.oauth2.renewal.simulation.Fault;
import io.github.oidctoken.testkit.BuildLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of schedules of several nodes that share one session, with everything that goes wrong between them. {@code -Dsimulation.schedules} runs more of
 * them, {@code -Dsimulation.firstSeed} others, {@code -Dsimulation.seed} replays one with its trace.
 */
class SessionSimulationTest {

    private static final String LOG = "io.github.oidctoken.renewals";
    private static final int FEWEST = 2000;
    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", FEWEST);
    private static final long FIRST_SEED = Long.getLong("simulation.firstSeed", 1);
    private static final int OFTEN = 20;
    private static final int LONGEST_TRACE = 400;

    private final Map<Fault, Map<String, Integer>> hits = new EnumMap<>(Fault.class);
    private final Map<String, Integer> counts = new TreeMap<>();

    @BeforeAll
    static void keepTheLogQuiet() {
        Configurator.setLevel(LOG, Level.OFF);
    }

    @AfterAll
    static void letTheLogSpeak() {
        Configurator.setLevel(LOG, (Level) null);
    }

    @Test
    void noScheduleLosesASessionThatCouldBeKept() {
        Long replayed = Long.getLong("simulation.seed");
        if (replayed != null) {
            SimulatedWorld world = live(replayed, Sabotage.NONE, true);
            world.trace().lines().forEach(System.out::println);
            assertThat(world.verdicts().violations()).as(world.toString()).isEmpty();
            return;
        }
        List<Long> violated = new ArrayList<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            SimulatedWorld world = live(seed, Sabotage.NONE, false);
            note(world);
            if (!world.verdicts().violations().isEmpty()) {
                violated.add(seed);
                System.out.println(world + ": " + world.verdicts().violations().get(0));
            }
        }
        BuildLog.print("simulation: " + SCHEDULES + " schedules from seed " + FIRST_SEED + ", " + violated.size()
                + " with a violation: " + counts);
        hits.forEach((fault, steps) -> BuildLog.print("simulation: " + fault + " hit " + steps));
        assertThat(violated).as(() -> story(violated)).isEmpty();
        assertThatFaultsHitOften();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aNodeThatBreaksARuleIsNoticed(Sabotage sabotage) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + FEWEST; seed++) {
            List<String> violations = live(seed, sabotage, false).verdicts().violations();
            if (violations.stream().anyMatch(violation -> violation.startsWith(sabotage.violation() + " "))) {
                BuildLog.print(
                        "simulation: " + sabotage + " was noticed after " + (seed - FIRST_SEED + 1) + " schedules");
                return;
            }
        }
        throw new AssertionError("Nobody noticed " + sabotage);
    }

    private static SimulatedWorld live(long seed, Sabotage sabotage, boolean traced) {
        SimulatedWorld world = new SimulatedWorld(seed, sabotage, traced);
        world.run();
        return world;
    }

    private void note(SimulatedWorld world) {
        world.faults()
                .hits()
                .forEach((fault, steps) -> steps.forEach((step, count) ->
                        hits.computeIfAbsent(fault, absent -> new TreeMap<>()).merge(step, count, Integer::sum)));
        world.verdicts().counts().forEach((what, count) -> counts.merge(what, count, Integer::sum));
    }

    private void assertThatFaultsHitOften() {
        if (SCHEDULES < FEWEST) {
            return;
        }
        for (Fault fault : Fault.values()) {
            Map<String, Integer> steps = hits.getOrDefault(fault, Map.of());
            assertThat(steps.values().stream().mapToInt(Integer::intValue).sum())
                    .as(fault.name())
                    .isGreaterThanOrEqualTo(OFTEN);
        }
        List<String> rare = new ArrayList<>();
        for (Direction direction : Direction.ALL) {
            int count = hits.getOrDefault(direction.fault(), Map.of()).getOrDefault(direction.step(), 0);
            if (count < OFTEN) {
                rare.add(direction + ": " + count);
            }
        }
        assertThat(rare).isEmpty();
    }

    /** What happened until the first violation of the first schedule that has one. */
    private static String story(List<Long> violated) {
        if (violated.isEmpty()) {
            return "";
        }
        SimulatedWorld world = live(violated.get(0), Sabotage.NONE, true);
        List<String> lines = world.trace().lines();
        int end = 1
                + (int) lines.stream()
                        .takeWhile(line -> !line.contains("VIOLATION"))
                        .count();
        return world
                + System.lineSeparator()
                + String.join(
                        System.lineSeparator(),
                        lines.subList(Math.max(0, end - LONGEST_TRACE), Math.min(end, lines.size())));
    }
}
