package io.github.oidctoken.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The faults a test has ordered: one for each coming token request, in order, and an outage of everything. Thread-safe. */
final class Faults {

    private final Queue<Fault> coming = new ArrayDeque<>();
    private final List<HeldAnswer> held = new ArrayList<>();
    private @Nullable HttpAnswer outage;

    synchronized void add(Fault fault) {
        coming.add(fault);
    }

    synchronized HeldAnswer hold(Duration atMost) {
        HeldAnswer answer = new HeldAnswer(atMost);
        held.add(answer);
        coming.add(new Fault.AnswerHeld(answer));
        return answer;
    }

    synchronized void startOutage(HttpAnswer answer) {
        outage = answer;
    }

    synchronized void endOutage() {
        outage = null;
    }

    /** The answer to everything while an outage lasts. */
    synchronized Optional<HttpAnswer> outage() {
        return Optional.ofNullable(outage);
    }

    /** The fault of the token request that has just come; an outage leaves the ordered ones for later. */
    synchronized Fault next() {
        if (outage != null) {
            return new Fault.Answered(outage);
        }
        Fault fault = coming.poll();
        return fault == null ? new Fault.None() : fault;
    }

    synchronized void releaseAll() {
        held.forEach(HeldAnswer::release);
        held.clear();
    }
}
