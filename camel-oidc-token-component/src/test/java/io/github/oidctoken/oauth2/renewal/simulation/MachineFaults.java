package io.github.oidctoken.oauth2.renewal.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What happens to a machine around a step that its node takes: before it, or while the step is under way. */
public final class MachineFaults {

    private static final int LONGEST_DELAY_MILLIS = 40;

    private final Machine machine;
    private final Faults faults;
    private final RandomGenerator random;
    private final Runnable crash;

    public MachineFaults(Machine machine, Faults faults, RandomGenerator random, Runnable crash) {
        this.machine = machine;
        this.faults = faults;
        this.random = random;
        this.crash = crash;
    }

    /** Perhaps disturbs a step; those that hold a refresh token in flight more often. */
    public void around(String step) {
        boolean before = random.nextBoolean();
        Runnable fault = draw(step);
        if (fault != null && before) {
            fault.run();
        } else if (fault != null) {
            machine.after(Duration.ofMillis(random.nextInt(1, LONGEST_DELAY_MILLIS)), fault);
        }
    }

    private @Nullable Runnable draw(String step) {
        double factor = switch (step) {
            case "send", "commit" -> 10;
            case "announce", "check", "verify", "reread", "withdraw", "quarantine", "repair" -> 5;
            default -> 1;
        };
        if (faults.strikes(Fault.CRASH, machine.number(), step, factor)) {
            return crash;
        }
        if (faults.strikes(Fault.PAUSE, machine.number(), step, factor)) {
            Duration length = length();
            return () -> machine.pause(length);
        }
        if (faults.strikes(Fault.SUSPEND, machine.number(), step, factor)) {
            Duration length = length();
            boolean blind = random.nextInt(4) == 0;
            return blind ? () -> machine.suspendBlindly(length) : () -> machine.suspend(length);
        }
        if (faults.strikes(Fault.WALL_STEP, machine.number(), step, factor)) {
            Duration wallStep = Duration.ofSeconds(random.nextInt(-3600, 3600));
            return () -> machine.stepWallClock(wallStep);
        }
        return null;
    }

    /** From 0.2 s to three minutes, short ones more often. */
    private Duration length() {
        return Duration.ofMillis((long) (200 * Math.pow(900, random.nextDouble())));
    }
}
