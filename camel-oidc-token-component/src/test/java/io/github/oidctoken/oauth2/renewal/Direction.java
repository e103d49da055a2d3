package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.renewal.simulation.Fault;
import io.github.oidctoken.oauth2.renewal.simulation.Faults;
import java.util.ArrayList;
import java.util.List;

/**
 * One fault at one step: what a directed schedule aims at, since chance alone hits some steps too rarely.
 *
 * @param step as {@link StepLabel} names it
 */
record Direction(Fault fault, String step) {

    private static final double OFTEN = 0.5;
    private static final double ALMOST_ALWAYS = 0.8;

    private static final List<Fault> OF_MACHINES = List.of(Fault.CRASH, Fault.PAUSE, Fault.SUSPEND, Fault.WALL_STEP);
    private static final List<Fault> OF_READS =
            List.of(Fault.STORE_FAILS_BEFORE, Fault.STORE_SLOW, Fault.STORE_STALE_READ);
    private static final List<Fault> OF_WRITES = List.of(
            Fault.STORE_FAILS_BEFORE,
            Fault.STORE_FAILS_AFTER,
            Fault.STORE_FALSE_AFTER,
            Fault.STORE_LATE_EFFECT,
            Fault.STORE_SLOW);
    private static final List<String> READS = List.of("read", "check", "verify", "reread");
    private static final List<String> WRITES = List.of("announce", "commit", "withdraw", "quarantine", "repair");
    private static final String SEND = "send";

    /** Every fault at every step where it can strike. */
    static final List<Direction> ALL = all();

    private static List<Direction> all() {
        List<Direction> all = new ArrayList<>();
        READS.forEach(step -> OF_READS.forEach(fault -> all.add(new Direction(fault, step))));
        WRITES.forEach(step -> OF_WRITES.forEach(fault -> all.add(new Direction(fault, step))));
        List<String> ofStore = new ArrayList<>(READS);
        ofStore.addAll(WRITES);
        ofStore.forEach(step -> all.add(new Direction(Fault.STORE_OUT, step)));
        List<String> steps = new ArrayList<>(ofStore);
        steps.add(SEND);
        steps.forEach(step -> OF_MACHINES.forEach(fault -> all.add(new Direction(fault, step))));
        return List.copyOf(all);
    }

    /** Lets the fault strike there often, and sees to it that nodes come there at all. */
    void aim(Faults faults) {
        faults.aim(fault, step, isRare() ? ALMOST_ALWAYS : OFTEN);
        switch (step) {
            case "verify" -> faults.aim(Fault.STORE_FALSE_AFTER, "commit", OFTEN);
            case "withdraw" -> faults.aim(Fault.SERVER_BUSY, SEND, OFTEN);
            case "repair" -> faults.pick(Fault.STORE_RESTORED, 0);
            case "reread", "quarantine" -> {
                faults.pick(Fault.SESSION_ENDED, 0);
                faults.pick(Fault.SIGN_IN, 0);
            }
            default -> {
                // every renewal comes there
            }
        }
    }

    private boolean isRare() {
        return step.equals("repair") || step.equals("quarantine") || step.equals("reread");
    }

    /** Whether only a session that a person has started leads there. */
    boolean needsPerson() {
        return step.equals("quarantine") || step.equals("reread");
    }
}
